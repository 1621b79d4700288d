import type { Service } from '../swarm/objects.ts';
import { isJob, replicasOf } from '../swarm/mode.ts';
import { restartsTasks } from '../swarm/restart.ts';
import type { ServiceSpec } from '../swarm/spec.ts';

/** Undo of any write of a service's spec. */
export const UNDO_BY_ROLLBACK = {
  possible: true,
  why: 'Waggle keeps the spec from before, and Roll back restores it.',
} as const;

/** Whether there is anything to watch after a write: tasks restart or their number changes. Jobs run once and have no rollout. */
export function isWorthFollowing(observed: Service, target: ServiceSpec): boolean {
  if (isJob(target)) return false;
  return restartsTasks(observed.Spec, target) || replicasOf(observed.Spec) !== replicasOf(target);
}
