import { timeOf } from '../swarm/time.ts';
import type { Observation } from './observation.ts';
import type { RolloutState, SlotView } from './rollout.ts';

const KEPT = 20;

/**
 * How long the slots that have just got there took, in ms, added to those known: from the making of the new task, which is when
 * the old one is told to end, to its running.
 */
export function withTaskTimes(before: RolloutState, slots: readonly SlotView[], seen: Observation): number[] {
  const arrivedBefore = new Set(before.slots.filter(hasArrived).map(({ taskId }) => taskId));
  const created = new Map(seen.tasks.map(({ ID, CreatedAt }) => [ID, timeOf(CreatedAt)]));
  // At the first look it is not known which tasks are of this rollout: a scaled service has old ones of the same spec.
  const fresh = before.seenTarget
    ? slots.filter((slot) => hasArrived(slot) && !arrivedBefore.has(slot.taskId))
    : [];
  const times = fresh.flatMap(({ taskId, since }) => {
    const from = created.get(taskId);
    return from == null ? [] : [Math.max(0, since - from)];
  });
  return [...before.taskMs, ...times].slice(-KEPT);
}

function hasArrived({ updated, state }: SlotView): boolean {
  return updated && state === 'running';
}
