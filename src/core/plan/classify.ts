import { sameTaskAs } from '../swarm/same-task.ts';
import { specHash } from '../swarm/hash.ts';
import type { Service, Task } from '../swarm/objects.ts';
import type { ServiceSpec } from '../swarm/spec.ts';
import { isRollback } from '../swarm/update-state.ts';
import type { Operation } from './plan.ts';

/**
 * What became of a write whose answer was lost, told from what the engine holds now:
 * - `landed`: it happened (it may have been changed or rolled back since, which the watcher tells).
 * - `not-landed`: it did not happen.
 * - `repeatable`: it had not happened when asked, and the very same request with the same version may be sent again: the
 *   engine refuses it if the first one arrives before it. No other retry is ever allowed.
 * - `rolled-back`: the old spec is there again after an automatic rollback that is newer than the write: this write's, or
 *   somebody else's. The tasks tell which (`hasRun`).
 * - `unknown`: it cannot be told.
 */
export type Verdict = 'landed' | 'not-landed' | 'repeatable' | 'rolled-back' | 'unknown';

export function classify(operation: Operation, now: Service | null): Verdict {
  if (now === null) return 'unknown';
  const hash = specHash(now.Spec);
  const previous = now.PreviousSpec ? specHash(now.PreviousSpec) : null;
  if (hash === operation.targetHash) return 'landed';
  // An older version is a manager that lags: the engine refuses the repeat if the first one arrived.
  if (now.Version.Index <= operation.baseVersion) return 'repeatable';
  // A spec with this plan's label can only have come from this plan's write.
  if (previous === operation.targetHash && operation.kind === 'service.update') return 'landed';
  if (hash !== operation.baseHash) return 'unknown';
  // The old spec again. An automatic rollback puts it back and forgets PreviousSpec; a mere status write changes neither.
  if (previous === null && hasNewRollback(operation, now)) return 'rolled-back';
  return previous === operation.basePreviousHash ? 'not-landed' : 'unknown';
}

/** Another rollout has another start; the one from before the write may still have moved on. */
function hasNewRollback({ baseStartedAt }: Operation, { UpdateStatus }: Service): boolean {
  const { State, StartedAt = '' } = UpdateStatus ?? {};
  return isRollback(State) && (baseStartedAt === '' || StartedAt !== baseStartedAt);
}

/** Whether a task of the target's spec was ever made, which proves that the write landed. No proof where tasks do not differ. */
export function hasRun(target: ServiceSpec, base: ServiceSpec, tasks: readonly Task[]): boolean {
  const isTarget = sameTaskAs(target.TaskTemplate);
  return !isTarget(base.TaskTemplate) && tasks.some(({ Spec }) => isTarget(Spec));
}
