import { compareStates, type Service, type Task } from '../../state/objects.ts';
import type { Transaction } from '../../state/store.ts';
import type { Due } from '../../time/timeline.ts';
import type { World } from '../../world.ts';
import type { DelayedStart } from './delayed-start.ts';
import { isTaskDirty } from './dirty.ts';
import { newTask } from './new-task.ts';
import type { ObjectWatch } from './object-watch.ts';
import type { RestartSupervisor } from './restart-supervisor.ts';
import { isWanted, setDesiredState } from './service-tasks.ts';
import { isGlobal, type Slot } from './slots.ts';
import type { Pace } from './update-config.ts';

/** What the workers of one rollout share. */
export type Rollout = {
  readonly world: World;
  readonly watch: ObjectWatch;
  readonly restarts: RestartSupervisor;
  /** As it was when the rollout began. */
  readonly service: Service;
  readonly pace: Pace;
  /** The next slot; undefined when there is none left, or none is to be touched any more. */
  readonly takeSlot: () => Slot | undefined;
  /** The tasks that this rollout made, with the time at which each was seen to be up or over; undefined before. */
  readonly updatedTasks: Map<string, number | undefined>;
  /** The worker has nothing left to do. */
  readonly onIdle: () => void;
};

/**
 * One of the P workers of a rollout (`swarmkit manager/orchestrator/update/updater.go`, worker): takes a slot, replaces its task, waits
 * until the new one is up or over, waits for the delay, takes the next one. It knows nothing of the others.
 */
export class UpdateWorker {
  readonly #rollout: Rollout;
  #due: Due | undefined;
  #unwatch: (() => void) | undefined;
  #stopped = false;

  constructor(rollout: Rollout) {
    this.#rollout = rollout;
  }

  /** Takes slots until it has to wait for something. */
  run(): void {
    for (;;) {
      if (this.#stopped) return;
      const slot = this.#rollout.takeSlot();
      if (slot === undefined) {
        this.#rollout.onIdle();
        return;
      }
      if (this.#update(slot) === 'waits') return;
      if (this.#rollout.pace.delay > 0) {
        this.#pause();
        return;
      }
    }
  }

  /** Drops what it waits for. A task that it made and that has yet to be started is started all the same. */
  stop(): void {
    this.#stopped = true;
    this.#due?.cancel();
    this.#unwatch?.();
  }

  #pause(): void {
    const { world, pace } = this.#rollout;
    this.#due = world.timeline.after(pace.delay, () => this.run(), 'manager');
  }

  #slotDone(): void {
    if (this.#stopped) return;
    if (this.#rollout.pace.delay > 0) this.#pause();
    else this.run();
  }

  #update(slot: Slot): 'waits' | 'done' {
    const clean = slot.filter((task) => !isDirtySlot(this.#rollout, [task]));
    const existing =
      clean.find((task) => task.desiredState === 'running') ??
      clean.findLast((task) => compareStates(task.desiredState, 'running') < 0);
    return existing === undefined ? this.#replace(slot) : this.#useExistingTask(slot, existing);
  }

  /** All that is missing is that the others go, or that it starts. */
  #useExistingTask(slot: Slot, existing: Task): 'waits' | 'done' {
    const { world, restarts } = this.#rollout;
    const others = this.#removable(slot.filter((task) => task !== existing));
    const starts = existing.desiredState !== 'running';
    if (others === 'too late' || (others.length === 0 && !starts)) return 'done';
    const delayed = world.store.write((tx) => {
      this.#remove(tx, others);
      return starts ? restarts.delayStart(existing.id, { delay: 0, oldTask: others.at(-1) }) : undefined;
    });
    if (delayed === undefined) return 'done';
    delayed.onDone(() => this.#slotDone());
    return 'waits';
  }

  #replace(slot: Slot): 'waits' | 'done' {
    const { world, restarts, service, pace, updatedTasks } = this.#rollout;
    const [first] = slot;
    if (first === undefined) return 'done';
    const where = { slot: first.slot, nodeId: isGlobal(service) ? first.nodeId : '' };
    const startFirst = pace.order === 'start-first';
    const updated = newTask(world, service, where, 'ready');
    updatedTasks.set(updated.id, undefined);
    if (world.store.services.get(service.id) === undefined) return 'done';
    const old = startFirst ? [] : this.#removable(slot);
    // somebody else has replaced it, with the new spec
    if (old === 'too late') return 'done';
    const delayed = world.store.write((tx) => {
      tx.create('task', updated);
      this.#remove(tx, old);
      return restarts.delayStart(updated.id, { delay: 0, oldTask: old.at(-1) });
    });
    this.#awaitTask(updated.id, delayed, (task) => {
      if (startFirst && task.status.state === 'running') this.#stopOld(slot);
    });
    return 'waits';
  }

  /** Until the task may start, and then until it is up or over; for ever if it never is. */
  #awaitTask(id: string, delayed: DelayedStart, then: (task: Task) => void): void {
    const { world, watch, updatedTasks } = this.#rollout;
    let started = false;
    let arrived: Task | undefined;
    const settle = (): void => {
      if (this.#stopped || !started || arrived === undefined) return;
      this.#unwatch?.();
      updatedTasks.set(id, world.timeline.now());
      then(arrived);
      this.#slotDone();
    };
    this.#unwatch = watch.onTaskUpdate(id, (task) => {
      if (arrived !== undefined || compareStates(task.status.state, 'running') < 0) return;
      arrived = task;
      settle();
    });
    delayed.onDone(() => {
      started = true;
      settle();
    });
  }

  #stopOld(slot: Slot): void {
    const old = this.#removable(slot);
    if (old === 'too late' || old.length === 0) return;
    this.#rollout.world.store.write((tx) => this.#remove(tx, old));
  }

  /** Those that were wanted when the rollout began and still are; `too late` if somebody else has dealt with all of them. */
  #removable(tasks: readonly Task[]): readonly Task[] | 'too late' {
    const { tasks: table } = this.#rollout.world.store;
    const wanted = tasks.filter(isWanted);
    const left = wanted.filter((task) => {
      const now = table.get(task.id);
      return now !== undefined && isWanted(now);
    });
    return left.length === 0 && wanted.length > 0 ? 'too late' : left;
  }

  #remove(tx: Transaction, tasks: readonly Task[]): void {
    for (const task of tasks) setDesiredState(this.#rollout.world.store, tx, task.id, 'shutdown');
  }
}

/** Whether the updater has to touch the slot: it has more than one task, or a dirty one. */
export function isDirtySlot(
  { world, service }: { readonly world: World; readonly service: Service },
  slot: Slot,
): boolean {
  const [task] = slot;
  if (slot.length !== 1 || task === undefined) return slot.length > 1;
  return isTaskDirty(service, task, world.store.nodes.get(task.nodeId));
}
