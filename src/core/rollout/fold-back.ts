import type { Service } from '../swarm/objects.ts';
import { engineWord } from '../swarm/update-state.ts';
import { ended } from './ended.ts';
import { hasGone, longestGrace } from './leaving.ts';
import type { Observation, RolloutSettings } from './observation.ts';
import { stuckReason } from './reason.ts';
import type { Return, Rollout, RolloutState, TaskFailure } from './rollout.ts';
import { slotsOf } from './slots.ts';

/**
 * The service has the spec from before again: followed until the tasks of that spec run, since the engine says
 * `rollback_completed` by its own count. A plan of Waggle's that put it back is followed in a message of its own.
 */
export function foldBack(
  rollout: Rollout,
  seen: Observation,
  standing: { readonly service: Service; readonly back: Return; readonly byPlan: string },
  failures: TaskFailure[],
  settings: RolloutSettings,
): RolloutState {
  const { service, back, byPlan } = standing;
  const before = rollout.state;
  const { slots, desired, updated, leaving, old, whole } = slotsOf(service, seen, before);
  const engineState = service.UpdateStatus?.State ?? '';
  const message = service.UpdateStatus?.Message ?? '';
  const afresh = before.back === null;
  const moved =
    afresh ||
    updated > before.best ||
    hasGone(before.leaving, leaving) ||
    (engineState !== before.engineState && engineState !== '');
  const state: RolloutState = {
    ...before,
    phase: 'rolling-back',
    slots,
    leaving,
    old,
    desired,
    updated,
    best: afresh ? updated : Math.max(before.best, updated),
    failures,
    reason: back.words,
    engineState,
    lastProgressAt: moved ? seen.at : before.lastProgressAt,
    settlingSince: null,
    back,
    byPlan,
  };
  const end = back.by === 'engine' ? 'rolled-back' : 'rolled-back-by-hand';
  if (byPlan !== '') return ended(state, end, back.words);
  const engine = engineWord(engineState);
  if (engine === 'paused') return ended(state, 'paused', message);
  const quiet = seen.at - state.lastProgressAt;
  // Completed by the engine's count, but not all of them run, and nothing comes any more: said as it is.
  const givenUp = quiet >= rollout.monitorMs + settings.settleMs + longestGrace(leaving);
  if (engine !== 'updating' && (whole || givenUp)) return ended(state, end, back.words);
  if (quiet < rollout.delayMs + settings.stuckAfterMs + longestGrace(leaving)) return state;
  return { ...state, phase: 'stuck', reason: stuckReason(state, message) };
}
