import { paceOf } from '../swarm/pace.ts';
import type { Service, Task } from '../swarm/objects.ts';
import { replacedTasks } from '../swarm/replaced-tasks.ts';
import type { ServiceSpec } from '../swarm/spec.ts';
import { anotherRepository, digestUnknown, imageMissing, movingTag } from './findings-image.ts';
import {
  allAtOnce,
  allAtOnceLater,
  continueOnFailure,
  noHealthCheck,
  noRestart,
  noTaskRuns,
  onlyReplica,
  restarts,
  restartsAgain,
  startFirstHostPort,
} from './findings-restart.ts';
import type { Change, Rule } from './findings-rule.ts';
import { resumesPaused, supersedes, toZero } from './findings-state.ts';
import type { Finding } from './plan.ts';

const RULES: readonly Rule[] = [
  imageMissing,
  toZero,
  startFirstHostPort,
  allAtOnce,
  allAtOnceLater,
  onlyReplica,
  continueOnFailure,
  supersedes,
  resumesPaused,
  anotherRepository,
  digestUnknown,
  movingTag,
  restartsAgain,
  noHealthCheck,
  restarts,
  noRestart,
  noTaskRuns,
];

/** What is risky or worth knowing about a change, the worst first. */
export function findingsOf(change: Change): Finding[] {
  const weight = { danger: 0, warning: 1, info: 2 };
  return RULES.map((rule) => rule(change))
    .filter((finding) => finding !== null)
    .toSorted((a, b) => weight[a.level] - weight[b.level]);
}

/**
 * The facts of a change. `live` are the service's live tasks as they are now, of whatever spec. `engineRollback` when the engine rolls
 * back itself: then the restored spec's rollback settings set the pace.
 */
export function changeOf(
  write: { readonly observed: Service; readonly target: ServiceSpec },
  options: {
    readonly live: readonly Task[];
    readonly asked?: Change['asked'];
    readonly rollback?: boolean;
    readonly engineRollback?: boolean;
  },
): Change {
  return {
    ...write,
    replaced: replacedTasks(options.live, write.observed, write.target),
    pace: paceOf(write.target, options.engineRollback === true ? 'RollbackConfig' : 'UpdateConfig'),
    ...(options.asked === undefined ? {} : { asked: options.asked }),
    rollback: options.rollback ?? false,
  };
}
