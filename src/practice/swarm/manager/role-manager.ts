import type { Node } from '../state/objects.ts';
import type { World } from '../world.ts';

/** From the change of a node's role until it is, or is no longer, a member of the quorum: it gets a new certificate first. */
const PROMOTION_MS = 1000;
const DEMOTION_MS = 300;
/** How often it is tried again with a node that cannot be reached (`swarmkit manager/role_manager.go`). */
const RECONCILE_INTERVAL_MS = 5000;
const RAFT_PORT = 2377;

type Quorum = {
  /** Whether the node can be reached by those who lead. */
  readonly canJoin: (nodeId: string) => boolean;
  /** The node became a member, or is none any more. */
  readonly changed: (nodeId: string) => void;
};

/** Makes the members of the quorum follow the roles of the nodes (`swarmkit manager/role_manager.go`). */
export function startRoleManager(world: World, quorum: Quorum): void {
  const { store, timeline } = world;
  const pending = new Set<string>();

  const reconcile = (nodeId: string): void => {
    pending.delete(nodeId);
    const node = store.nodes.get(nodeId);
    if (node === undefined || isReconciled(node)) return;
    const promoted = node.spec.Role === 'manager';
    if (promoted && !quorum.canJoin(nodeId)) return plan(nodeId, RECONCILE_INTERVAL_MS);
    const address = `${node.status.address}:${RAFT_PORT}`;
    const manager = { leader: false, reachability: 'reachable' as const, address };
    store.write((tx) => tx.update('node', nodeId, { manager: promoted ? manager : undefined }));
    quorum.changed(nodeId);
  };
  const plan = (nodeId: string, ms: number): void => {
    if (pending.has(nodeId)) return;
    pending.add(nodeId);
    timeline.after(ms, () => reconcile(nodeId), 'manager');
  };
  const planFor = (node: Node): void => {
    if (!isReconciled(node)) plan(node.id, node.spec.Role === 'manager' ? PROMOTION_MS : DEMOTION_MS);
  };

  for (const node of store.nodes.all()) planFor(node);
  store.watch((change) => {
    if (change.kind !== 'node') return;
    const { before, after } = change;
    if (after !== undefined) planFor(after);
    const node = after ?? before;
    const cameOrWent = before === undefined || after === undefined;
    if (cameOrWent && node?.manager !== undefined) quorum.changed(node.id);
  });
}

function isReconciled(node: Node): boolean {
  return (node.spec.Role === 'manager') === (node.manager !== undefined);
}
