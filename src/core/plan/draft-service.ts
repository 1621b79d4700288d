import type { Service } from '../swarm/objects.ts';
import { isJob, replicasOf } from '../swarm/mode.ts';
import { restartsTasks } from '../swarm/restart.ts';
import type { ServiceSpec } from '../swarm/spec.ts';
import { isUnderWay } from '../swarm/update-state.ts';

/** Undo of any write of a service's spec. */
export const UNDO_BY_ROLLBACK = {
  possible: true,
  why: 'Waggle keeps the spec from before, and Roll back restores it.',
} as const;

/** Whether there is anything to watch after a write: tasks restart, their number changes, or a rollout is under way already. Jobs run once and have no rollout. */
export function isWorthFollowing(observed: Service, target: ServiceSpec): boolean {
  if (isJob(target)) return false;
  // Whatever is written in the middle of a rollout takes its place, and the rollout goes on.
  if (isUnderWay(observed.UpdateStatus?.State)) return true;
  return restartsTasks(observed.Spec, target) || replicasOf(observed.Spec) !== replicasOf(target);
}
