import { compareStates, type Task } from '../../state/objects.ts';
import type { Due } from '../../time/timeline.ts';
import type { World } from '../../world.ts';

/** What an agent is told of its tasks. */
export type AssignmentSink = {
  /** `complete`: these are all its tasks; else only what changed. */
  readonly assign: (message: {
    readonly complete: boolean;
    readonly updated: readonly Task[];
    readonly removed: readonly string[];
  }) => void;
  /** The session is over: register again. */
  readonly ended: () => void;
};

/** Changes of a node's tasks are sent when none came for so long, or when there are so many (`swarmkit manager/dispatcher/dispatcher.go`). */
const BATCHING_WAIT_MS = 100;
const MODIFICATION_BATCH_LIMIT = 100;

/** What one agent knows of its tasks, and what it is to be told next (`swarmkit manager/dispatcher/assignments.go`). */
export class Assignments {
  readonly #world: World;
  readonly #nodeId: string;
  readonly #sink: AssignmentSink;
  readonly #sent = new Map<string, Task>();
  #updated = new Map<string, Task>();
  #removed = new Set<string>();
  #modifications = 0;
  #lastModification = 0;
  #batching: Due | undefined;
  #state: 'new' | 'open' | 'closed' = 'new';

  constructor(world: World, nodeId: string, sink: AssignmentSink) {
    this.#world = world;
    this.#nodeId = nodeId;
    this.#sink = sink;
  }

  /** Sends all. Before, nothing is sent. */
  begin(): void {
    if (this.#state !== 'new') return;
    this.#state = 'open';
    for (const task of this.#world.store.tasks.find(`node:${this.#nodeId}`)) {
      if (compareStates(task.status.state, 'assigned') >= 0) this.#sent.set(task.id, task);
    }
    this.#sink.assign({ complete: true, updated: [...this.#sent.values()], removed: [] });
  }

  close(): void {
    this.#state = 'closed';
    this.#batching?.cancel();
  }

  taskChanged(task: Task): void {
    if (this.#state !== 'open' || compareStates(task.status.state, 'assigned') < 0) return;
    const known = this.#sent.get(task.id);
    this.#sent.set(task.id, task);
    // what the agent itself reported is no news to it
    const stable = known !== undefined && differsOnlyInStatus(known, task);
    if (stable && compareStates(task.status.state, 'assigned') > 0) return;
    this.#updated.set(task.id, task);
    this.#modified();
  }

  taskRemoved(id: string): void {
    if (this.#state !== 'open' || !this.#sent.delete(id)) return;
    this.#updated.delete(id);
    this.#removed.add(id);
    this.#modified();
  }

  #modified(): void {
    this.#modifications += 1;
    this.#lastModification = this.#world.timeline.now();
    if (this.#modifications >= MODIFICATION_BATCH_LIMIT) return this.#send();
    if (this.#batching === undefined) this.#wakeAfter(BATCHING_WAIT_MS);
  }

  #wakeAfter(ms: number): void {
    this.#batching = this.#world.timeline.after(ms, () => this.#wake(), 'manager');
  }

  #wake(): void {
    this.#batching = undefined;
    if (this.#modifications === 0) return;
    const wait = this.#lastModification + BATCHING_WAIT_MS - this.#world.timeline.now();
    if (wait > 0) return this.#wakeAfter(wait);
    this.#send();
  }

  #send(): void {
    const [updated, removed] = [[...this.#updated.values()], [...this.#removed]];
    this.#updated = new Map();
    this.#removed = new Set();
    this.#modifications = 0;
    this.#sink.assign({ complete: false, updated, removed });
  }
}

/** Status and version apart, which fields of a task can change once it is assigned: these (`swarmkit api/equality`). */
function differsOnlyInStatus(a: Task, b: Task): boolean {
  return (
    a.desiredState === b.desiredState &&
    a.nodeId === b.nodeId &&
    a.spec === b.spec &&
    a.endpoint === b.endpoint &&
    a.networks === b.networks
  );
}
