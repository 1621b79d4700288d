import type { Observers } from '../command.ts';
import type { Release } from '../ports/store.ts';
import { chooseRollback } from '../swarm/choose-rollback.ts';
import { countTasks } from '../swarm/count-tasks.ts';
import { diffSpecs } from '../swarm/diff.ts';
import { findService } from '../swarm/find-service.ts';
import { shortImage } from '../swarm/image-name.ts';
import type { Service } from '../swarm/objects.ts';
import { isUnderWay } from '../swarm/update-state.ts';
import type { Draft } from './draft.ts';
import { isWorthFollowing, UNDO_BY_ROLLBACK } from './draft-service.ts';
import { changeOf, findingsOf } from './findings.ts';

export type RollbackObserved = {
  readonly service: Service;
  readonly release: Release | null;
  readonly underWay: boolean;
  readonly tasks: number;
};

/** What a rollback is planned from. Fails with UserError `not-found` for an unknown service. */
export async function observeRollback(
  on: Observers,
  name: string,
  signal: AbortSignal,
): Promise<RollbackObserved> {
  const service = await findService(on, name, signal);
  const [release, underWay, tasks] = await Promise.all([
    on.releases.latest(on.cluster.name, service.ID),
    isRolling(on, service, signal),
    countTasks(on.swarm, service, signal),
  ]);
  return { service, release, underWay, tasks };
}

/**
 * The engine has no UpdateStatus right after a write, and loses it for good when a spec is posted in the middle of a
 * rollout: then the tasks say whether all are on the service's spec.
 */
async function isRolling(on: Observers, service: Service, signal: AbortSignal): Promise<boolean> {
  const state = service.UpdateStatus?.State ?? '';
  if (state !== '') return isUnderWay(state);
  const query = { services: [service.ID], desired: ['running', 'ready'] } as const;
  const [all, upToDate] = await Promise.all([
    on.swarm.tasks(query, signal),
    on.swarm.tasks({ ...query, upToDate: true }, signal),
  ]);
  const current = new Set(upToDate.map(({ ID }) => ID));
  return all.some(({ ID }) => !current.has(ID));
}

/** The draft of a rollback. Fails with UserError as `chooseRollback` does. */
export function rollbackDraft(observed: RollbackObserved, options: { readonly follow: boolean }): Draft {
  const { service, tasks } = observed;
  const choice = chooseRollback(observed);
  const changes = diffSpecs(service.Spec, choice.spec);
  const change = changeOf(
    { observed: service, target: choice.spec },
    { tasks, rollback: true, engineRollback: choice.kind === 'service.rollback' },
  );
  const image = changes.some(({ field }) => field === 'image')
    ? choice.spec.TaskTemplate.ContainerSpec?.Image
    : undefined;
  return {
    title: `Roll back ${service.Spec.Name}${image === undefined ? '' : ` to ${shortImage(image)}`}`,
    changes,
    writes: [{ kind: choice.kind, observed: service, spec: choice.spec }],
    findings: [...choice.findings, ...findingsOf(change)],
    digests: [],
    undo: UNDO_BY_ROLLBACK,
    follow: options.follow && isWorthFollowing(service, choice.spec),
  };
}
