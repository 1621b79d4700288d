import type { Service } from '../swarm/objects.ts';
import { isJob, replicasOf } from '../swarm/mode.ts';
import { restartsTasks } from '../swarm/restart.ts';
import type { ServiceSpec } from '../swarm/spec.ts';
import { isUnderWay } from '../swarm/update-state.ts';
import type { Draft } from './draft.ts';

/**
 * How a write of those services' specs is taken back. A followed change has a button for it under its rollout; a rollback
 * has none, nor has what is not followed: there it is said.
 */
export function undoByRollback(
  services: readonly Service[],
  on: { readonly follow: boolean; readonly rollback?: boolean },
): Draft['undo'] {
  const said = `say ${services.map(({ Spec }) => `"rollback ${Spec.Name}"`).join(' and ')}.`;
  if (on.rollback === true) return { possible: true, why: `${said} Taking this back goes forward again.` };
  if (!on.follow) return { possible: true, why: said };
  return { possible: true, why: 'Waggle keeps the spec from before, and Roll back restores it.' };
}

/** Whether there is anything to watch after a write: tasks restart, their number changes, or a rollout is under way already. Jobs run once and have no rollout; without replicas there is none either. */
export function isWorthFollowing(observed: Service, target: ServiceSpec): boolean {
  if (isJob(target)) return false;
  if (replicasOf(observed.Spec) === 0 && replicasOf(target) === 0) return false;
  // Whatever is written in the middle of a rollout takes its place, and the rollout goes on.
  if (isUnderWay(observed.UpdateStatus?.State)) return true;
  return restartsTasks(observed.Spec, target) || replicasOf(observed.Spec) !== replicasOf(target);
}
