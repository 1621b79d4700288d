import { isOver, type Service } from '../../state/objects.ts';
import type { Change } from '../../state/store.ts';
import type { World } from '../../world.ts';
import { equal } from './dirty.ts';
import type { ObjectWatch } from './object-watch.ts';
import type { RestartSupervisor } from './restart-supervisor.ts';
import type { Slot } from './slots.ts';
import { Updater } from './updater.ts';

/** One updater for each service that rolls (`swarmkit manager/orchestrator/update/updater.go`, Supervisor). */
export class UpdateSupervisor {
  readonly #world: World;
  readonly #watch: ObjectWatch;
  readonly #restarts: RestartSupervisor;
  readonly #updates = new Map<string, Updater>();

  constructor(world: World, watch: ObjectWatch, restarts: RestartSupervisor) {
    this.#world = world;
    this.#watch = watch;
    this.#restarts = restarts;
  }

  /**
   * Brings these slots to the service's spec. An updater that works towards the same spec goes on as it was, with its slots and its
   * config; one that works towards another is cancelled.
   */
  update(service: Service, slots: readonly Slot[]): void {
    const current = this.#updates.get(service.id);
    if (current !== undefined && equal(service.spec, current.service.spec)) return;
    current?.cancel();
    const updater = new Updater(this.#world, this.#watch, this.#restarts, service, () => {
      if (this.#updates.get(service.id) === updater) this.#updates.delete(service.id);
    });
    this.#updates.set(service.id, updater);
    updater.run(slots);
  }

  handle(change: Change): void {
    if (change.kind === 'service' && change.after === undefined) {
      // swarmkit leaves it running; it can do nothing any more
      if (change.before !== undefined) this.#updates.get(change.before.id)?.cancel();
      return;
    }
    if (change.kind !== 'task' || change.before === undefined || change.after === undefined) return;
    if (isOver(change.after.status.state)) this.#updates.get(change.after.serviceId)?.taskEnded(change.after);
  }

  cancelAll(): void {
    for (const updater of this.#updates.values()) updater.cancel();
  }
}
