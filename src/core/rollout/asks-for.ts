import type { Observation, RolloutSettings } from './observation.ts';
import type { Rollout } from './rollout.ts';

/** What a look must hold beyond services and running tasks before its fold may count. */
export type Asks = { readonly shut: boolean; readonly upToDate: boolean };

/**
 * What is still to be asked of the engine, given what a look would make of the rollout: failures whenever a task was replaced
 * and before any end, so that none is left untold; the engine's own word on which tasks are up to date when the new spec is
 * first seen, before settling counts, and before success. Then `observe` is called again from `before`.
 */
export function asksFor(before: Rollout, after: Rollout, seen: Observation, settings: RolloutSettings): Asks {
  const { phase, settlingSince } = after.state;
  const isEnd = phase === 'ended' && after.state.end !== 'removed';
  const beginsToSettle = phase === 'settling' && settlingSince !== before.state.settlingSince;
  const isDue =
    phase === 'settling' &&
    settlingSince !== null &&
    seen.at - settlingSince >= before.monitorMs + settings.settleMs;
  const isFirst = after.state.seenTarget && !before.state.seenTarget;
  return {
    shut:
      seen.shut === undefined && (isEnd || beginsToSettle || isDue || isFirst || isReplaced(before, after)),
    upToDate:
      seen.upToDate === undefined &&
      phase !== 'ended' &&
      (after.state.askEngine || beginsToSettle || isDue || isFirst),
  };
}

function isReplaced(before: Rollout, after: Rollout): boolean {
  const now = new Map(after.state.slots.map(({ key, taskId }) => [key, taskId]));
  return before.state.slots.some(({ key, taskId }) => now.get(key) !== taskId);
}
