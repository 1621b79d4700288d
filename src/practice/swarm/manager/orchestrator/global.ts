import { isOver, type Node, type Service, type Task } from '../../state/objects.ts';
import type { Change, Transaction } from '../../state/store.ts';
import type { World } from '../../world.ts';
import { nodeMatches, type Constraint } from '../scheduler/constraints.ts';
import { constraintsOf, isTaskDirty } from './dirty.ts';
import { newTask } from './new-task.ts';
import type { ObjectWatch } from './object-watch.ts';
import { RestartSupervisor } from './restart-supervisor.ts';
import { deleteTasks, isWanted, setDesiredState, setServiceTasksRemove } from './service-tasks.ts';
import { groupBy, isGlobal, isInvalidNode, shuffled, type Slot } from './slots.ts';
import { checkTasks } from './task-init.ts';
import { UpdateSupervisor } from './update-supervisor.ts';

type GlobalService = { readonly service: Service; readonly constraints: readonly Constraint[] };

/** Keeps one task of each global service on every valid node that meets its constraints (`swarmkit manager/orchestrator/global`). */
export class GlobalOrchestrator {
  readonly #world: World;
  readonly #restarts: RestartSupervisor;
  readonly #updater: UpdateSupervisor;
  /** Nodes that are neither down nor drained. */
  readonly #nodes = new Map<string, Node>();
  readonly #services = new Map<string, GlobalService>();
  #restartTasks = new Set<string>();

  constructor(world: World, watch: ObjectWatch) {
    this.#world = world;
    this.#restarts = new RestartSupervisor(world, watch);
    this.#updater = new UpdateSupervisor(world, watch, this.#restarts);
  }

  /** Takes up what the store holds, as a new leader does. */
  start(): void {
    const { store } = this.#world;
    for (const node of store.nodes.all()) this.#noteNode(node);
    for (const service of store.services.all()) if (isGlobal(service)) this.#noteService(service);
    checkTasks(this.#world, this.#restarts, {
      isRelated: isGlobal,
      fixTask: (tx, task) => this.#fixTask(tx, task),
    });
    this.#tickTasks();
    for (const known of this.#services.values()) this.#reconcile(known);
  }

  handle(change: Change): void {
    this.#updater.handle(change);
    if (change.kind === 'service') this.#serviceChanged(change.before, change.after);
    else if (change.kind === 'node') this.#nodeChanged(change.before, change.after);
    else if (change.kind === 'task' && change.before !== undefined && change.after !== undefined) {
      this.#taskChanged(change.after);
    }
    this.#tickTasks();
  }

  stop(): void {
    this.#updater.cancelAll();
    this.#restarts.cancelAll();
  }

  #serviceChanged(before: Service | undefined, after: Service | undefined): void {
    if (isGlobal(after)) {
      this.#reconcile(this.#noteService(after));
    } else if (after === undefined && isGlobal(before)) {
      setServiceTasksRemove(this.#world.store, before.id);
      this.#services.delete(before.id);
      this.#restarts.clearServiceHistory(before);
    }
  }

  #nodeChanged(before: Node | undefined, after: Node | undefined): void {
    if (after !== undefined) {
      this.#noteNode(after);
      this.#reconcileNode(after);
      return;
    }
    if (before === undefined) return;
    const ids = this.#tasksOn(before).map((task) => task.id);
    if (ids.length > 0) this.#world.store.write((tx) => deleteTasks(this.#world.store, tx, ids));
    this.#nodes.delete(before.id);
  }

  #taskChanged(task: Task): void {
    if (this.#services.has(task.serviceId) && isWanted(task) && isOver(task.status.state)) {
      this.#restartTasks.add(task.id);
    }
  }

  #fixTask(tx: Transaction, task: Task): void {
    if (!isWanted(task)) return;
    if (task.nodeId === '' || isInvalidNode(this.#nodes.get(task.nodeId))) this.#shutDown(tx, [task]);
    else if (isOver(task.status.state)) this.#restartTasks.add(task.id);
  }

  #tickTasks(): void {
    if (this.#restartTasks.size === 0) return;
    const ids = this.#restartTasks;
    this.#restartTasks = new Set();
    this.#world.store.write((tx) => {
      for (const id of ids) this.#restart(tx, id);
    });
  }

  #restart(tx: Transaction, taskId: string): void {
    const { store } = this.#world;
    const task = store.tasks.get(taskId);
    if (task === undefined || !isWanted(task)) return;
    const service = store.services.get(task.serviceId);
    const known = this.#services.get(task.serviceId);
    const node = this.#nodes.get(task.nodeId);
    if (service === undefined || known === undefined || node === undefined) return;
    if (node.spec.Availability === 'pause' || !nodeMatches(known.constraints, node)) {
      this.#shutDown(tx, [task]);
    } else {
      this.#restarts.restart(tx, service, task);
    }
  }

  /** One service on all nodes. A paused node keeps what it has. */
  #reconcile({ service, constraints }: GlobalService): void {
    const { store, random } = this.#world;
    const tasksByNode = groupBy(store.tasks.find(`service:${service.id}`), (task) => task.nodeId);
    const updates: Slot[] = [];
    store.write((tx) => {
      for (const node of this.#nodes.values()) {
        const tasks = this.#restarts.updatableTasksInSlot(tasksByNode.get(node.id) ?? [], service);
        tasksByNode.delete(node.id);
        if (!nodeMatches(constraints, node)) this.#shutDown(tx, tasks);
        else if (node.spec.Availability === 'pause') continue;
        else if (tasks.length === 0) this.#addTask(tx, service, node);
        else updates.push(tasks);
      }
      // what is left is on nodes that are drained, down or gone
      for (const slot of tasksByNode.values()) {
        this.#shutDown(tx, this.#restarts.updatableTasksInSlot(slot, service));
      }
    });
    if (updates.length > 0) this.#updater.update(service, shuffled(random, updates));
  }

  /**
   * All services on one node. An outdated task, such as of a node that was paused during a rollout, is replaced at once: that is no
   * rollout, and it must not cancel one.
   */
  #reconcileNode(node: Node): void {
    const { store } = this.#world;
    if (isInvalidNode(node)) {
      const tasks = this.#tasksOn(node);
      if (tasks.length > 0) store.write((tx) => this.#shutDown(tx, tasks));
      return;
    }
    if (node.spec.Availability === 'pause' || this.#services.size === 0) return;
    const tasksByService = groupBy(this.#tasksOn(node), (task) => task.serviceId);
    store.write((tx) => {
      for (const { service, constraints } of this.#services.values()) {
        if (!nodeMatches(constraints, node)) continue;
        const slot = this.#restarts.updatableTasksInSlot(tasksByService.get(service.id) ?? [], service);
        const clean = slot.filter((task) => !isTaskDirty(service, task, node));
        if (clean.length === 0) this.#addTask(tx, service, node);
        const surplus = slot.filter((task) => task !== clean[0]);
        this.#shutDown(tx, surplus);
      }
    });
  }

  #noteNode(node: Node): void {
    if (isInvalidNode(node)) this.#nodes.delete(node.id);
    else this.#nodes.set(node.id, node);
  }

  #noteService(service: Service): GlobalService {
    const known = { service, constraints: constraintsOf(service.spec.TaskTemplate) };
    this.#services.set(service.id, known);
    return known;
  }

  #tasksOn(node: Node): Task[] {
    return this.#world.store.tasks
      .find(`node:${node.id}`)
      .filter((task) => this.#services.has(task.serviceId));
  }

  #addTask(tx: Transaction, service: Service, node: Node): void {
    if (this.#world.store.services.get(service.id) === undefined) return;
    tx.create('task', newTask(this.#world, service, { slot: 0, nodeId: node.id }, 'running'));
  }

  #shutDown(tx: Transaction, tasks: readonly Task[]): void {
    for (const task of tasks) setDesiredState(this.#world.store, tx, task.id, 'shutdown');
  }
}
