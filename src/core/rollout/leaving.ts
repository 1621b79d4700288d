import { byName } from '../by-name.ts';
import type { Service, Task, TaskState } from '../swarm/objects.ts';
import { timeOf } from '../swarm/time.ts';
import type { Observation } from './observation.ts';
import type { LeavingTask, RolloutState } from './rollout.ts';
import { hostname } from './hostname.ts';

const ENDED: ReadonlySet<TaskState> = new Set([
  'complete',
  'shutdown',
  'failed',
  'rejected',
  'remove',
  'orphaned',
]);
/** docker's own, for a spec that has none. */
const DEFAULT_GRACE_MS = 10_000;
const NANOSECONDS_PER_MS = 1_000_000;

/**
 * The tasks that are told to end but still run: scaled away (`remove`), or replaced or drained (`shutdown`). They go on for as
 * long as their stop grace period (measured on 20.10). On a node that is down nothing is known of them, so they do not count.
 * Those of desired state `shutdown` are known only when they were asked for; until then those of the look before are kept.
 */
export function leavingOf(service: Service, seen: Observation, before: RolloutState): LeavingTask[] {
  const known = new Map(before.leaving.map((task) => [task.taskId, task]));
  const replaced =
    seen.shut === undefined
      ? before.leaving.filter(({ desired }) => desired === 'shutdown')
      : leaving(seen.shut, 'shutdown');
  return [...replaced, ...leaving(seen.removing, 'remove')].toSorted((a, b) => byName(a.label, b.label));

  function leaving(tasks: readonly Task[], desired: LeavingTask['desired']): LeavingTask[] {
    return tasks
      .filter((task) => isStillThere(task, seen))
      .map((task) => ({
        taskId: task.ID,
        label: service.Spec.Mode.Global === undefined ? String(task.Slot ?? 0) : hostname(task, seen),
        node: hostname(task, seen),
        image: task.Spec.ContainerSpec?.Image ?? '',
        // The last write to such a task was the one that told it to end.
        since: known.get(task.ID)?.since ?? Math.min(timeOf(task.UpdatedAt) ?? seen.at, seen.at),
        desired,
        graceMs: graceOf(task),
      }));
  }
}

/** How long the slowest of them may take to end, in ms. */
export function longestGrace(leaving: readonly LeavingTask[]): number {
  return Math.max(0, ...leaving.map(({ graceMs }) => graceMs));
}

/** Whether one that was leaving has gone: that is progress. */
export function hasGone(before: readonly LeavingTask[], now: readonly LeavingTask[]): boolean {
  const left = new Set(now.map(({ taskId }) => taskId));
  return before.some(({ taskId }) => !left.has(taskId));
}

function isStillThere({ NodeID = '', Status }: Task, { nodes }: Observation): boolean {
  return NodeID !== '' && nodes.get(NodeID)?.down !== true && !ENDED.has(Status.State);
}

function graceOf(task: Task): number {
  const grace = task.Spec.ContainerSpec?.['StopGracePeriod'];
  return typeof grace === 'number' ? Math.round(grace / NANOSECONDS_PER_MS) : DEFAULT_GRACE_MS;
}
