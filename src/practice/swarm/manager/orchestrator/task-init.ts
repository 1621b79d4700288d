import { compareStates, type Service, type Task } from '../../state/objects.ts';
import { slotKey, type Transaction } from '../../state/store.ts';
import type { World } from '../../world.ts';
import { restartDelay } from './restart-condition.ts';
import type { RestartSupervisor } from './restart-supervisor.ts';
import { deleteTasks } from './service-tasks.ts';
import { groupBy } from './slots.ts';

/** What an orchestrator does with its own tasks when it starts. */
type InitHandler = {
  readonly isRelated: (service: Service) => boolean;
  /** Does what it would have done, had it seen the task change. */
  readonly fixTask: (tx: Transaction, task: Task) => void;
};

/**
 * Takes up tasks where the leader before left them (`swarmkit manager/orchestrator/taskinit/init.go`, CheckTasks): those of services
 * that are gone are deleted, those that waited for their start wait for the rest of their delay (though no longer for the task that
 * they replace), and the history of restarts is made from the tasks that are left of it.
 */
export function checkTasks(world: World, restarts: RestartSupervisor, handler: InitHandler): void {
  const { store } = world;
  const related: Task[] = [];
  const tasks = [...store.tasks.all()];
  store.write((tx) => {
    for (const task of tasks) {
      const service = store.services.get(task.serviceId);
      if (service === undefined) {
        deleteTasks(store, tx, [task.id]);
        continue;
      }
      if (!handler.isRelated(service)) continue;
      related.push(task);
      handler.fixTask(tx, task);
      startAnew(world, restarts, tx, task);
    }
  });
  for (const instance of groupBy(related, slotKey).values()) {
    const current = Math.max(...instance.map((task) => task.specVersion ?? -1));
    if (current === -1) continue;
    const upToDate = instance.filter((task) => task.specVersion === current);
    upToDate.sort((a, b) => a.createdAt - b.createdAt);
    for (const task of upToDate.slice(1)) restarts.recordRestartHistory(task);
  }
}

function startAnew(
  { store, timeline }: World,
  restarts: RestartSupervisor,
  tx: Transaction,
  task: Task,
): void {
  const now = store.tasks.get(task.id);
  if (now?.desiredState !== 'ready' || compareStates(now.status.state, 'complete') > 0) return;
  const passed = timeline.now() - now.status.timestamp;
  const delay = restartDelay(now) - Math.max(0, passed);
  if (delay > 0) restarts.delayStart(now.id, { delay, oldTask: undefined });
  else restarts.startNow(tx, now.id);
}
