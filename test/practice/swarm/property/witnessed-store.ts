import { compareStates, type Task } from '../../../../src/practice/swarm/state/objects.ts';
import type { Timeline } from '../../../../src/practice/swarm/time/timeline.ts';
import { slotKey, Store, type Change, type Transaction } from '../../../../src/practice/swarm/state/store.ts';

const TRAIL = 40;
/** After trouble it takes so long until a node has been called down, its tasks replaced, or the node heard of again. */
const FORGIVEN_MS = 120_000;

/** What an outsider knows that excuses two tasks of one slot that run at once. */
export type Excuses = {
  /** When the node was last known to be lost, cut off, or on its way back; ms, -Infinity for never. */
  readonly troubleOf: (nodeId: string) => number;
  /** When a leader last changed: what it waited for is forgotten. */
  readonly leaderChanged: () => number;
};

/**
 * A store that looks at each transaction as it is written, and throws for one that no swarm may make: versions that do not grow,
 * states that go back, what was removed coming back, a slot that is filled twice.
 */
export class WitnessedStore extends Store {
  /** How many there are; parts may watch only when they start. */
  watchers = 0;
  transitions = 0;
  readonly #removed = new Set<string>();
  /** What was last written of each slot, for the words of a failure. */
  readonly #trail = new Map<string, Task[]>();
  /** For each task those of its slot that were wanted before it was made: it starts when they have stopped. */
  readonly #replaces = new Map<string, readonly string[]>();
  /** Services that have ever been allowed to start before they stop. */
  readonly #startFirst = new Set<string>();
  #excuses: Excuses = { troubleOf: () => -Infinity, leaderChanged: () => -Infinity };

  readonly now: () => number;

  constructor(timeline: Timeline) {
    super(timeline);
    this.now = timeline.now;
  }

  set excuses(excuses: Excuses) {
    this.#excuses = excuses;
  }

  override watch(watcher: Parameters<Store['watch']>[0]): void {
    this.watchers += 1;
    super.watch(watcher);
  }

  override write<T>(work: (tx: Transaction) => T): T {
    const before = this.version;
    const changes: Change[] = [];
    const result = super.write((tx) =>
      work({
        create: (kind, object) => {
          if (kind === 'task') this.#noteWhomItReplaces(object as unknown as Task, changes);
          const after = tx.create(kind, object);
          changes.push({ kind, after } as Change);
          return after;
        },
        update: (kind, id, fields) => {
          const was = this.#get(kind, id);
          const after = tx.update(kind, id, fields);
          changes.push({ kind, before: was, after } as Change);
          return after;
        },
        remove: (kind, id) => {
          const was = this.#get(kind, id);
          tx.remove(kind, id);
          changes.push({ kind, before: was } as Change);
        },
      }),
    );
    if (changes.length > 0 && this.version !== before + 1) fail('a transaction has not made one version');
    for (const change of changes) this.#look(change);
    return result;
  }

  #noteWhomItReplaces(task: Task, changes: readonly Change[]): void {
    const wantedBefore = (other: Task): boolean => {
      const written = changes.find(({ kind, after }) => kind === 'task' && after?.id === other.id);
      const { desiredState } = (written?.before as Task | undefined) ?? other;
      return compareStates(desiredState, 'running') <= 0;
    };
    // of a global service, and of a node that was written in the middle of a rollout: `swarmkit manager/orchestrator/global/global.go`,
    // reconcileServicesOneNode, starts the new one at once
    const isAtOnce = task.slot === 0 && task.desiredState === 'running';
    const replaced = isAtOnce ? [] : this.tasks.find(slotKey(task)).filter(wantedBefore);
    this.#replaces.set(
      task.id,
      replaced.map(({ id }) => id),
    );
  }

  #get(kind: Change['kind'], id: string): unknown {
    const tables = {
      cluster: this.clusters,
      node: this.nodes,
      service: this.services,
      task: this.tasks,
      network: this.networks,
      secret: this.secrets,
      config: this.configs,
    };
    return tables[kind].get(id);
  }

  #look(change: Change): void {
    const { kind, before, after } = change;
    const object = after ?? before;
    if (object === undefined) return;
    const name = `${kind} ${object.id}`;
    if (after === undefined) {
      this.#removed.add(object.id);
      this.#replaces.delete(object.id);
      return;
    }
    if (this.#removed.has(object.id)) fail(`${name} was removed and is back`);
    if (before !== undefined && after.version <= before.version && after !== before) {
      // several writes of one transaction have one version
      if (after.version !== this.version)
        fail(`${name} went from version ${before.version} to ${after.version}`);
    }
    if (change.kind === 'service' && change.after !== undefined) {
      const { UpdateConfig, RollbackConfig } = change.after.spec;
      if (UpdateConfig?.Order === 'start-first' || RollbackConfig?.Order === 'start-first') {
        this.#startFirst.add(change.after.id);
      }
    }
    if (change.kind === 'task' && change.after !== undefined) this.#lookAtTask(change.before, change.after);
  }

  #lookAtTask(before: Task | undefined, after: Task): void {
    const name = `task ${after.id} (slot ${after.slot} of ${after.serviceId})`;
    const trail = this.#trail.get(slotKey(after)) ?? [];
    this.#trail.set(slotKey(after), trail);
    if (trail.push(after) > TRAIL) trail.shift();
    if (before !== undefined) {
      const [was, is] = [before.status.state, after.status.state];
      if (was !== is) this.transitions += 1;
      if (compareStates(is, was) < 0) fail(`${name} went back from ${was} to ${is}`);
      if (compareStates(after.desiredState, before.desiredState) < 0) {
        fail(`${name} is desired ${after.desiredState} after ${before.desiredState}`);
      }
      if (before.nodeId !== '' && before.nodeId !== after.nodeId) fail(`${name} moved to another node`);
      if (before.spec !== after.spec) fail(`${name} got another spec`);
      if (before.slot !== after.slot || before.serviceId !== after.serviceId) fail(`${name} moved`);
    }
    if (after.status.state === 'running' && before?.status.state !== 'running') this.#lookAtSlot(after);
  }

  /**
   * `task` has just been seen running. No other task of its slot may be wanted as well, and those that it replaces have to have
   * stopped. A task that was replaced before the last one was told to stop may still run: swarmkit's updater waits for the last one
   * alone (seen on 20.10: two updates within a second, and a container that is slow to stop). Start-first has no bound but rest.
   */
  #lookAtSlot(task: Task): void {
    if (this.#startFirst.has(task.serviceId)) return;
    const others = this.tasks
      .find(slotKey(task))
      .filter((other) => other.id !== task.id && other.status.state === 'running' && !this.#isExcused(other));
    const isWanted = ({ desiredState }: Task): boolean => compareStates(desiredState, 'running') <= 0;
    const wanted = isWanted(task) ? others.filter(isWanted) : [];
    if (wanted.length > 0) fail(`${describe(task)} is wanted beside ${this.#story(task, wanted)}`);
    const replaced = this.#replaces.get(task.id) ?? [];
    const early = others.filter(({ id }) => replaced.includes(id));
    if (early.length > 0) fail(`${describe(task)} runs before the end of ${this.#story(task, early)}`);
  }

  #story(task: Task, others: readonly Task[]): string {
    const trail = this.#trail.get(slotKey(task)) ?? [];
    const lines = trail.map((each) => `  ${new Date(each.updatedAt).toISOString()} ${describe(each)}`);
    return [others.map(describe).join(', '), ...lines].join('\n');
  }

  #isExcused(other: Task): boolean {
    // scaled down, and up again before it has stopped: nobody waits for it
    if (other.desiredState === 'remove') return true;
    // the manager cannot see it
    if (this.nodes.get(other.nodeId)?.status.state !== 'ready') return true;
    const recently = this.now() - FORGIVEN_MS;
    return this.#excuses.leaderChanged() >= recently || this.#excuses.troubleOf(other.nodeId) >= recently;
  }
}

const describe = ({ id, slot, nodeId, status, desiredState, serviceId }: Task): string =>
  `${id} (slot ${slot} of ${serviceId} on ${nodeId}, ${status.state}/${desiredState})`;

const fail = (words: string): never => {
  throw new Error(`invariant: ${words}`);
};
