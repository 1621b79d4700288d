import { ended } from './ended.ts';
import { failuresOf } from './failures.ts';
import { foldBack } from './fold-back.ts';
import { foldTarget } from './fold-target.ts';
import type { Observation, RolloutSettings } from './observation.ts';
import type { Rollout, RolloutState } from './rollout.ts';
import { standingOf, targetHashOf } from './standing.ts';
import { withWritten } from './written.ts';

/** Looks farther apart than this left something unwatched. */
const GAP_MS = 10_000;

/**
 * The rollout as it is after one more look. Pure. A rollout that has ended stays as it is. Success needs an observation
 * with `shut` and `upToDate`: see `asksFor`.
 */
export function observe(rollout: Rollout, looked: Observation, settings: RolloutSettings): Rollout {
  if (rollout.state.phase === 'ended') return rollout;
  const seen = withoutOldStatus(rollout, looked);
  const rested = {
    ...rollout,
    targetHash: targetHashOf(rollout, seen),
    state: withoutGap(rollout.state, seen.at),
  };
  return { ...rested, state: { ...next(rested, seen, settings), observedAt: seen.at } };
}

/**
 * For some 100 ms after a write the engine may still show the UpdateStatus of the rollout before (measured on 20.10): a `paused`
 * that is older than this rollout must not end it. Another rollout's status has another start.
 */
function withoutOldStatus(rollout: Rollout, seen: Observation): Observation {
  const { service } = seen;
  const isOld = rollout.baseStartedAt !== '' && service?.UpdateStatus?.StartedAt === rollout.baseStartedAt;
  if (service === null || !isOld) return seen;
  return { ...seen, service: { ...service, UpdateStatus: null } };
}

function next(rollout: Rollout, seen: Observation, settings: RolloutSettings): RolloutState {
  const { state } = rollout;
  const standing = standingOf(rollout, seen);
  switch (standing.kind) {
    case 'unseen':
      return state;
    case 'removed':
      return ended(state, 'removed', '');
    case 'superseded':
      return { ...ended(state, 'superseded', ''), byPlan: standing.byPlan };
    case 'back':
      return foldBack(rollout, seen, standing, failuresOf(rollout, standing.service, seen, true), settings);
    case 'target': {
      const known = withWritten(rollout, standing.service);
      const failures = failuresOf(known, standing.service, seen, false);
      return foldTarget(known, seen, standing.service, failures, settings);
    }
  }
}

/** What was not watched counts neither as waiting nor as calm: a bot that was down must not call a rollout stuck, or stable. */
function withoutGap(state: RolloutState, at: number): RolloutState {
  const gap = at - state.observedAt;
  if (gap <= GAP_MS) return state;
  return {
    ...state,
    lastProgressAt: state.lastProgressAt + gap,
    settlingSince: state.settlingSince === null ? null : state.settlingSince + gap,
  };
}
