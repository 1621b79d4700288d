import type { Rollout } from '../../core/rollout/rollout.ts';

/** An end that took longer than this is told aloud: whoever asked has looked away. */
const LONG_MS = 60_000;

/** Which reply is due now, if any. Edits notify nobody. */
export function announcementDue({ announced, startedAt, state }: Rollout): 'stuck' | 'ended' | null {
  if (announced === 'ended') return null;
  if (state.end === null) return state.phase === 'stuck' && announced === 'none' ? 'stuck' : null;
  const isBad = state.end === 'failed' || state.end === 'paused' || state.end === 'rolled-back';
  const isLong = state.observedAt - startedAt > LONG_MS;
  return isBad || isLong || announced === 'stuck' ? 'ended' : null;
}
