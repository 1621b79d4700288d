import type { Task } from '../../state/objects.ts';
import { isOver } from '../../state/objects.ts';
import type { Due, Timeline } from '../../time/timeline.ts';
import type { ObjectWatch } from './object-watch.ts';

/** No task waits longer for the one that it replaces to stop (`swarmkit manager/orchestrator/restart/restart.go`); ms. */
const OLD_TASK_TIMEOUT_MS = 60_000;

export type Wait = {
  /** ms. */
  readonly delay: number;
  /** The task that has to stop first; undefined when there is none to wait for. */
  readonly oldTask: Task | undefined;
};

/**
 * A task in desired state `ready` that waits for its start: until the delay has passed, and the old task has stopped, has lost its node,
 * or has had a minute. It may be made within a transaction; what it does comes after it.
 */
export class DelayedStart {
  /** Set when the next restart waits for this one. */
  waiter = false;
  readonly #timeline: Timeline;
  readonly #start: () => void;
  readonly #forget: () => void;
  readonly #dues: Due[] = [];
  readonly #unwatch: (() => void)[] = [];
  readonly #listeners: (() => void)[] = [];
  #delayOver = false;
  #oldTaskGone = false;
  #over = false;

  /** `start` moves the task on; `forget` is called once, after the start or on cancellation. */
  constructor(
    timeline: Timeline,
    watch: ObjectWatch,
    wait: Wait,
    then: { readonly start: () => void; readonly forget: () => void },
  ) {
    this.#timeline = timeline;
    this.#start = then.start;
    this.#forget = then.forget;
    const { oldTask } = wait;
    if (oldTask === undefined || isOver(oldTask.status.state)) {
      this.#oldTaskGone = true;
    } else {
      this.#unwatch.push(
        watch.onTaskUpdate(oldTask.id, (task) => {
          if (isOver(task.status.state)) this.#stopped();
        }),
        watch.onNodeLost(oldTask.nodeId, () => this.#stopped()),
      );
      this.#plan(OLD_TASK_TIMEOUT_MS, () => this.#stopped());
    }
    this.#plan(wait.delay, () => {
      this.#delayOver = true;
      this.#settle();
    });
  }

  /** Calls back when the task was started, or this was cancelled. */
  onDone(listener: () => void): void {
    this.#listeners.push(listener);
  }

  cancel(): void {
    if (!this.#over) this.#end();
  }

  /** As `cancel`, and nobody hears of it. */
  dispose(): void {
    this.#listeners.length = 0;
    this.cancel();
  }

  #stopped(): void {
    this.#oldTaskGone = true;
    this.#settle();
  }

  #settle(): void {
    if (this.#over || !this.#delayOver || !this.#oldTaskGone) return;
    this.#start();
    this.#end();
  }

  #end(): void {
    this.#over = true;
    for (const due of this.#dues) due.cancel();
    for (const unwatch of this.#unwatch) unwatch();
    this.#forget();
    // whoever cancels may be within a transaction, and listeners write
    for (const listener of this.#listeners) this.#timeline.after(0, listener, 'manager');
  }

  #plan(ms: number, work: () => void): void {
    this.#dues.push(this.#timeline.after(ms, work, 'manager'));
  }
}
