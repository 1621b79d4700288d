import type { Service, Task } from '../swarm/objects.ts';
import { timeOf } from '../swarm/time.ts';
import type { Observation } from './observation.ts';
import type { Rollout, TaskFailure } from './rollout.ts';
import { sameTaskAs } from '../swarm/same-task.ts';
import { hostname } from './hostname.ts';
import { isFromBefore } from './written.ts';

/** A crash loop makes no end of them: the newest are kept. */
const FAILURES_KEPT = 200;

/**
 * The failures known so far and those newly seen: tasks of the new spec that ended by themselves after the write. What is
 * older does not count, since the history of a service may hold failures of the very same spec (a scale).
 * `isBack`: the service has the spec from before again, so the new spec's tasks are those that differ from it.
 */
export function failuresOf(
  rollout: Rollout,
  service: Service,
  seen: Observation,
  isBack: boolean,
): TaskFailure[] {
  const known = rollout.state.failures;
  const isSame = sameTaskAs(service.Spec.TaskTemplate);
  const ids = new Set(known.map(({ taskId }) => taskId));
  const oldest = known.length >= FAILURES_KEPT ? (known[0]?.version ?? 0) : 0;
  const fresh = [...(seen.shut ?? []), ...seen.tasks].flatMap((task) => {
    const state = failedState(task);
    if (state === null || ids.has(task.ID)) return [];
    if (task.Version.Index <= oldest || isFromBefore(rollout, task)) return [];
    if (isSame(task.Spec) === isBack) return [];
    ids.add(task.ID);
    return [failure(task, state, service, seen)];
  });
  return [...known, ...fresh].toSorted((a, b) => a.version - b.version).slice(-FAILURES_KEPT);
}

/** A task that is told to end becomes `shutdown`, so these three have ended by themselves, code 0 included (`complete`). */
function failedState(task: Task): TaskFailure['state'] | null {
  const state = task.Status.State;
  return state === 'failed' || state === 'rejected' || state === 'complete' ? state : null;
}

function failure(task: Task, state: TaskFailure['state'], service: Service, seen: Observation): TaskFailure {
  const node = hostname(task, seen);
  return {
    taskId: task.ID,
    version: task.Version.Index,
    slot: service.Spec.Mode.Global === undefined ? String(task.Slot ?? 0) : node,
    node,
    state,
    words: task.Status.Err || task.Status.Message || state,
    exitCode: exitCode(task, state),
    at: Math.min(timeOf(task.Status.Timestamp) ?? seen.at, seen.at),
  };
}

/** A task that was rejected never ran: its code 0 means nothing. */
function exitCode(task: Task, state: TaskFailure['state']): number | null {
  const code = task.Status.ContainerStatus?.ExitCode;
  if (state === 'complete') return code ?? 0;
  return code === undefined || code === 0 ? null : code;
}
