import type { RolloutSettings } from '../../core/rollout/observation.ts';

export type WatchSettings = RolloutSettings & {
  /** From one look to the next while something rolls, in ms; events shorten it, the budget stretches it. */
  readonly pollMs: number;
  /** What the watcher may read of the engine, on average. */
  readonly bytesPerSecond: number;
  /** A message whose times alone have moved is edited again after so long, in ms. */
  readonly tickMs: number;
};

/** What nobody configures; the rest is in the section `rollout` of waggle.yml. */
export const WATCH_BUDGET = { bytesPerSecond: 1_000_000, tickMs: 5_000 };
