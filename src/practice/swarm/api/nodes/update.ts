import type { Node } from '../../state/objects.ts';
import type { Store } from '../../state/store.ts';
import type { NodeSpec } from '../../state/spec.ts';
import { rpcError } from '../rpc-error.ts';

/**
 * Writes another spec to a node (`swarmkit manager/controlapi/node.go`, UpdateNode). What the role means for the raft follows later.
 * @throws ApiError for a demotion that the swarm would not survive, and for another version.
 */
export function updateNode(store: Store, node: Node, spec: NodeSpec, version: number): void {
  if (node.spec.Role === 'manager' && spec.Role === 'worker') checkDemotion(store, node);
  if (version !== node.version) throw rpcError('Unknown', 'update out of sequence');
  store.write((tx) => tx.update('node', node.id, { spec, membership: 'pending' }));
}

function checkDemotion(store: Store, node: Node): void {
  const managers = [...store.nodes.all()].filter(({ manager }) => manager !== undefined);
  if (managers.length === 1 && managers[0]?.id === node.id) {
    throw rpcError('FailedPrecondition', 'attempting to demote the last manager of the swarm');
  }
  if (node.manager === undefined) throw rpcError('NotFound', "can't find manager in raft memberlist");
  const others = managers.filter(({ id }) => id !== node.id);
  const reachable = others.filter(({ manager }) => manager?.reachability === 'reachable').length;
  // of those who stay, more than half (`swarmkit manager/state/raft/raft.go`, CanRemoveMember)
  if (reachable >= Math.floor(others.length / 2) + 1) return;
  throw rpcError(
    'FailedPrecondition',
    "can't remove member from the raft: this would result in a loss of quorum",
  );
}
