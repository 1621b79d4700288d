import type { Engine } from '../engine.ts';
import type { Labels, NodeSpec } from '../state/spec.ts';
import type { World } from '../world.ts';

/** Makes a node of an engine: it is in the swarm from now on, and `ready` when its agent has been heard of. Returns the node's id. */
export function addNode(
  { store, random }: World,
  engine: Engine,
  node: {
    readonly role: NodeSpec['Role'];
    readonly availability: NodeSpec['Availability'];
    readonly labels?: Labels;
  },
): string {
  const address = `${engine.address}:2377`;
  const isFirst = store.nodes.size === 0;
  const { id } = store.write((tx) =>
    tx.create('node', {
      id: random.id(),
      spec: { Labels: node.labels ?? {}, Role: node.role, Availability: node.availability },
      description: engine.description,
      status: { state: 'unknown', address: engine.address },
      ...(node.role === 'manager' && { manager: { leader: isFirst, reachability: 'reachable', address } }),
    }),
  );
  engine.nodeId = id;
  return id;
}
