import { compareStates, isOver, type Task, type TaskState, type TaskStatus } from '../state/objects.ts';
import type { Due } from '../time/timeline.ts';
import type { World } from '../world.ts';
import type { Container } from './container.ts';
import { Controller, type Operation, type Outcome } from './controller.ts';
import type { LocalImages } from './local-images.ts';
import { faultOfMounts } from './mounts.ts';
import { jittered, TIMING } from './timing.ts';

export type TaskManagerParts = {
  readonly world: World;
  readonly images: LocalImages;
  readonly onStarted: (container: Container) => void;
  readonly report: (status: TaskStatus) => void;
};

/** The exit code that a running task shows when waiting for its end was broken off. */
const BROKEN_OFF = -1;

/**
 * Brings one task as far as it should be, one operation after the other (`swarmkit agent/task.go`, and Do of
 * `agent/exec/controller.go`).
 */
export class TaskManager {
  status: TaskStatus;
  readonly #parts: TaskManagerParts;
  readonly #controller: Controller;
  #task: Task;
  /** What goes on. Only one thing does. */
  #operation: Operation | undefined;
  #retry: Due | undefined;
  #closed = false;
  #outages = 0;

  constructor(task: Task, parts: TaskManagerParts) {
    this.#task = task;
    this.status = task.status;
    this.#parts = parts;
    this.#controller = new Controller(parts.world, task, parts.images, parts.onStarted);
  }

  get container(): Container | undefined {
    return this.#controller.container;
  }

  /** As its spec has it. */
  get image(): string {
    return this.#task.spec.ContainerSpec.Image;
  }

  /** Takes the task on, or refuses it for what is wrong with its spec. */
  start(): void {
    const err = faultOfMounts(this.#task.spec.ContainerSpec);
    if (err === undefined) return this.#run();
    this.#closed = true;
    if (isOver(this.status.state)) return;
    this.#report({ ...this.status, state: 'rejected', message: 'resolving controller failed', err });
  }

  /** Takes up a task that it had before its engine was started again; `powerBack` makes it go on. */
  find(): void {
    this.#controller.find(this.#task);
  }

  /** The task as the manager has it now; the status stays the agent's own. */
  update(task: Task): void {
    if (compareStates(task.desiredState, this.#task.desiredState) < 0) return;
    const changed = task.desiredState !== this.#task.desiredState;
    this.#task = task;
    if (!changed || this.#closed) return;
    if (this.#operation === undefined) this.#run();
    else this.#operation.cancel();
  }

  /** The task is no longer this node's: its container is stopped and removed, and nothing is reported any more. */
  close(): void {
    this.#closed = true;
    this.#retry?.cancel();
    this.#operation?.cancel();
    this.#controller.shutdown(() => {});
  }

  powerLost(): void {
    this.#outages += 1;
    this.#retry?.cancel();
    this.#operation = undefined;
    this.#controller.powerLost();
  }

  /** Looks at the container again, and goes on from where the task was. */
  powerBack(): void {
    if (!this.#closed) this.#run();
  }

  #run(): void {
    this.#retry?.cancel();
    const { desiredState } = this.#task;
    const { state } = this.status;
    if (compareStates(desiredState, 'shutdown') >= 0) {
      if (compareStates(state, 'complete') >= 0) return;
      return this.#do((done) => this.#controller.shutdown(done), 'shutdown', 'shutdown');
    }
    if (compareStates(state, desiredState) > 0) return;
    switch (state) {
      case 'preparing':
        return this.#do((done) => this.#controller.prepare(done), 'ready', 'prepared');
      case 'starting':
        return this.#do((done) => this.#controller.start(done), 'running', 'started');
      case 'running':
        return this.#do((done) => this.#controller.wait(done), 'complete', 'finished');
      case 'new':
      case 'pending':
      case 'assigned':
        return this.#step('accepted', 'accepted');
      case 'accepted':
        return this.#step('preparing', 'preparing');
      case 'ready':
        return this.#step('starting', 'starting');
      case 'complete':
      case 'shutdown':
      case 'failed':
      case 'rejected':
      case 'remove':
      case 'orphaned':
        return;
    }
  }

  /** A step that takes nothing but its time; `ready` waits here until the task should run. */
  #step(state: TaskState, message: string): void {
    if (compareStates(this.status.state, this.#task.desiredState) >= 0) return;
    const { timeline, random } = this.#parts.world;
    this.#do(
      (done) => {
        const takes = jittered(TIMING.transition, random);
        timeline.after(takes, () => done({ kind: 'done' }), 'engine');
        return { cancel: () => {} };
      },
      state,
      message,
    );
  }

  #do(begin: (done: (outcome: Outcome) => void) => Operation, state: TaskState, message: string): void {
    const outages = this.#outages;
    const operation = begin((outcome) => {
      if (this.#closed || outages !== this.#outages) return;
      this.#operation = undefined;
      this.#finish(outcome, state, message);
    });
    this.#operation = operation;
  }

  #finish(outcome: Outcome, state: TaskState, message: string): void {
    switch (outcome.kind) {
      case 'done':
        this.#reach({ state, message });
        return this.#run();
      case 'failed': {
        const early = compareStates(this.status.state, 'starting') < 0;
        const { err } = outcome;
        this.#reach({ state: early ? 'rejected' : 'failed', message: this.status.message, err });
        return this.#run();
      }
      case 'canceled': {
        const { state: current, message: said } = this.status;
        if (current === 'running') this.#reach({ state: current, message: said }, BROKEN_OFF);
        this.#retry = this.#parts.world.timeline.after(TIMING.retry, () => this.#run(), 'engine');
      }
    }
  }

  #reach(status: Pick<TaskStatus, 'state' | 'message' | 'err'>, exitCode?: number): void {
    const timestamp = this.#parts.world.timeline.now();
    if (compareStates(status.state, 'starting') < 0) return this.#report({ ...status, timestamp });
    const found = this.#controller.container;
    const container =
      found === undefined
        ? { id: '', pid: 0, exitCode: 0 }
        : { id: found.id, pid: found.pid, exitCode: exitCode ?? found.exitCode };
    const ports = found?.ports ?? [];
    this.#report({ ...status, timestamp, container, ...(ports.length === 0 ? {} : { ports }) });
  }

  #report(status: TaskStatus): void {
    this.status = status;
    this.#parts.report(status);
  }
}
