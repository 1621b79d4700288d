import type { ServiceSpec, UpdateConfig } from './spec.ts';

/** Whose pace: that of updates, or that of rollbacks. */
export type Pace = 'UpdateConfig' | 'RollbackConfig';

/** What docker and the engine take where a service has no config (swarmkit api/defaults). */
export const DEFAULT_PACE = {
  Parallelism: 1,
  Delay: 0,
  FailureAction: 'pause',
  Monitor: 5_000_000_000,
  MaxFailureRatio: 0,
  Order: 'stop-first',
} as const satisfies UpdateConfig;

/** How a rollout goes about it. Durations are nanoseconds; parallelism 0 is all at once. */
export type EffectivePace = {
  readonly parallelism: number;
  readonly delay: number;
  readonly monitor: number;
  readonly failureAction: string;
  readonly order: string;
};

/**
 * The pace that the engine takes: without a config one at a time; in a config that is there, an absent parallelism is 0,
 * all at once (swarmkit manager/orchestrator/update, api/defaults). A monitor time of 0 is the engine's default too: the API
 * knows no other way to leave it out.
 */
export function paceOf(spec: ServiceSpec, which: Pace): EffectivePace {
  const config: UpdateConfig = spec[which] ?? DEFAULT_PACE;
  return {
    parallelism: config.Parallelism ?? 0,
    delay: config.Delay ?? DEFAULT_PACE.Delay,
    monitor: config.Monitor || DEFAULT_PACE.Monitor,
    failureAction: config.FailureAction ?? DEFAULT_PACE.FailureAction,
    order: config.Order ?? DEFAULT_PACE.Order,
  };
}
