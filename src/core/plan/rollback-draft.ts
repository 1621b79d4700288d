import type { Observers } from '../command.ts';
import type { Release } from '../ports/store.ts';
import { diffSpecs } from '../swarm/diff.ts';
import { findService } from '../swarm/find-service.ts';
import { imageForTable } from '../swarm/image-name.ts';
import { liveTasks } from '../swarm/live-tasks.ts';
import type { Service, Task } from '../swarm/objects.ts';
import { isUnderWay } from '../swarm/update-state.ts';
import { chooseRollback } from './choose-rollback.ts';
import type { Draft } from './draft.ts';
import { isWorthFollowing, undoByRollback } from './draft-service.ts';
import { changeOf, findingsOf } from './findings.ts';

export type RollbackObserved = {
  readonly service: Service;
  readonly release: Release | null;
  readonly underWay: boolean;
  readonly live: readonly Task[];
};

/** What a rollback is planned from. Fails with UserError `not-found` for an unknown service. */
export async function observeRollback(
  on: Observers,
  name: string,
  signal: AbortSignal,
): Promise<RollbackObserved> {
  const service = await findService(on, name, signal);
  // The engine has no UpdateStatus right after a write, and loses it for good when a spec is posted in the middle of a
  // rollout: then the tasks say whether all are on the service's spec.
  const state = service.UpdateStatus?.State ?? '';
  const [release, live, upToDate] = await Promise.all([
    on.releases.latest(on.cluster.name, service.ID),
    liveTasks(on.swarm, service, signal),
    state === '' ? liveTasks(on.swarm, service, signal, { upToDate: true }) : null,
  ]);
  const underWay = upToDate === null ? isUnderWay(state) : hasMore(live, upToDate);
  return { service, release, live, underWay };
}

function hasMore(all: readonly Task[], some: readonly Task[]): boolean {
  const ids = new Set(some.map(({ ID }) => ID));
  return all.some(({ ID }) => !ids.has(ID));
}

/** The draft of a rollback. Fails with UserError as `chooseRollback` does. */
export function rollbackDraft(observed: RollbackObserved, options: { readonly follow: boolean }): Draft {
  const { service, live } = observed;
  const choice = chooseRollback(observed);
  const changes = diffSpecs(service.Spec, choice.spec);
  const change = changeOf(
    { observed: service, target: choice.spec },
    { live, rollback: true, engineRollback: choice.kind === 'service.rollback' },
  );
  const image = changes.some(({ field }) => field === 'image')
    ? choice.spec.TaskTemplate.ContainerSpec?.Image
    : undefined;
  const follow = options.follow && isWorthFollowing(service, choice.spec);
  return {
    title: `Roll back ${service.Spec.Name}${image === undefined ? '' : ` to ${imageForTable(image)}`}`,
    changes,
    writes: [{ kind: choice.kind, observed: service, spec: choice.spec }],
    findings: [...choice.findings, ...findingsOf(change)],
    digests: [],
    undo: undoByRollback([service], { follow, rollback: true }),
    follow,
  };
}
