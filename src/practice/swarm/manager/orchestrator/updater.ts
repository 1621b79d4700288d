import type { Service, Task } from '../../state/objects.ts';
import type { Due } from '../../time/timeline.ts';
import type { World } from '../../world.ts';
import type { ObjectWatch } from './object-watch.ts';
import type { RestartSupervisor } from './restart-supervisor.ts';
import type { Slot } from './slots.ts';
import { isRollingBack, paceOf, type Pace } from './update-config.ts';
import { completeUpdate, pauseUpdate, rollbackUpdate, startUpdate } from './update-status.ts';
import { isDirtySlot, UpdateWorker, type Rollout } from './update-worker.ts';

/** Where a rollout stands: slots wait for a worker; the workers finish theirs; failures are watched for a while; it is over. */
type Phase = 'idle' | 'feeding' | 'draining' | 'monitoring' | 'done';

/**
 * Brings the slots of a service to its spec (`swarmkit manager/orchestrator/update/updater.go`, Updater). Failures are judged while
 * slots wait and while the end is monitored; those that come in between are judged at the beginning of the monitoring, by the time
 * that has passed by then.
 */
export class Updater {
  /** As it was when the rollout began. */
  readonly service: Service;
  readonly #world: World;
  readonly #watch: ObjectWatch;
  readonly #restarts: RestartSupervisor;
  readonly #onDone: () => void;
  readonly #pace: Pace;
  #phase: Phase = 'idle';
  #workers: UpdateWorker[] = [];
  #busy = 0;
  #slots: readonly Slot[] = [];
  #taken = 0;
  #monitor: number;
  #monitorEnd: Due | undefined;
  /** It ends without a word: it was paused, or its rollback takes over. */
  #silenced = false;
  readonly #updatedTasks = new Map<string, number | undefined>();
  readonly #failedTasks = new Set<string>();
  #unjudged = new Map<string, Task>();

  constructor(
    world: World,
    watch: ObjectWatch,
    restarts: RestartSupervisor,
    service: Service,
    onDone: () => void,
  ) {
    this.#world = world;
    this.#watch = watch;
    this.#restarts = restarts;
    this.service = service;
    this.#onDone = onDone;
    this.#pace = paceOf(service);
    this.#monitor = this.#pace.monitor;
  }

  run(slots: readonly Slot[]): void {
    const { updateStatus, id } = this.service;
    const state = updateStatus?.state;
    if (state === 'paused' || state === 'rollback_paused') {
      this.#end();
      return;
    }
    this.#slots = slots.filter((slot) => isDirtySlot({ world: this.#world, service: this.service }, slot));
    if (this.#slots.length === 0) {
      if (state === 'updating' || state === 'rollback_started') completeUpdate(this.#world, id);
      this.#end();
      return;
    }
    if (updateStatus === undefined) startUpdate(this.#world, id);
    this.#phase = 'feeding';
    this.#startWorkers();
  }

  /** Stops at once, and says nothing. */
  cancel(): void {
    this.#end();
  }

  /** A task of the service was written that is beyond `running`. */
  taskEnded(task: Task): void {
    if (this.#pace.failureAction === 'continue') return;
    switch (this.#phase) {
      case 'feeding':
        if (this.#triggersAction(task)) this.#phase = 'draining';
        return;
      case 'draining':
        if (this.#updatedTasks.has(task.id)) this.#unjudged.set(task.id, task);
        return;
      case 'monitoring':
        if (this.#triggersAction(task)) this.#finish();
        return;
      case 'idle':
      case 'done':
        return;
      default:
        this.#phase satisfies never;
    }
  }

  #startWorkers(): void {
    const { parallelism } = this.#pace;
    this.#busy = parallelism === 0 ? this.#slots.length : Math.min(parallelism, this.#slots.length);
    const rollout: Rollout = {
      world: this.#world,
      watch: this.#watch,
      restarts: this.#restarts,
      service: this.service,
      pace: this.#pace,
      updatedTasks: this.#updatedTasks,
      takeSlot: () => this.#takeSlot(),
      onIdle: () => this.#workerIsIdle(),
    };
    this.#workers = Array.from({ length: this.#busy }, () => new UpdateWorker(rollout));
    for (const worker of this.#workers) worker.run();
  }

  #takeSlot(): Slot | undefined {
    if (this.#phase !== 'feeding') return undefined;
    const slot = this.#slots[this.#taken++];
    if (this.#taken >= this.#slots.length) this.#phase = 'draining';
    return slot;
  }

  #workerIsIdle(): void {
    this.#busy--;
    if (this.#busy > 0 || this.#phase === 'done') return;
    if (this.#silenced) this.#end();
    else this.#startMonitoring();
  }

  /** A delay that is longer than the time to monitor makes that longer too: the last tasks have waited for it already. */
  #startMonitoring(): void {
    this.#phase = 'monitoring';
    if (this.#pace.delay >= this.#monitor) this.#monitor = this.#pace.delay + 1000;
    const unjudged = this.#unjudged;
    this.#unjudged = new Map();
    if (unjudged.values().some((task) => this.#triggersAction(task))) {
      this.#finish();
      return;
    }
    this.#monitorEnd = this.#world.timeline.after(this.#monitor, () => this.#finish(), 'manager');
  }

  /** Whether this failure is one too many; then it has done what the service wants done. */
  #triggersAction(task: Task): boolean {
    if (this.#failedTasks.has(task.id) || !this.#updatedTasks.has(task.id)) return false;
    const upSince = this.#updatedTasks.get(task.id);
    if (upSince !== undefined && this.#world.timeline.now() - upSince > this.#monitor) return false;
    this.#failedTasks.add(task.id);
    // swarmkit's ratios are float32
    const ratio = Math.fround(this.#failedTasks.size / this.#slots.length);
    if (ratio <= Math.fround(this.#pace.maxFailureRatio)) return false;
    this.#act(task);
    return true;
  }

  #act(task: Task): void {
    const { id } = this.service;
    const words = (what: string): string => `${what} due to failure or early termination of task ${task.id}`;
    switch (this.#pace.failureAction) {
      case 'pause':
        this.#silenced = true;
        pauseUpdate(this.#world, id, words('update paused'));
        return;
      case 'rollback':
        if (isRollingBack(this.service)) {
          // never rolls back a rollback; and, as swarmkit does, forgets to stop: it ends as completed
          pauseUpdate(this.#world, id, words('rollback paused'));
          return;
        }
        this.#silenced = true;
        this.#inEitherOrder(() => rollbackUpdate(this.#world, id, words('update rolled back')));
        return;
      case 'continue':
        return;
      default:
        this.#pace.failureAction satisfies never;
    }
  }

  /**
   * The restart supervisor hears of the failure at the same moment, and either may write first: its task is of the old spec if it comes
   * second, and of the new one, to be replaced by the rollback without a restart's delay, if it comes first.
   */
  #inEitherOrder(write: () => void): void {
    const { random, timeline } = this.#world;
    if (random.next() < 0.5) write();
    else timeline.after(1, write, 'manager');
  }

  #finish(): void {
    if (!this.#silenced) completeUpdate(this.#world, this.service.id);
    this.#end();
  }

  #end(): void {
    if (this.#phase === 'done') return;
    this.#phase = 'done';
    this.#monitorEnd?.cancel();
    for (const worker of this.#workers) worker.stop();
    this.#workers = [];
    this.#unjudged.clear();
    this.#onDone();
  }
}
