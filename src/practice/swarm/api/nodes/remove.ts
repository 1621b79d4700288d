import { compareStates, type Node } from '../../state/objects.ts';
import type { World } from '../../world.ts';
import { rpcError } from '../rpc-error.ts';

/**
 * Removes a node, and makes orphans of its tasks that had not ended (`swarmkit manager/controlapi/node.go`, RemoveNode).
 * @throws ApiError 400 for a manager, and without `force` for a node that is there.
 */
export function removeNode({ store, timeline }: World, node: Node, force: boolean): void {
  const { id } = node;
  if (node.spec.Role === 'manager' && node.manager !== undefined) {
    throw rpcError(
      'FailedPrecondition',
      `node ${id} is a cluster manager and is a member of the raft cluster. It must be demoted to worker before removal`,
    );
  }
  if (!force && node.status.state === 'ready') {
    throw rpcError('FailedPrecondition', `node ${id} is not down and can't be removed`);
  }
  store.write((tx) => {
    for (const task of store.tasks.find(`node:${id}`)) {
      if (compareStates(task.status.state, 'complete') >= 0) continue;
      tx.update('task', task.id, {
        status: {
          state: 'orphaned',
          timestamp: timeline.now(),
          message: 'Task belonged to a node that has been deleted',
        },
      });
    }
    tx.remove('node', id);
  });
}
