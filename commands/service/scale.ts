import { flag, scalePair, type ScalePair } from '../../src/core/chat/kinds.ts';
import { change } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Draft } from '../../src/core/plan/draft.ts';
import { isWorthFollowing, undoByRollback } from '../../src/core/plan/draft-service.ts';
import { changeOf, findingsOf } from '../../src/core/plan/findings.ts';
import type { Finding } from '../../src/core/plan/plan.ts';
import { diffSpecs } from '../../src/core/swarm/diff.ts';
import { withReplicas } from '../../src/core/swarm/edits.ts';
import { findService } from '../../src/core/swarm/find-service.ts';
import { liveTasks } from '../../src/core/swarm/live-tasks.ts';
import type { Service, Task } from '../../src/core/swarm/objects.ts';
import type { ServiceSpec } from '../../src/core/swarm/spec.ts';

type Scaling = { readonly observed: Service; readonly live: readonly Task[]; readonly replicas: number };
type Write = Pick<Scaling, 'observed' | 'live'> & { readonly target: ServiceSpec };

/** Sets the number of replicas of one or several services (docker/cli cli/command/service/scale.go). */
export const serviceScale = change({
  name: ['service', 'scale'],
  aliases: [['scale']],
  summary: 'Set how many replicas services have',
  examples: ['scale redis=5', 'service scale redis=5 web=2'],
  params: {
    services: {
      kind: scalePair(),
      at: 'rest',
      required: true,
      meaning: 'services and their numbers of replicas',
      inForm: true,
    },
    detach: { kind: flag(), short: 'd', meaning: 'do not follow the rollout in the thread' },
  },
  observe: async (on, { services }, signal) => {
    refuseTwice(services.map(({ service }) => service));
    return await Promise.all(
      services.map(async ({ service, replicas }): Promise<Scaling> => {
        const observed = await findService(on, service, signal);
        return { observed, live: await liveTasks(on.swarm, observed, signal), replicas };
      }),
    );
  },
  plan: ({ services, detach = false }, scalings) => scaleDraft(services, scalings, !detach),
});

function scaleDraft(pairs: readonly ScalePair[], scalings: readonly Scaling[], follow: boolean): Draft {
  refuseTwice(scalings.map(({ observed }) => observed.Spec.Name));
  const all = scalings.map(({ observed, live, replicas }) => ({
    observed,
    live,
    target: withReplicas(observed.Spec, replicas, 'scale'),
  }));
  const writes = all.filter(({ observed, target }) => diffSpecs(observed.Spec, target).length > 0);
  const same = scalings.filter(({ observed }) => writes.every((write) => write.observed !== observed));
  if (writes.length === 0) throw nothingToDo(same);
  const changing = scalings.filter((scaling) => !same.includes(scaling));
  const followed = follow && writes.some(({ observed, target }) => isWorthFollowing(observed, target));
  return {
    title: `Scale ${changing.map(({ observed, replicas }) => `${observed.Spec.Name} to ${replicas}`).join(', ')}`,
    changes: writes.flatMap((write) => changesOf(write, pairs.length > 1)),
    writes: writes.map(({ observed, target }) => ({ kind: 'service.update', observed, spec: target })),
    findings: [...writes.flatMap(findingsOfWrite), ...same.map(leftAlone)],
    digests: [],
    undo: undoByRollback(
      writes.map(({ observed }) => observed),
      { follow: followed },
    ),
    follow: followed,
  };
}

function changesOf({ observed, target }: Write, several: boolean) {
  return diffSpecs(observed.Spec, target).map((row) =>
    several ? { ...row, field: `${observed.Spec.Name} ${row.field}` } : row,
  );
}

function findingsOfWrite({ observed, target, live }: Write): Finding[] {
  return findingsOf(changeOf({ observed, target }, { live }));
}

function leftAlone(scaling: Scaling): Finding {
  return { code: 'left-alone', level: 'info', text: `${hasAlready(scaling)}: it is left alone.` };
}

function hasAlready({ observed, replicas }: Scaling): string {
  return `${observed.Spec.Name} has ${replicas} ${replicas === 1 ? 'replica' : 'replicas'} already`;
}

function nothingToDo(same: readonly Scaling[]): UserError {
  return new UserError('nothing-to-do', `${same.map(hasAlready).join(', ')}: nothing to change.`);
}

function refuseTwice(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new UserError(
    'usage',
    `${twice} is named twice.`,
    'Give each service one number: scale redis=5 web=2.',
  );
}
