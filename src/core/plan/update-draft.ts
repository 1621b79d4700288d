import { UserError } from '../errors.ts';
import type { Observers } from '../command.ts';
import type { ImageLookup } from '../ports/swarm.ts';
import { diffSpecs } from '../swarm/diff.ts';
import { findService } from '../swarm/find-service.ts';
import { normaliseImage, withoutDigest } from '../swarm/image-name.ts';
import { liveTasks } from '../swarm/live-tasks.ts';
import type { Service, Task } from '../swarm/objects.ts';
import { resolveImage } from '../swarm/resolve-image.ts';
import { restartsTasks } from '../swarm/restart.ts';
import type { ServiceSpec } from '../swarm/spec.ts';
import type { Draft } from './draft.ts';
import { isWorthFollowing, undoByRollback } from './draft-service.ts';
import { changeOf, findingsOf } from './findings.ts';

export type UpdateObserved = {
  readonly service: Service;
  readonly live: readonly Task[];
  /** What the registry said of the image that was asked for. */
  readonly asked?: { readonly image: string; readonly lookup: ImageLookup };
};

/** What an update is planned from; the registry is asked beside the engine. Fails with UserError `not-found`. */
export async function observeUpdate(
  on: Observers,
  wanted: { readonly service: string; readonly image: string | undefined },
  signal: AbortSignal,
): Promise<UpdateObserved> {
  const image = wanted.image === undefined ? undefined : normaliseImage(wanted.image);
  const [service, lookup] = await Promise.all([
    findService(on, wanted.service, signal),
    image === undefined ? undefined : on.swarm.image(image, signal),
  ]);
  const live = await liveTasks(on.swarm, service, signal);
  return {
    service,
    live,
    ...(image === undefined || lookup === undefined ? {} : { asked: { image, lookup } }),
  };
}

/**
 * The draft of an update, with its image pinned. Fails with UserError `nothing-to-do` when the spec would be the same as
 * now: posting it in the middle of a rollout would take the engine's status away for good.
 */
export function updateDraft(
  observed: UpdateObserved,
  edited: ServiceSpec,
  options: { readonly follow: boolean },
): Draft {
  const { service, live, asked } = observed;
  const { spec: target, digests } =
    asked === undefined ? { spec: edited, digests: [] } : resolveImage(service.Spec, edited, asked.lookup);
  const changes = diffSpecs(service.Spec, target);
  if (changes.length === 0) throw nothingToDo(observed);
  const follow = options.follow && isWorthFollowing(service, target);
  return {
    title: titleOf(service.Spec, target),
    changes,
    writes: [{ kind: 'service.update', observed: service, spec: target }],
    findings: findingsOf(
      changeOf({ observed: service, target }, { live, ...(asked === undefined ? {} : { asked }) }),
    ),
    digests,
    undo: undoByRollback([service], { follow }),
    follow,
  };
}

function nothingToDo({ service, asked }: UpdateObserved): UserError {
  const { Name } = service.Spec;
  if (asked === undefined) {
    return new UserError('nothing-to-do', `${Name} has that already: nothing to change.`);
  }
  return new UserError(
    'nothing-to-do',
    `${Name} has the image ${asked.image} already, and nothing else would change.`,
    `To restart its tasks all the same: update ${Name} --force`,
  );
}

function titleOf(before: ServiceSpec, after: ServiceSpec): string {
  const [old, image] = [before, after].map(({ TaskTemplate }) => TaskTemplate.ContainerSpec?.Image);
  if (image !== undefined && image !== old) return `Update ${after.Name} to ${withoutDigest(image)}`;
  const forced = before.TaskTemplate.ForceUpdate !== after.TaskTemplate.ForceUpdate;
  if (forced && restartsTasks(before, after)) return `Restart the tasks of ${after.Name}`;
  return `Update ${after.Name}`;
}
