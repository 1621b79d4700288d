import type { ServiceSpec } from './spec.ts';
import type { Pace } from './edits.ts';

/** How a rollout goes about it. Durations are nanoseconds; parallelism 0 is all at once. */
export type EffectivePace = {
  readonly parallelism: number;
  readonly delay: number;
  readonly monitor: number;
  readonly failureAction: string;
  readonly order: string;
};

const DEFAULT_MONITOR = 5_000_000_000;

/**
 * The pace that the engine takes: without a config one at a time; in a config that is there, an absent parallelism is 0,
 * all at once (swarmkit manager/orchestrator/update, api/defaults).
 */
export function paceOf(spec: ServiceSpec, which: Pace): EffectivePace {
  const config = spec[which] ?? { Parallelism: 1 };
  return {
    parallelism: config.Parallelism ?? 0,
    delay: config.Delay ?? 0,
    monitor: config.Monitor ?? DEFAULT_MONITOR,
    failureAction: config.FailureAction ?? 'pause',
    order: config.Order ?? 'stop-first',
  };
}
