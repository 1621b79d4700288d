import { compareStates, type TaskStatus } from '../../state/objects.ts';
import type { Change } from '../../state/store.ts';
import type { Due } from '../../time/timeline.ts';
import type { World } from '../../world.ts';
import { Assignments, type AssignmentSink } from './assignments.ts';
import { gracePeriod, Heartbeats } from './heartbeats.ts';
import { onNextLeader, type Raft } from '../raft/raft.ts';

/** What agents report is written to the store at this interval (`swarmkit manager/dispatcher/dispatcher.go`). */
const MAX_BATCH_INTERVAL_MS = 100;
/** The tasks of a node that is down so long are orphaned (defaultNodeDownPeriod). */
const NODE_DOWN_PERIOD_MS = 24 * 3_600_000;

/** The manager's side of the agents. */
export type Dispatcher = {
  /** An agent that reaches the leader begins a session. */
  readonly register: (nodeId: string, sink: AssignmentSink) => void;
  /** The agent is not heard any more: without power, or cut off. Its node is `down` when the heartbeats fail. */
  readonly lost: (nodeId: string) => void;
  /** The state of a task has changed. Without a session it is not heard. */
  readonly report: (nodeId: string, taskId: string, status: TaskStatus) => void;
};

/** Tells agents of their tasks and writes what they report (`swarmkit manager/dispatcher`). */
export function startDispatcher(world: World, raft: Raft): Dispatcher {
  const dispatcher = new TheDispatcher(world);
  // the dispatcher runs on the leader: another leader begins with an empty one
  onNextLeader(raft, () => dispatcher.restart());
  world.store.watch((change) => dispatcher.onChange(change));
  return dispatcher;
}

class TheDispatcher implements Dispatcher {
  readonly #world: World;
  readonly #sessions = new Map<string, { readonly sink: AssignmentSink; readonly set: Assignments }>();
  readonly #heartbeats: Heartbeats;
  readonly #downNodes = new Map<string, Due>();
  #taskUpdates = new Map<string, TaskStatus>();
  #nodeUpdates = new Map<string, { readonly state: 'ready' | 'down'; readonly message?: string }>();
  #flushing: Due | undefined;

  constructor(world: World) {
    this.#world = world;
    this.#heartbeats = new Heartbeats(world, (nodeId, message) => this.#expire(nodeId, message));
  }

  register(nodeId: string, sink: AssignmentSink): void {
    if (!this.#world.store.nodes.get(nodeId)) return;
    this.#heartbeats.stop(nodeId);
    this.#forgetDown(nodeId);
    this.#nodeUpdates.set(nodeId, { state: 'ready' });
    const set = new Assignments(this.#world, nodeId, sink);
    this.#sessions.get(nodeId)?.set.close();
    this.#sessions.set(nodeId, { sink, set });
    this.#flushSoon();
  }

  lost(nodeId: string): void {
    const session = this.#sessions.get(nodeId);
    if (session === undefined) return;
    session.set.close();
    this.#sessions.delete(nodeId);
    const { store, random } = this.#world;
    const { period, grace } = gracePeriod(store);
    // the last heartbeat was at some time within the last period
    this.#heartbeats.expect(nodeId, grace - random.next() * period, 'heartbeat failure');
  }

  report(nodeId: string, taskId: string, status: TaskStatus): void {
    if (!this.#sessions.has(nodeId)) return;
    if (this.#world.store.tasks.get(taskId)?.nodeId !== nodeId) return;
    this.#taskUpdates.set(taskId, status);
    this.#flushSoon();
  }

  onChange(change: Change): void {
    if (change.kind === 'node' && change.after === undefined && change.before !== undefined) {
      this.#forget(change.before.id);
    }
    if (change.kind !== 'task') return;
    const { before, after } = change;
    const nodeId = (after ?? before)?.nodeId ?? '';
    const set = this.#sessions.get(nodeId)?.set;
    if (after !== undefined) set?.taskChanged(after);
    else if (before !== undefined) set?.taskRemoved(before.id);
  }

  /** Another leader: nodes are unknown until their agents have found it. */
  restart(): void {
    const { store } = this.#world;
    this.#flushing?.cancel();
    this.#flushing = undefined;
    this.#taskUpdates = new Map();
    this.#nodeUpdates = new Map();
    this.#heartbeats.clear();
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    const { grace } = gracePeriod(store);
    const message = 'Node moved to "unknown" state due to leadership change in cluster';
    const known = [...store.nodes.all()].filter((node) => node.status.state !== 'down');
    for (const node of known) {
      const status = { ...node.status, state: 'unknown' as const, message };
      store.write((tx) => tx.update('node', node.id, { status }));
      this.#heartbeats.expect(node.id, grace * 2, 'heartbeat failure for node in "unknown" state');
    }
    for (const { sink, set } of sessions) {
      set.close();
      sink.ended();
    }
  }

  #expire(nodeId: string, message: string): void {
    this.#nodeUpdates.set(nodeId, { state: 'down', message });
    this.#forgetDown(nodeId);
    this.#downNodes.set(
      nodeId,
      this.#world.timeline.after(NODE_DOWN_PERIOD_MS, () => this.#orphan(nodeId), 'manager'),
    );
    this.#flushSoon();
  }

  #flushSoon(): void {
    if (this.#flushing !== undefined) return;
    const { timeline } = this.#world;
    const wait = MAX_BATCH_INTERVAL_MS - (timeline.now() % MAX_BATCH_INTERVAL_MS);
    this.#flushing = timeline.after(wait, () => this.#processUpdates(), 'manager');
  }

  #processUpdates(): void {
    const { store } = this.#world;
    const [tasks, nodes] = [this.#taskUpdates, this.#nodeUpdates];
    this.#flushing = undefined;
    this.#taskUpdates = new Map();
    this.#nodeUpdates = new Map();
    for (const [id, status] of tasks) {
      const task = store.tasks.get(id);
      // it may be gone, and a state never goes back
      if (task === undefined || compareStates(task.status.state, status.state) > 0) continue;
      store.write((tx) => tx.update('task', id, { status }));
    }
    for (const [id, { state, message }] of nodes) {
      const node = store.nodes.get(id);
      if (node === undefined) continue;
      const { address } = node.status;
      const status = { state, address, ...(message === undefined ? {} : { message }) };
      store.write((tx) => tx.update('node', id, { status }));
      if (state === 'ready') this.#sessions.get(id)?.set.begin();
    }
  }

  #orphan(nodeId: string): void {
    const { store, timeline } = this.#world;
    this.#downNodes.delete(nodeId);
    for (const task of store.tasks.find(`node:${nodeId}`)) {
      const { state } = task.status;
      if (compareStates(state, 'assigned') < 0 || compareStates(state, 'running') > 0) continue;
      const status = { ...task.status, state: 'orphaned' as const, timestamp: timeline.now() };
      store.write((tx) => tx.update('task', task.id, { status }));
    }
  }

  #forget(nodeId: string): void {
    this.#heartbeats.stop(nodeId);
    this.#forgetDown(nodeId);
    this.#sessions.get(nodeId)?.set.close();
    this.#sessions.delete(nodeId);
  }

  #forgetDown(nodeId: string): void {
    this.#downNodes.get(nodeId)?.cancel();
    this.#downNodes.delete(nodeId);
  }
}
