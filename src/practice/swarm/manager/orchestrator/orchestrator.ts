import type { World } from '../../world.ts';
import { ConstraintEnforcer } from './constraint-enforcer.ts';
import { GlobalOrchestrator } from './global.ts';
import { ObjectWatch } from './object-watch.ts';
import { ReplicatedOrchestrator } from './replicated.ts';
import { TaskReaper } from './task-reaper.ts';

/** The leader's parts that make, replace and delete tasks (`swarmkit manager/orchestrator`). */
export type Orchestrators = {
  /** Another leader takes over: all that is not in the store is forgotten, and begun again from it. */
  readonly restart: () => void;
};

/** They begin in the manager's lane, with what the store holds then. */
export function startOrchestrators(world: World): Orchestrators {
  const { store, timeline } = world;
  let current = new Leadership(world);
  store.watch((change) => current.handle(change));
  const begin = (): void => {
    const leadership = current;
    timeline.after(0, () => leadership.start(), 'manager');
  };
  begin();
  return {
    restart: () => {
      current.stop();
      current = new Leadership(world);
      begin();
    },
  };
}

type Part = {
  readonly start?: () => void;
  readonly handle: (change: Parameters<ObjectWatch['handle']>[0]) => void;
  readonly stop?: () => void;
};

/** The parts while one manager leads. */
class Leadership {
  /** In the order in which they hear of a change: an updater judges a failure before its worker takes the next slot. */
  readonly #parts: readonly Part[];
  #state: 'waiting' | 'leading' | 'over' = 'waiting';

  constructor(world: World) {
    const watch = new ObjectWatch();
    this.#parts = [
      new ConstraintEnforcer(world),
      new ReplicatedOrchestrator(world, watch),
      new GlobalOrchestrator(world, watch),
      new TaskReaper(world),
      watch,
    ];
  }

  start(): void {
    if (this.#state !== 'waiting') return;
    this.#state = 'leading';
    for (const part of this.#parts) part.start?.();
  }

  handle(change: Parameters<ObjectWatch['handle']>[0]): void {
    if (this.#state !== 'leading') return;
    for (const part of this.#parts) part.handle(change);
  }

  stop(): void {
    this.#state = 'over';
    for (const part of this.#parts) part.stop?.();
  }
}
