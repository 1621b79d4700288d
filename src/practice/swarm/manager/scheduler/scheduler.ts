import { compareStates, isOver, type Node, type Task, type TaskStatus } from '../../state/objects.ts';
import type { Change } from '../../state/store.ts';
import type { World } from '../../world.ts';
import { NodeInfo } from './node-info.ts';
import { Pipeline } from './pipeline.ts';
import { placeGroup } from './placement.ts';

/** The scheduler waits until the store was quiet so long, but not longer than MAX_LATENCY_MS. */
const COMMIT_DEBOUNCE_GAP_MS = 50;
const MAX_LATENCY_MS = 1000;

type Decision = { readonly old: Task; readonly nodeId: string; readonly status: TaskStatus };

/** Assigns tasks to nodes (`swarmkit manager/scheduler/scheduler.go`). */
export function startScheduler(world: World): void {
  const scheduler = new Scheduler(world);
  world.store.watch((change) => scheduler.onChange(change));
}

class Scheduler {
  readonly #world: World;
  readonly #nodes = new Map<string, NodeInfo>();
  /** Tasks that take part: pending to running. */
  readonly #allTasks = new Map<string, Task>();
  readonly #unassigned = new Map<string, Task>();
  /** Tasks that came with their node; those still pending want their resources checked. */
  readonly #preassigned = new Set<string>();
  readonly #pendingPreassigned = new Map<string, Task>();
  #tickRequired = false;
  #debouncingSince: number | undefined;
  #lastCommit = 0;

  constructor(world: World) {
    this.#world = world;
    for (const node of world.store.nodes.all()) this.#createOrUpdateNode(node);
    for (const task of world.store.tasks.all()) this.#updateTask(task);
    if (this.#allTasks.size > 0) this.#debounce();
  }

  onChange(change: Change): void {
    if (change.kind === 'task') {
      if (change.after !== undefined) this.#updateTask(change.after);
      else if (change.before !== undefined && this.#deleteTask(change.before)) this.#tickRequired = true;
    } else if (change.kind === 'node') {
      if (change.after !== undefined) this.#createOrUpdateNode(change.after);
      else if (change.before !== undefined) this.#nodes.delete(change.before.id);
    }
    this.#debounce();
  }

  #debounce(): void {
    const now = this.#world.timeline.now();
    this.#lastCommit = now;
    if (this.#debouncingSince !== undefined) return;
    this.#debouncingSince = now;
    this.#wakeAfter(COMMIT_DEBOUNCE_GAP_MS);
  }

  #wakeAfter(ms: number): void {
    this.#world.timeline.after(ms, () => this.#wake(), 'manager');
  }

  #wake(): void {
    const now = this.#world.timeline.now();
    const since = this.#debouncingSince ?? now;
    const quietAt = Math.min(this.#lastCommit + COMMIT_DEBOUNCE_GAP_MS, since + MAX_LATENCY_MS);
    if (now < quietAt) return this.#wakeAfter(quietAt - now);
    this.#debouncingSince = undefined;
    if (this.#pendingPreassigned.size > 0) this.#processPreassigned();
    if (this.#tickRequired) this.#tick();
  }

  #updateTask(task: Task): void {
    const state = task.status.state;
    if (compareStates(state, 'pending') < 0) return;
    const known = this.#allTasks.get(task.id);
    if (isOver(state)) {
      if (known === undefined) return;
      const failed = (state === 'failed' || state === 'rejected') && known.status.state !== state;
      if (failed && !this.#preassigned.has(task.id)) {
        this.#nodes.get(task.nodeId)?.taskFailed(task, this.#world.timeline.now());
      }
      this.#deleteTask(known);
      this.#tickRequired = true;
      return;
    }
    if (task.nodeId !== '' && state !== 'pending') {
      this.#allTasks.set(task.id, task);
      this.#nodes.get(task.nodeId)?.addTask(task);
      return;
    }
    if (known !== undefined) this.#deleteTask(known);
    this.#allTasks.set(task.id, task);
    if (task.nodeId === '') {
      this.#unassigned.set(task.id, task);
      this.#tickRequired = true;
      return;
    }
    this.#preassigned.add(task.id);
    this.#pendingPreassigned.set(task.id, task);
  }

  /** Whether that freed something of a node. */
  #deleteTask(task: Task): boolean {
    this.#allTasks.delete(task.id);
    this.#unassigned.delete(task.id);
    this.#preassigned.delete(task.id);
    this.#pendingPreassigned.delete(task.id);
    return this.#nodes.get(task.nodeId)?.removeTask(task.id) ?? false;
  }

  #createOrUpdateNode(node: Node): void {
    const info = this.#nodes.get(node.id);
    this.#tickRequired = true;
    if (info !== undefined) return info.replace(node);
    const added = new NodeInfo(node, this.#world.timeline.now());
    this.#nodes.set(node.id, added);
    for (const task of this.#world.store.tasks.find(`node:${node.id}`)) {
      if (this.#allTasks.has(task.id) && !this.#pendingPreassigned.has(task.id)) added.addTask(task);
    }
  }

  #processPreassigned(): void {
    for (const task of this.#pendingPreassigned.values()) {
      const info = this.#nodes.get(task.nodeId);
      if (info === undefined) continue;
      const pipeline = new Pipeline(task);
      const timestamp = this.#world.timeline.now();
      if (!pipeline.process(info)) {
        this.#apply({
          old: task,
          nodeId: task.nodeId,
          status: { ...task.status, timestamp, err: pipeline.explain() },
        });
        continue;
      }
      const message = 'scheduler confirmed task can run on preassigned node';
      const status: TaskStatus = { state: 'assigned', timestamp, message };
      const assigned = this.#apply({ old: task, nodeId: task.nodeId, status });
      if (assigned === undefined) continue;
      this.#pendingPreassigned.delete(task.id);
      info.addTask(assigned);
    }
  }

  #tick(): void {
    this.#tickRequired = false;
    const groups = new Map<string, Task[]>();
    for (const task of this.#unassigned.values()) {
      // tasks without a version of their spec are placed one by one
      const key =
        task.specVersion === undefined ? `task:${task.id}` : `${task.serviceId}/${task.specVersion}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [task]);
      else group.push(task);
    }
    this.#unassigned.clear();
    for (const group of groups.values()) this.#placeGroup(group);
  }

  #placeGroup(group: readonly Task[]): void {
    const now = this.#world.timeline.now();
    const { left, explanation } = placeGroup(group, this.#nodes.values(), now, (task, info) => {
      const status: TaskStatus = {
        state: 'assigned',
        timestamp: now,
        message: 'scheduler assigned task to node',
      };
      const assigned = this.#apply({ old: task, nodeId: info.node.id, status });
      if (assigned !== undefined) info.addTask(assigned);
    });
    for (const task of left) this.#noSuitableNode(task, explanation);
  }

  #noSuitableNode(task: Task, explanation: string): void {
    const service = this.#world.store.services.get(task.serviceId);
    if (service === undefined) return;
    const timestamp = this.#world.timeline.now();
    const { err: _, ...status } = task.status;
    if ((service.specVersion ?? 0) > (task.specVersion ?? Infinity)) {
      // of an old version of the service: not tried again; one that should end ends
      if (status.state !== 'pending' || compareStates(task.desiredState, 'shutdown') < 0) return;
      this.#apply({ old: task, nodeId: '', status: { ...status, timestamp, state: 'shutdown' } });
      return;
    }
    const err = explanation === '' ? 'no suitable node' : `no suitable node (${explanation})`;
    const decided = this.#apply({ old: task, nodeId: '', status: { ...status, timestamp, err } });
    this.#unassigned.set(task.id, decided ?? task);
  }

  /** Writes a decision. Undefined when the task is gone, or was written by somebody else: then its change comes, and it is tried again. */
  #apply({ old, nodeId, status }: Decision): Task | undefined {
    const task = this.#world.store.tasks.get(old.id);
    if (task === undefined) {
      this.#deleteTask(old);
      return undefined;
    }
    if (task.version !== old.version) return undefined;
    const same =
      task.status.state === status.state &&
      task.status.message === status.message &&
      task.status.err === status.err;
    if (same) return undefined;
    const decided = this.#world.store.write((tx) => tx.update('task', old.id, { nodeId, status }));
    this.#allTasks.set(old.id, decided);
    if (this.#pendingPreassigned.has(old.id)) this.#pendingPreassigned.set(old.id, decided);
    return decided;
  }
}
