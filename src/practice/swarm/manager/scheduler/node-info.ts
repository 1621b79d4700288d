import { compareStates, type Node, type Task } from '../../state/objects.ts';
import type { Port } from '../../state/spec.ts';

/** How far back failures of a service's tasks speak against a node; ms (`swarmkit manager/scheduler/scheduler.go`). */
const MONITOR_FAILURES_MS = 5 * 60_000;

/** A node, and what the scheduler keeps in mind of it (`swarmkit manager/scheduler/nodeinfo.go`). */
export class NodeInfo {
  node: Node;
  /** Tasks that should be active: desired state at most `complete`. */
  activeTasks = 0;
  availableCPUs: number;
  availableMemory: number;
  readonly usedHostPorts = new Set<string>();
  readonly #tasks = new Map<string, Task>();
  readonly #activeByService = new Map<string, number>();
  /** Times of failures by service and version of its spec; ms. */
  readonly #failures = new Map<string, number[]>();
  #cleanedAt: number;

  constructor(node: Node, now: number) {
    this.node = node;
    this.availableCPUs = node.description.resources.nanoCPUs;
    this.availableMemory = node.description.resources.memoryBytes;
    this.#cleanedAt = now;
  }

  activeTasksOf(serviceId: string): number {
    return this.#activeByService.get(serviceId) ?? 0;
  }

  /** The node has changed; when its resources have, what its tasks reserve is taken off again. */
  replace(node: Node): void {
    const [before, after] = [this.node.description.resources, node.description.resources];
    this.node = node;
    this.availableCPUs += after.nanoCPUs - before.nanoCPUs;
    this.availableMemory += after.memoryBytes - before.memoryBytes;
  }

  /** Adds a task, or notes that its desired state changed. */
  addTask(task: Task): void {
    const known = this.#tasks.get(task.id);
    if (known !== undefined) {
      if (isActive(known) === isActive(task)) return;
      this.#tasks.set(task.id, task);
      this.#count(task.serviceId, isActive(task) ? 1 : -1);
      return;
    }
    this.#tasks.set(task.id, task);
    this.#reserve(task, 1);
    for (const port of hostPorts(task)) this.usedHostPorts.add(portKey(port));
    if (isActive(task)) this.#count(task.serviceId, 1);
  }

  /** Whether it was there. */
  removeTask(id: string): boolean {
    const task = this.#tasks.get(id);
    if (task === undefined) return false;
    this.#tasks.delete(id);
    this.#reserve(task, -1);
    for (const port of hostPorts(task)) this.usedHostPorts.delete(portKey(port));
    if (isActive(task)) this.#count(task.serviceId, -1);
    return true;
  }

  taskFailed(task: Task, now: number): void {
    if (now - this.#cleanedAt >= MONITOR_FAILURES_MS) {
      for (const [key, times] of this.#failures) {
        if (times.every((at) => now - at >= MONITOR_FAILURES_MS)) this.#failures.delete(key);
      }
      this.#cleanedAt = now;
    }
    const key = failureKey(task);
    const recent = (this.#failures.get(key) ?? []).filter((at) => now - at < MONITOR_FAILURES_MS);
    this.#failures.set(key, [...recent, now]);
  }

  recentFailures(task: Task, now: number): number {
    // asked of every node for every task that is placed
    if (this.#failures.size === 0) return 0;
    const times = this.#failures.get(failureKey(task)) ?? [];
    return times.filter((at) => now - at <= MONITOR_FAILURES_MS).length;
  }

  #count(serviceId: string, by: number): void {
    this.activeTasks += by;
    const count = this.activeTasksOf(serviceId) + by;
    if (count === 0) this.#activeByService.delete(serviceId);
    else this.#activeByService.set(serviceId, count);
  }

  #reserve(task: Task, sign: 1 | -1): void {
    const reserved = task.spec.Resources?.Reservations;
    this.availableCPUs -= sign * (reserved?.NanoCPUs ?? 0);
    this.availableMemory -= sign * (reserved?.MemoryBytes ?? 0);
  }
}

/** The ports with a fixed number that a task takes on its node itself. */
export function hostPorts(task: Task): readonly Port[] {
  const ports = task.endpoint?.ports;
  if (ports === undefined || ports.length === 0) return [];
  return ports.filter((port) => port.PublishMode === 'host' && (port.PublishedPort ?? 0) !== 0);
}

export function portKey(port: Port): string {
  return `${port.Protocol}/${port.PublishedPort ?? 0}`;
}

function isActive(task: Task): boolean {
  return compareStates(task.desiredState, 'complete') <= 0;
}

function failureKey(task: Task): string {
  return `${task.serviceId}/${task.specVersion ?? 0}`;
}
