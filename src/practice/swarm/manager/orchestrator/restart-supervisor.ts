import type { Service, Task } from '../../state/objects.ts';
import type { Transaction } from '../../state/store.ts';
import type { World } from '../../world.ts';
import { DelayedStart, type Wait } from './delayed-start.ts';
import { newTask } from './new-task.ts';
import type { ObjectWatch } from './object-watch.ts';
import { restartCondition, restartDelay } from './restart-condition.ts';
import { RestartHistory } from './restart-history.ts';
import { isWanted, setDesiredState } from './service-tasks.ts';
import { isGlobal, type Slot } from './slots.ts';

/** Replaces tasks that ended, as their restart policy has it (`swarmkit manager/orchestrator/restart/restart.go`, Supervisor). */
export class RestartSupervisor {
  readonly #world: World;
  readonly #watch: ObjectWatch;
  readonly #delays = new Map<string, DelayedStart>();
  readonly #history = new RestartHistory();
  #stopped = false;

  constructor(world: World, watch: ObjectWatch) {
    this.#world = world;
    this.#watch = watch;
  }

  /** Shuts the task down, and makes a new one in its slot if the policy allows it. */
  restart(tx: Transaction, service: Service, task: Task): void {
    const current = this.#delays.get(task.id);
    if (current !== undefined) {
      // it has not even been started: wait for its turn, so that an image that is missing makes no tight loop
      if (!current.waiter) current.onDone(() => this.#restartLater(task.id));
      current.waiter = true;
      return;
    }
    setDesiredState(this.#world.store, tx, task.id, 'shutdown');
    if (!this.#shouldRestart(task)) return;

    const node = this.#world.store.nodes.get(task.nodeId);
    const where = isGlobal(service) ? { slot: 0, nodeId: task.nodeId } : { slot: task.slot, nodeId: '' };
    const replacement = tx.create('task', newTask(this.#world, service, where, 'ready'));
    this.#history.record(replacement);
    const waitStop = node?.status.state !== 'down';
    const delay = node?.spec.Availability === 'drain' ? 0 : restartDelay(task);
    this.delayStart(replacement.id, { delay, oldTask: waitStop ? task : undefined });
  }

  /**
   * The tasks of a slot that the updater is to look at. If none of them is wanted any more, and its latest one will not be restarted,
   * that one: it is outdated like others when the spec changes. In a rollback there is no such exception.
   */
  updatableTasksInSlot(slot: Slot, service: Service): Slot {
    const wanted = slot.filter(isWanted);
    if (wanted.length > 0) return wanted;
    if (service.updateStatus?.state === 'rollback_started') return [];
    const [first, ...others] = slot;
    if (first === undefined) return [];
    const latest = others.reduce((a, b) => (b.status.timestamp > a.status.timestamp ? b : a), first);
    return this.#shouldRestart(latest) ? [] : [latest];
  }

  /** Notes a restart that an earlier leader made. */
  recordRestartHistory(replacement: Task): void {
    this.#history.record(replacement);
  }

  /** Moves a task from desired `ready` to `running` when it has waited enough. May be called within a transaction. */
  delayStart(taskId: string, wait: Wait): DelayedStart {
    const { store, timeline } = this.#world;
    this.#delays.get(taskId)?.cancel();
    const delayed = new DelayedStart(timeline, this.#watch, wait, {
      start: () => store.write((tx) => this.startNow(tx, taskId)),
      forget: () => this.#delays.delete(taskId),
    });
    this.#delays.set(taskId, delayed);
    return delayed;
  }

  startNow(tx: Transaction, taskId: string): void {
    setDesiredState(this.#world.store, tx, taskId, 'running');
  }

  cancel(taskId: string): void {
    this.#delays.get(taskId)?.cancel();
  }

  /** Nothing that waits here comes about any more: another leader takes over. */
  cancelAll(): void {
    this.#stopped = true;
    for (const delayed of this.#delays.values()) delayed.dispose();
  }

  clearServiceHistory(service: Service): void {
    this.#history.forget(service);
  }

  #restartLater(taskId: string): void {
    if (this.#stopped) return;
    const { store } = this.#world;
    const task = store.tasks.get(taskId);
    if (task === undefined || !isWanted(task)) return;
    const service = store.services.get(task.serviceId);
    if (service !== undefined) store.write((tx) => this.restart(tx, service, task));
  }

  #shouldRestart(task: Task): boolean {
    const condition = restartCondition(task);
    switch (condition) {
      case 'none':
        return false;
      case 'on-failure':
        return task.status.state !== 'complete' && this.#history.allows(task);
      case 'any':
        return this.#history.allows(task);
      default:
        return condition satisfies never;
    }
  }
}
