import type { Task } from '../../state/objects.ts';
import type { Change } from '../../state/store.ts';

type Listeners<T> = Map<string, Set<(value: T) => void>>;

/**
 * Tells those who wait for one task or one node, so that a change costs nothing but its own listeners, however many wait for others
 * (`swarmkit manager/state/watch.go`).
 */
export class ObjectWatch {
  readonly #tasks: Listeners<Task> = new Map();
  readonly #nodes: Listeners<undefined> = new Map();

  /** Calls back for every update of the task until the function that it returns is called. */
  onTaskUpdate(id: string, listener: (task: Task) => void): () => void {
    return add(this.#tasks, id, listener);
  }

  /** Calls back when the node is written while it is down, and when it is removed. */
  onNodeLost(id: string, listener: () => void): () => void {
    return add(this.#nodes, id, listener);
  }

  handle(change: Change): void {
    if (change.kind === 'task' && change.before !== undefined && change.after !== undefined) {
      tell(this.#tasks, change.after.id, change.after);
      return;
    }
    if (change.kind !== 'node' || change.before === undefined) return;
    if (change.after === undefined || change.after.status.state === 'down') {
      tell(this.#nodes, change.before.id, undefined);
    }
  }
}

function add<T>(listeners: Listeners<T>, id: string, listener: (value: T) => void): () => void {
  const own = (value: T): void => listener(value);
  const ofId = listeners.get(id) ?? new Set();
  listeners.set(id, ofId);
  ofId.add(own);
  return () => {
    ofId.delete(own);
    if (ofId.size === 0 && listeners.get(id) === ofId) listeners.delete(id);
  };
}

function tell<T>(all: Listeners<T>, id: string, value: T): void {
  const ofId = all.get(id);
  if (ofId === undefined) return;
  // a listener may stop listening, or let another one start
  const listeners = [...ofId];
  for (const listener of listeners) if (ofId.has(listener)) listener(value);
}
