import { compareStates, isOver, type Service, type Task } from '../../state/objects.ts';
import { slotKey, type Change } from '../../state/store.ts';
import type { Due } from '../../time/timeline.ts';
import type { World } from '../../world.ts';
import { deleteTasks, isWanted } from './service-tasks.ts';

/** How many slots and tasks it collects before it does not wait any longer. */
const MAX_DIRTY = 1000;
const BATCHING_INTERVAL_MS = 250;
const DEFAULT_HISTORY = 5;

/** Deletes what nobody needs any more: history beyond the limit, and tasks whose slot or service is gone (`swarmkit manager/orchestrator/taskreaper`). */
export class TaskReaper {
  readonly #world: World;
  /** Slots to look at, by their key, with their service. */
  readonly #dirty = new Map<string, string>();
  /** Tasks to delete. */
  readonly #cleanup = new Set<string>();
  #due: Due | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  /** Deletes at once what an earlier leader has left. */
  start(): void {
    for (const task of this.#world.store.tasks.all()) if (isRemovable(task)) this.#cleanup.add(task.id);
    this.#tick();
  }

  handle(change: Change): void {
    if (change.kind !== 'task' || change.after === undefined) return;
    const task = change.after;
    if (change.before === undefined) this.#dirty.set(slotKey(task), task.serviceId);
    else if (isRemovable(task)) this.#cleanup.add(task.id);
    const size = this.#dirty.size + this.#cleanup.size;
    if (size > MAX_DIRTY) this.#tick();
    else if (size > 0) {
      this.#due ??= this.#world.timeline.after(BATCHING_INTERVAL_MS, () => this.#tick(), 'manager');
    }
  }

  stop(): void {
    this.#due?.cancel();
  }

  #tick(): void {
    this.#due?.cancel();
    this.#due = undefined;
    const { store } = this.#world;
    const ids = new Set(this.#cleanup);
    this.#cleanup.clear();
    for (const [key, serviceId] of this.#dirty) {
      if (this.#collectHistory(key, store.services.get(serviceId), ids) === 'clean') this.#dirty.delete(key);
    }
    if (ids.size > 0) store.write((tx) => deleteTasks(store, tx, ids));
  }

  /** Adds the tasks beyond the limit, oldest first. A slot in which two tasks run stays dirty: there is more to come. */
  #collectHistory(key: string, service: Service | undefined, ids: Set<string>): 'clean' | 'dirty' {
    if (service === undefined) return 'clean';
    const limit = this.#limit(service);
    if (limit < 0) return 'clean';
    const history = this.#world.store.tasks.find(key);
    let surplus = history.length - limit;
    if (surplus <= 0) return 'clean';
    let running = 0;
    for (const task of history.sort((a, b) => a.status.timestamp - b.status.timestamp)) {
      if (isOver(task.status.state) || willNeverRun(task)) {
        ids.add(task.id);
        if (--surplus <= 0) break;
      } else {
        running++;
      }
    }
    return running > 1 ? 'dirty' : 'clean';
  }

  /** How many tasks of a slot are kept; below zero: all. Where restarts are limited, as many as are needed to count them. */
  #limit(service: Service): number {
    const attempts = service.spec.TaskTemplate.RestartPolicy?.MaxAttempts ?? 0;
    if (attempts > 0) return attempts + 1;
    return this.#world.store.cluster.spec.Orchestration.TaskHistoryRetentionLimit ?? DEFAULT_HISTORY;
  }
}

const isAssigned = (task: Task): boolean => compareStates(task.status.state, 'assigned') >= 0;

/** Its slot or service is gone, and it does not run: it never came to a node, or has stopped there. */
const isRemovable = (task: Task): boolean =>
  task.desiredState === 'remove' && (!isAssigned(task) || isOver(task.status.state));

const willNeverRun = (task: Task): boolean => !isAssigned(task) && !isWanted(task);
