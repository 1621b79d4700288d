import { compareStates, type Task, type TaskState } from '../../state/objects.ts';
import type { Store, Transaction } from '../../state/store.ts';

/** Desired states never go back. */
export function setDesiredState(
  store: Store,
  tx: Transaction,
  taskId: string,
  desiredState: TaskState,
): void {
  const task = store.tasks.get(taskId);
  if (task === undefined || compareStates(task.desiredState, desiredState) >= 0) return;
  tx.update('task', taskId, { desiredState });
}

/** Whether the orchestrator still wants it: beyond `running` it has been dealt with. */
export const isWanted = (task: Task): boolean => compareStates(task.desiredState, 'running') <= 0;

/**
 * What is done to the tasks of a service that was removed (`swarmkit manager/orchestrator/service.go`, SetServiceTasksRemove): the
 * agents stop them, then the task reaper deletes them.
 */
export function setServiceTasksRemove(store: Store, serviceId: string): void {
  const tasks = store.tasks.find(`service:${serviceId}`);
  if (tasks.length === 0) return;
  store.write((tx) => {
    for (const task of tasks) setDesiredState(store, tx, task.id, 'remove');
  });
}

/** Deletes tasks at once, as if they had never been: history of slots that are no more. */
export function deleteTasks(store: Store, tx: Transaction, taskIds: Iterable<string>): void {
  for (const id of taskIds) if (store.tasks.get(id) !== undefined) tx.remove('task', id);
}
