import type { Service } from '../swarm/objects.ts';
import { engineWord, type EngineWord } from '../swarm/update-state.ts';
import { ended } from './ended.ts';
import { hasGone, longestGrace } from './leaving.ts';
import type { Observation, RolloutSettings } from './observation.ts';
import { stuckReason } from './reason.ts';
import type { Rollout, RolloutState, TaskFailure } from './rollout.ts';
import { sameTaskAs } from '../swarm/same-task.ts';
import { type Slots, slotsOf } from './slots.ts';
import { withTaskTimes } from './task-times.ts';

/** The service has the new spec: on to success, or to what the engine or the tasks make of it. */
export function foldTarget(
  rollout: Rollout,
  seen: Observation,
  service: Service,
  failures: TaskFailure[],
  settings: RolloutSettings,
): RolloutState {
  // An engine's own rollback that is what was asked for (`rollback=previous`) is a rollout like any other.
  const engine = engineWord(service.UpdateStatus?.State);
  const message = service.UpdateStatus?.Message ?? '';
  const slots = slotsOf(service, seen, rollout.state);
  const state = looked(rollout, seen, service, failures, slots);
  if (engine === 'paused') return ended(state, 'paused', message);
  if (keepsFailing(state)) return ended(state, 'failed', failures.at(-1)?.words ?? '');
  const quiet = seen.at - state.lastProgressAt;
  if (slots.whole) return whole(rollout, state, seen, engine, settings);
  const missing = slots.slots.length < slots.desired;
  const hopeless = missing ? failures.length >= 1 : slots.updated < slots.desired && failures.length >= 2;
  const patience = rollout.delayMs + rollout.monitorMs + settings.settleMs;
  if (engine !== 'updating' && hopeless && quiet >= patience) {
    return ended(state, 'failed', failures.at(-1)?.words ?? '');
  }
  const moving: RolloutState = { ...state, settlingSince: null, phase: 'updating', reason: message };
  if (quiet < rollout.delayMs + settings.stuckAfterMs + longestGrace(slots.leaving)) return moving;
  return { ...moving, phase: 'stuck', reason: stuckReason(state, message) };
}

function looked(
  rollout: Rollout,
  seen: Observation,
  service: Service,
  failures: TaskFailure[],
  { slots, desired, updated, leaving, old, whole }: Slots,
): RolloutState {
  const before = rollout.state;
  const engineState = service.UpdateStatus?.State ?? '';
  // Back on the target after a return, or no longer whole: what was reached before says nothing about what is to come.
  const afresh = before.back !== null || !before.seenTarget || (before.settlingSince !== null && !whole);
  const best = afresh ? updated : Math.max(before.best, updated);
  const moved =
    afresh ||
    updated > before.best ||
    hasGone(before.leaving, leaving) ||
    (engineState !== before.engineState && engineState !== '');
  return {
    ...before,
    slots,
    leaving,
    old,
    desired,
    updated,
    best,
    failures,
    engineState,
    lastProgressAt: moved ? seen.at : before.lastProgressAt,
    seenTarget: true,
    calmVersion: before.calmVersion ?? calmVersion(service, seen, whole),
    askEngine: before.askEngine || disagrees(service, seen),
    back: null,
    taskMs: withTaskTimes(before, slots, seen),
  };
}

/** A status write is the last write to a service that has completed; without a status, all that was seen so far is before. */
function calmVersion(service: Service, seen: Observation, whole: boolean): number | null {
  const engine = engineWord(service.UpdateStatus?.State);
  if (engine === 'completed') return service.Version.Index;
  if (engine !== '' || !whole) return null;
  return Math.max(service.Version.Index, ...seen.tasks.map(({ Version }) => Version.Index));
}

/** After the calm two failures are a pattern, save when one node took a task of several slots with it once. */
function keepsFailing({ calmVersion, failures }: RolloutState): boolean {
  if (calmVersion === null) return false;
  const late = failures.filter(({ version }) => version > calmVersion);
  const slots = new Set(late.map(({ slot }) => slot));
  const nodes = new Set(late.map(({ node }) => node));
  return late.length >= 2 && (late.length > slots.size || nodes.size > 1);
}

function disagrees(service: Service, { tasks, upToDate }: Observation): boolean {
  if (upToDate === undefined) return false;
  const isSame = sameTaskAs(service.Spec.TaskTemplate);
  return tasks.some(
    ({ ID, Spec, Status }) => Status.State === 'running' && isSame(Spec) !== upToDate.has(ID),
  );
}

/** All run on the new spec: watched until nothing failed and no task was replaced for the monitor time and the settling time. */
function whole(
  { state: before, ...rollout }: Rollout,
  state: RolloutState,
  seen: Observation,
  engine: EngineWord,
  settings: RolloutSettings,
): RolloutState {
  const tasksBefore = new Set(before.slots.map(({ taskId }) => taskId));
  const calm =
    before.settlingSince !== null &&
    state.failures.length === before.failures.length &&
    state.failures.at(-1)?.taskId === before.failures.at(-1)?.taskId &&
    state.slots.every(({ taskId }) => tasksBefore.has(taskId));
  const settlingSince = calm ? before.settlingSince : seen.at;
  const settling: RolloutState = { ...state, phase: 'settling', settlingSince, reason: '' };
  const stable = seen.at - (settlingSince ?? seen.at) >= rollout.monitorMs + settings.settleMs;
  const asked = seen.upToDate !== undefined && seen.shut !== undefined;
  if (engine !== 'updating') return stable && asked ? ended(settling, 'succeeded', '') : settling;
  const patience = rollout.delayMs + rollout.monitorMs + settings.stuckAfterMs;
  if (seen.at - state.lastProgressAt < patience) return settling;
  return {
    ...settling,
    phase: 'stuck',
    reason: 'all tasks run, but the engine goes on saying: update in progress',
  };
}
