import type { Rollout } from '../../core/rollout/rollout.ts';
import type { WatchSettings } from './settings.ts';

/** At most two looks a second, whatever the events say. */
const FLOOR_MS = 500;
const BACKOFF_MAX_MS = 10_000;
/** Looks are this much rarer while nothing is expected to move. */
const CALM_FACTOR = 5;
/** Every so many looks the failed tasks are asked for, even when no task was seen to be replaced. */
export const LOOKS_PER_HISTORY = 3;
/** After so long, times alone are worth an edit only this often. */
const LONG_MS = 10 * 60_000;
const LONG_TICK_MS = 30_000;

/** From the start of a look to the start of the next, in ms: `least` even when an event comes, `usual` otherwise. */
export function pace(look: {
  readonly bytes: number;
  /** Looks in a row that failed. */
  readonly failures: number;
  readonly rollouts: readonly Rollout[];
  readonly settings: WatchSettings;
}): { readonly least: number; readonly usual: number } {
  const { settings } = look;
  const budget = Math.ceil((look.bytes / settings.bytesPerSecond) * 1_000);
  const backoff = look.failures === 0 ? 0 : Math.min(FLOOR_MS * 2 ** look.failures, BACKOFF_MAX_MS);
  const least = Math.max(FLOOR_MS, budget, backoff);
  const calm = look.rollouts.every(({ state }) => state.phase === 'stuck');
  return { least, usual: Math.max(least, calm ? settings.pollMs * CALM_FACTOR : settings.pollMs) };
}

/** How long a message may show old times: edits are few for all messages together. */
export function tick(rollout: Rollout, now: number, settings: WatchSettings): number {
  const isSlow = rollout.state.phase === 'stuck' || now - rollout.startedAt > LONG_MS;
  return isSlow ? Math.max(LONG_TICK_MS, settings.tickMs) : settings.tickMs;
}
