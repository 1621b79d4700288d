import { compareStates, type Node, type Task } from '../../state/objects.ts';
import type { Change } from '../../state/store.ts';
import type { World } from '../../world.ts';
import { nodeMatches } from '../scheduler/constraints.ts';
import { constraintsOf } from './dirty.ts';

/**
 * Rejects tasks whose node no longer meets the constraints of their service, or no longer has what they reserve
 * (`swarmkit manager/orchestrator/constraintenforcer`). It says so in the task's own state, so that the orchestrator replaces it.
 */
export class ConstraintEnforcer {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  start(): void {
    for (const node of this.#world.store.nodes.all()) this.#rejectNoncompliantTasks(node);
  }

  handle(change: Change): void {
    if (change.kind !== 'node' || change.before === undefined || change.after === undefined) return;
    this.#rejectNoncompliantTasks(change.after);
  }

  #rejectNoncompliantTasks(node: Node): void {
    // the orchestrators empty a drained node, and a paused one keeps what it has
    if (node.spec.Availability !== 'active') return;
    const { store, timeline } = this.#world;
    const rejected = this.#noncompliant(node);
    if (rejected.length === 0) return;
    store.write((tx) => {
      for (const task of rejected) {
        tx.update('task', task.id, {
          status: {
            ...task.status,
            state: 'rejected',
            message: 'task rejected by constraint enforcer',
            err: 'assigned node no longer meets constraints',
            timestamp: timeline.now(),
          },
        });
      }
    });
  }

  #noncompliant(node: Node): Task[] {
    const { tasks, services } = this.#world.store;
    let { nanoCPUs, memoryBytes } = node.description.resources;
    return tasks.find(`node:${node.id}`).filter((task) => {
      if (compareStates(task.desiredState, 'assigned') < 0) return false;
      if (compareStates(task.desiredState, 'complete') > 0) return false;
      // the service's, since a task whose node met new constraints was left with the old ones
      const template = services.get(task.serviceId)?.spec.TaskTemplate ?? task.spec;
      if (template.Placement?.Constraints !== undefined && !nodeMatches(constraintsOf(template), node)) {
        return true;
      }
      const { MemoryBytes: memory = 0, NanoCPUs: cpus = 0 } = task.spec.Resources?.Reservations ?? {};
      if (memory > memoryBytes || cpus > nanoCPUs) return true;
      memoryBytes -= memory;
      nanoCPUs -= cpus;
      return false;
    });
  }
}
