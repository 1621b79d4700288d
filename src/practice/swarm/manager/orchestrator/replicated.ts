import { isOver, type Node, type Service, type Task } from '../../state/objects.ts';
import type { Change, Transaction } from '../../state/store.ts';
import type { Due } from '../../time/timeline.ts';
import type { World } from '../../world.ts';
import { newTask } from './new-task.ts';
import type { ObjectWatch } from './object-watch.ts';
import { RestartSupervisor } from './restart-supervisor.ts';
import { deleteTasks, isWanted, setDesiredState, setServiceTasksRemove } from './service-tasks.ts';
import { groupBy, inOrderOfKeeping, isInvalidNode, isReplicated, shuffled, type Slot } from './slots.ts';
import { checkTasks } from './task-init.ts';
import { UpdateSupervisor } from './update-supervisor.ts';

/** More of one service are not made, whatever its spec says: a manager that tried would run out of memory, and so would this process. */
const MOST_TASKS = 20_000;

/** Keeps as many tasks of each replicated service as it wants (`swarmkit manager/orchestrator/replicated`). */
export class ReplicatedOrchestrator {
  readonly #world: World;
  readonly #restarts: RestartSupervisor;
  readonly #updater: UpdateSupervisor;
  #reconcileServices = new Map<string, Service>();
  #restartTasks = new Set<string>();
  #tickDue: Due | undefined;

  constructor(world: World, watch: ObjectWatch) {
    this.#world = world;
    this.#restarts = new RestartSupervisor(world, watch);
    this.#updater = new UpdateSupervisor(world, watch, this.#restarts);
  }

  /** Takes up what the store holds, as a new leader does. */
  start(): void {
    checkTasks(this.#world, this.#restarts, {
      isRelated: isReplicated,
      fixTask: (_tx, task) => this.#taskChanged(task),
    });
    for (const service of this.#world.store.services.all()) this.#serviceChanged(service);
    this.#tick();
  }

  handle(change: Change): void {
    this.#updater.handle(change);
    if (change.kind === 'service') {
      if (change.after !== undefined) this.#serviceChanged(change.after);
      else if (change.before !== undefined) this.#serviceRemoved(change.before);
    } else if (change.kind === 'task') {
      if (change.after !== undefined) this.#taskChanged(change.after);
      else if (change.before !== undefined) this.#taskRemoved(change.before);
    } else if (change.kind === 'node') {
      this.#nodeChanged(change.after ?? change.before, change.after === undefined);
    }
    // what one transaction changed is told in a row: deal with all of it at once
    if (this.#restartTasks.size === 0 && this.#reconcileServices.size === 0) return;
    this.#tickDue ??= this.#world.timeline.after(0, () => this.#tick(), 'manager');
  }

  stop(): void {
    this.#tickDue?.cancel();
    this.#updater.cancelAll();
    this.#restarts.cancelAll();
  }

  /** Tasks first, so that a service is reconciled with what became of them. */
  #tick(): void {
    this.#tickDue = undefined;
    const restartTasks = this.#restartTasks;
    const services = this.#reconcileServices;
    this.#restartTasks = new Set();
    this.#reconcileServices = new Map();
    if (restartTasks.size > 0) this.#restart(restartTasks);
    for (const service of services.values()) this.#reconcile(service);
  }

  #restart(taskIds: Iterable<string>): void {
    const { store } = this.#world;
    store.write((tx) => {
      for (const id of taskIds) {
        const task = store.tasks.get(id);
        if (task === undefined || !isWanted(task)) continue;
        const service = store.services.get(task.serviceId);
        if (isReplicated(service)) this.#restarts.restart(tx, service, task);
      }
    });
  }

  #serviceChanged(service: Service): void {
    if (isReplicated(service)) this.#reconcileServices.set(service.id, service);
  }

  #serviceRemoved(service: Service): void {
    if (!isReplicated(service)) return;
    setServiceTasksRemove(this.#world.store, service.id);
    this.#restarts.clearServiceHistory(service);
    this.#reconcileServices.delete(service.id);
  }

  #taskChanged(task: Task): void {
    if (!isWanted(task)) return;
    const { services, nodes } = this.#world.store;
    if (!isReplicated(services.get(task.serviceId))) return;
    const isLost = task.nodeId !== '' && isInvalidNode(nodes.get(task.nodeId));
    if (isOver(task.status.state) || isLost) this.#restartTasks.add(task.id);
  }

  #taskRemoved(task: Task): void {
    if (isWanted(task)) {
      const service = this.#world.store.services.get(task.serviceId);
      if (!isReplicated(service)) return;
      this.#reconcileServices.set(service.id, service);
    }
    this.#restarts.cancel(task.id);
  }

  #nodeChanged(node: Node | undefined, isRemoved: boolean): void {
    if (node === undefined || (!isRemoved && !isInvalidNode(node))) return;
    const { tasks, services } = this.#world.store;
    for (const task of tasks.find(`node:${node.id}`)) {
      if (isWanted(task) && isReplicated(services.get(task.serviceId))) this.#restartTasks.add(task.id);
    }
  }

  /** Adds or removes slots, and updates those that stay. */
  #reconcile(service: Service): void {
    const { Mode: mode } = service.spec;
    if (!('Replicated' in mode)) return;
    const wanted = Math.min(mode.Replicated.Replicas, MOST_TASKS);
    const { updatable, dead } = this.#slotsOf(service);
    const { store, random } = this.#world;
    const slots = shuffled(random, [...updatable.values()]);
    if (wanted > slots.length) {
      this.#updater.update(service, slots);
      store.write((tx) => {
        this.#addTasks(tx, service, updatable, dead, wanted - slots.length);
        this.#deleteSlots(tx, dead);
      });
      return;
    }
    if (wanted === slots.length) {
      store.write((tx) => this.#deleteSlots(tx, dead));
      this.#updater.update(service, slots);
      return;
    }
    const kept = inOrderOfKeeping(slots);
    this.#updater.update(service, kept.slice(0, wanted));
    store.write((tx) => {
      this.#deleteSlots(tx, dead);
      for (const task of kept.slice(wanted).flat()) setDesiredState(store, tx, task.id, 'remove');
    });
  }

  /** By number: those that the updater has to do with, and those that nobody wants any more. */
  #slotsOf(service: Service): {
    readonly updatable: Map<number, Slot>;
    readonly dead: Map<number, Slot>;
  } {
    const updatable = new Map<number, Slot>();
    const dead = new Map<number, Slot>();
    const tasks = this.#world.store.tasks.find(`service:${service.id}`);
    for (const [number, slot] of groupBy(tasks, (task) => task.slot)) {
      const left = this.#restarts.updatableTasksInSlot(slot, service);
      if (left.length > 0) updatable.set(number, left);
      else dead.set(number, slot);
    }
    return { updatable, dead };
  }

  /** Fills the lowest free numbers. A dead slot that lives again keeps its history. */
  #addTasks(
    tx: Transaction,
    service: Service,
    updatable: ReadonlyMap<number, Slot>,
    dead: Map<number, Slot>,
    count: number,
  ): void {
    let slot = 0;
    for (let added = 0; added < count; added++) {
      do slot++;
      while (updatable.has(slot));
      dead.delete(slot);
      tx.create('task', newTask(this.#world, service, { slot, nodeId: '' }, 'running'));
    }
  }

  #deleteSlots(tx: Transaction, slots: ReadonlyMap<number, Slot>): void {
    for (const slot of slots.values()) {
      deleteTasks(
        this.#world.store,
        tx,
        slot.map((task) => task.id),
      );
    }
  }
}
