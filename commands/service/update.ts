import { applyEdits } from '../../src/core/chat/apply-edits.ts';
import {
  choice,
  count,
  duration,
  flag,
  image,
  ratio,
  replicas,
  serviceName,
} from '../../src/core/chat/kinds.ts';
import type { Args, ParamTable } from '../../src/core/chat/param.ts';
import { change } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import { observeRollback, rollbackDraft } from '../../src/core/plan/rollback-draft.ts';
import { observeUpdate, updateDraft } from '../../src/core/plan/update-draft.ts';
import { withForce, withImage, withPace, withReplicas } from '../../src/core/swarm/edits.ts';
import type { Pace } from '../../src/core/swarm/pace.ts';
import type { ServiceSpec } from '../../src/core/swarm/spec.ts';

type PaceField = 'Delay' | 'Parallelism' | 'Monitor' | 'Order' | 'FailureAction' | 'MaxFailureRatio';

/** The edit of one field of the update's or the rollback's pace. */
function pace(which: Pace, field: PaceField) {
  return (spec: ServiceSpec, value: number | string) => withPace(spec, which, { [field]: value });
}

const ORDERS = ['start-first', 'stop-first'] as const;

const params = {
  service: { kind: serviceName(), at: 'place', required: true, meaning: 'the service', inForm: true },
  image: {
    kind: image(),
    meaning: 'the image to run; its digest is looked up and pinned',
    inForm: true,
    edit: withImage,
  },
  replicas: {
    kind: replicas(),
    meaning: 'how many tasks to run',
    inForm: true,
    edit: (spec: ServiceSpec, value: number) => withReplicas(spec, value, 'update'),
  },
  'update-delay': {
    kind: duration(),
    aliases: ['delay'],
    meaning: 'how long to wait after each task',
    inForm: true,
    edit: pace('UpdateConfig', 'Delay'),
  },
  'update-parallelism': {
    kind: count('N'),
    aliases: ['parallelism'],
    meaning: 'how many tasks are replaced at the same time; 0 is all of them',
    inForm: true,
    edit: pace('UpdateConfig', 'Parallelism'),
  },
  'update-monitor': {
    kind: duration(),
    aliases: ['monitor'],
    meaning: 'how long a new task is watched for failure',
    edit: pace('UpdateConfig', 'Monitor'),
  },
  'update-order': {
    kind: choice(ORDERS),
    aliases: ['order'],
    meaning: 'whether the old task stops first or the new one starts first',
    edit: pace('UpdateConfig', 'Order'),
  },
  'update-failure-action': {
    kind: choice(['pause', 'continue', 'rollback']),
    meaning: 'what the engine does when the update fails',
    edit: pace('UpdateConfig', 'FailureAction'),
  },
  'update-max-failure-ratio': {
    kind: ratio(),
    meaning: 'what share of tasks may fail before the update has failed',
    edit: pace('UpdateConfig', 'MaxFailureRatio'),
  },
  'rollback-delay': {
    kind: duration(),
    meaning: 'how long to wait after each task of a rollback',
    edit: pace('RollbackConfig', 'Delay'),
  },
  'rollback-parallelism': {
    kind: count('N'),
    meaning: 'how many tasks are rolled back at the same time; 0 is all of them',
    edit: pace('RollbackConfig', 'Parallelism'),
  },
  'rollback-monitor': {
    kind: duration(),
    meaning: 'how long a task that was rolled back is watched for failure',
    edit: pace('RollbackConfig', 'Monitor'),
  },
  'rollback-order': {
    kind: choice(ORDERS),
    meaning: 'whether the old task stops first or the new one starts first in a rollback',
    edit: pace('RollbackConfig', 'Order'),
  },
  'rollback-failure-action': {
    kind: choice(['pause', 'continue']),
    meaning: 'what the engine does when a rollback fails',
    edit: pace('RollbackConfig', 'FailureAction'),
  },
  'rollback-max-failure-ratio': {
    kind: ratio(),
    meaning: 'what share of tasks may fail before a rollback has failed',
    edit: pace('RollbackConfig', 'MaxFailureRatio'),
  },
  force: {
    kind: flag(),
    meaning: 'replace the tasks even if nothing else changes',
    edit: (spec: ServiceSpec, force: boolean) => (force ? withForce(spec) : spec),
  },
  rollback: {
    kind: flag(),
    meaning: 'take the last change back, as service rollback does; nothing else may be given',
  },
  detach: { kind: flag(), short: 'd', meaning: 'do not follow the rollout in the thread' },
  quiet: { kind: flag(), short: 'q', meaning: 'accepted as docker does; changes nothing here' },
} as const satisfies ParamTable;

/** Changes a service (docker/cli cli/command/service/update.go). */
export const serviceUpdate = change({
  name: ['service', 'update'],
  aliases: [['update']],
  summary: 'Change a service: its image, replicas, and how it is rolled out',
  examples: [
    'update redis image=redis:3.0.6 delay=10s parallelism=2',
    'docker service update --update-delay 10s --update-parallelism 2 --image redis:3.0.6 redis',
    'update redis --force',
  ],
  params,
  observe: async (on, args, signal) => {
    refuseEmpty(args);
    return args.rollback === true
      ? { kind: 'rollback' as const, seen: await observeRollback(on, args.service, signal) }
      : {
          kind: 'update' as const,
          seen: await observeUpdate(on, { service: args.service, image: args.image }, signal),
        };
  },
  plan: (args, observed) => {
    const follow = args.detach !== true;
    if (observed.kind === 'rollback') return rollbackDraft(observed.seen, { follow });
    return updateDraft(observed.seen, applyEdits(params, args, observed.seen.service.Spec), { follow });
  },
});

const NO_CHANGES = new Set(['service', 'rollback', 'detach', 'quiet']);

function refuseEmpty(args: Args<typeof params>): void {
  const { service, rollback = false } = args;
  const changes = Object.keys(args).filter((name) => !NO_CHANGES.has(name));
  if (rollback && changes.length > 0) {
    throw new UserError(
      'usage',
      `${changes.map((name) => `--${name}`).join(', ')} cannot be combined with --rollback.`,
      `Roll back first: rollback ${service}.`,
    );
  }
  if (rollback || changes.length > 0) return;
  throw new UserError(
    'nothing-to-do',
    `Nothing to change was given for ${service}.`,
    `Say what to change, such as update ${service} image=redis:3.0.6.`,
  );
}
