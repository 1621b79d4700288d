import type { RolloutEnd, RolloutState } from './rollout.ts';

/** The state at a true end. `observedAt` stays the time of the look that showed it. */
export function ended(state: RolloutState, end: RolloutEnd, reason: string): RolloutState {
  return { ...state, phase: 'ended', end, reason };
}
