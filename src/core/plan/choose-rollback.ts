import { UserError } from '../errors.ts';
import type { Release } from '../ports/store.ts';
import { diffSpecs } from '../swarm/diff.ts';
import { bareHash, bareSpec, specHash } from '../swarm/hash.ts';
import { withoutDigest } from '../swarm/image-name.ts';
import type { Service } from '../swarm/objects.ts';
import { restartsTasks } from '../swarm/restart.ts';
import { sameTaskAs } from '../swarm/same-task.ts';
import type { ServiceSpec } from '../swarm/spec.ts';
import { engineWord, isRollback, rolledBackByEngine } from '../swarm/update-state.ts';
import { ROLLBACK_COMMAND } from './command-names.ts';
import type { Finding } from './plan.ts';

export type RollbackChoice = {
  readonly kind: 'service.update' | 'service.rollback';
  readonly spec: ServiceSpec;
  readonly findings: readonly Finding[];
};

/**
 * How to take the last change of a service back. The engine keeps one step only and overwrites it with every update; its
 * own rollback in the middle of a rollout can finish the new image (moby#37693). So Waggle's copy of the spec from before
 * its last change comes first, and is posted while anything is under way. `underWay`: a rollout or rollback has not ended.
 *
 * Fails with UserError `nothing-to-do` when the engine has rolled back by itself, or nothing differs; `not-possible` when
 * nobody kept a spec from before.
 */
export function chooseRollback(on: {
  readonly service: Service;
  readonly release: Release | null;
  readonly underWay: boolean;
}): RollbackChoice {
  const { service, release, underWay } = on;
  const choice =
    release !== null && release.afterHash === specHash(service.Spec)
      ? toOurCopy(service, release, underWay)
      : toPrevious(service, underWay);
  if (diffSpecs(service.Spec, choice.spec).length === 0) {
    throw new UserError(
      'nothing-to-do',
      `The spec of ${service.Spec.Name} from before its last change is the same as now: nothing to roll back.`,
    );
  }
  return choice;
}

function toOurCopy(service: Service, release: Release, underWay: boolean): RollbackChoice {
  const findings = [
    ...(release.command === ROLLBACK_COMMAND ? [goesForward(service)] : []),
    ...(rolledBackByEngine(service) ? [goesBackFurther(service)] : []),
    ...(underWay ? inTheMiddle(service, release.before) : []),
  ];
  const previous = service.PreviousSpec;
  if (!underWay && previous && bareHash(previous) === bareHash(release.before)) {
    return { kind: 'service.rollback', spec: previous, findings };
  }
  return { kind: 'service.update', spec: bareSpec(release.before), findings };
}

function toPrevious(service: Service, underWay: boolean): RollbackChoice {
  if (rolledBackByEngine(service)) throw alreadyRolledBack(service);
  const previous = service.PreviousSpec;
  if (!previous) {
    throw new UserError(
      'not-possible',
      `${service.Spec.Name} does not have a previous spec: it was not changed since it was created, and Waggle has no older copy.`,
      `To change it all the same, say what to change, such as update ${service.Spec.Name} image=redis:3.0.5.`,
    );
  }
  const byHand = isRollback(service.UpdateStatus?.State);
  const findings = [
    ...(byHand ? [goesForward(service)] : []),
    oneStepOnly(service),
    ...(underWay ? inTheMiddle(service, previous) : []),
  ];
  // In the middle of a rollout the engine's own rollback may go on with the new image, so its copy is posted like any spec.
  if (underWay) return { kind: 'service.update', spec: bareSpec(previous), findings };
  return { kind: 'service.rollback', spec: previous, findings };
}

function alreadyRolledBack({ Spec, UpdateStatus }: Service): UserError {
  const words = UpdateStatus?.Message ? ` It says: ${UpdateStatus.Message}` : '';
  switch (engineWord(UpdateStatus?.State)) {
    case 'updating':
      return new UserError(
        'nothing-to-do',
        `The engine is rolling ${Spec.Name} back by itself just now.${words}`,
        `Watch it with ps ${Spec.Name}.`,
      );
    case 'paused':
      return new UserError(
        'nothing-to-do',
        `The engine has put ${Spec.Name} back to its spec from before by itself, but that rollback is paused because tasks fail.${words}`,
        `See why with ps ${Spec.Name}; update ${Spec.Name} --force starts its tasks again.`,
      );
    case 'completed':
    case '':
      return new UserError(
        'nothing-to-do',
        `The engine has rolled ${Spec.Name} back by itself already.${words}`,
        `See what runs with ps ${Spec.Name}.`,
      );
  }
}

function goesForward({ Spec }: Service): Finding {
  return {
    code: 'goes-forward',
    level: 'warning',
    text: `The last change of ${Spec.Name} was a rollback: taking it back goes forward again, to what was rolled back from.`,
  };
}

function goesBackFurther({ Spec }: Service): Finding {
  return {
    code: 'goes-back-further',
    level: 'warning',
    text: `The engine has rolled a later change of ${Spec.Name} back by itself already: this goes back one change more.`,
  };
}

function inTheMiddle(service: Service, target: ServiceSpec): Finding[] {
  const { Spec } = service;
  const again = restartsTasks(Spec, target) ? ', and tasks already replaced are replaced again' : '';
  return [
    ...imageStays(service, target),
    {
      code: 'in-the-middle',
      level: 'info',
      text: `A rollout of ${Spec.Name} has not come to its end: the spec from before is written as an ordinary update, at the update's pace${again}.`,
    },
  ];
}

/** Only the last change is taken back: where that was a scale, what the rollout brings goes on. */
function imageStays({ Spec }: Service, { TaskTemplate }: ServiceSpec): Finding[] {
  const image = Spec.TaskTemplate.ContainerSpec?.Image;
  if (image === undefined || !sameTaskAs(TaskTemplate)(Spec.TaskTemplate)) return [];
  return [
    {
      code: 'image-stays',
      level: 'danger',
      text: `The image stays ${withoutDigest(image)}: this takes back the last change only. To change the image say: update ${Spec.Name} image=...`,
    },
  ];
}

function oneStepOnly({ Spec }: Service): Finding {
  return {
    code: 'engine-one-step',
    level: 'warning',
    text: `The last change of ${Spec.Name} was not made by Waggle: this is the one step back that the engine keeps, which may be no more than the last small change.`,
  };
}
