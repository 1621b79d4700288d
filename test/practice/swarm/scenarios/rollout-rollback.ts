import type { ClaimId } from '../claims.ts';
import type { Scenario } from '../scenario.ts';
import type { Spec } from '../stage.ts';
import { tookPace } from './pace.ts';
import {
  histories,
  replicas,
  SECOND,
  serviceOf,
  SLOW_TO_STOP,
  statusesButFleeting,
  taken,
  toImage,
  untilReached,
} from './rolls.ts';

type Shape = { readonly name: string; readonly claims: readonly ClaimId[]; readonly config: Spec };

/** UpdateConfig is as it is for all: a rollback goes by RollbackConfig alone. */
const SHAPES: readonly Shape[] = [
  { name: 'plain', claims: ['rollback-monitor'], config: { Parallelism: 1, Monitor: 2 * SECOND } },
  {
    name: 'delay',
    claims: ['rollback-delay'],
    config: { Parallelism: 1, Delay: 2 * SECOND, Monitor: SECOND },
  },
  { name: 'parallelism', claims: ['rollback-parallelism'], config: { Parallelism: 0, Monitor: SECOND } },
  { name: 'start-first', claims: ['rollback-order'], config: { Order: 'start-first' } },
];

const byConfig: readonly Scenario[] = SHAPES.map(({ name, claims, config }) => ({
  name: `rollout-back-${name}`,
  claims,
  play: async (stage) => {
    const UpdateConfig = { Parallelism: 0, Monitor: 100_000_000 };
    const spec = stage.spec('web:1', {
      ...SLOW_TO_STOP,
      ...replicas(2),
      UpdateConfig,
      RollbackConfig: config,
    });
    const id = await stage.create(spec);
    await taken(() => stage.update(id, toImage(stage, 'web:2')));
    await stage.untilStatus(id, 'completed');
    await stage.untilRunning(id, 2, stage.image('web:2'));
    const following = stage.follow(id);
    await taken(() => stage.update(id, (spec) => spec, 'rollback=previous'));
    await stage.untilStatus(id, 'rollback_completed');
    const course = await following.stop();
    stage.fact('the last status', statusesButFleeting(course).at(-1));
    stage.fact('the slots', histories(course));
    stage.fact('most tasks of one slot at once', course.mostRunningInASlot);
    stage.fact('fewest tasks at once', course.fewestRunning);
    await tookPace(stage, id, stage.image('web:1'), (config['Parallelism'] ?? 1) as number);
  },
}));

/**
 * With one at a time, a rollout of four slots that all fail is paused when failures / 4 is more than the ratio. One more slot may
 * be begun before that is noticed.
 */
const ratios: readonly Scenario[] = (
  [
    [0, 1],
    [0.3, 2],
    [0.5, 3],
    [1, 4],
  ] as const
).map(([ratio, least]) => ({
  name: `rollout-max-failure-ratio-${ratio * 100}`,
  claims: [
    'rollout-max-failure-ratio',
    'update-max-failure-ratio',
    ...(ratio === 1 ? [] : (['end-paused'] as const)),
  ],
  play: async (stage) => {
    const UpdateConfig = { MaxFailureRatio: ratio };
    const once = { TaskTemplate: { RestartPolicy: { Condition: 'none' } } };
    const id = await stage.create(stage.spec('web:1', { ...replicas(4), UpdateConfig, ...once }));
    const following = stage.follow(id);
    await taken(() => stage.update(id, toImage(stage, 'redis:crash')));
    await stage.untilStatus(id, ratio === 1 ? 'completed' : 'paused');
    await stage.ground.pass(500);
    const reached = histories(await following.stop())['web:1 -> redis:crash'] ?? 0;
    stage.fact(
      'slots that it reached',
      reached === least || reached === least + 1 ? `${least} or one more` : reached,
    );
  },
}));

/**
 * A rollback that fails. The old image crashes at once, the new one after 9 s: when the first slot's task fails, the second
 * still runs the new image, so that it is certainly to be rolled back. (A slot whose own task failed may be given its next task
 * by the restart supervisor, of the old spec already.)
 */
const failing = (name: string, claims: readonly ClaimId[], RollbackConfig: Spec, end: string): Scenario => ({
  name: `rollout-back-fails-${name}`,
  claims,
  play: async (stage) => {
    const late = { TaskTemplate: { RestartPolicy: { Condition: 'any', Delay: 60 * SECOND } } };
    const UpdateConfig = { FailureAction: 'rollback', Monitor: 20 * SECOND };
    // watched for long: a busy engine takes more than a second to see that a container has ended
    const back = { Monitor: 10 * SECOND, ...RollbackConfig };
    const spec = stage.spec('redis:crash', { ...replicas(2), ...late, UpdateConfig, RollbackConfig: back });
    const id = await stage.create(spec, { wait: false });
    await untilReached(stage, id, stage.image('redis:crash'), 2);
    const following = stage.follow(id);
    await taken(() => stage.update(id, toImage(stage, 'redis:crash9')));
    await stage.untilStatus(id, end);
    const { PreviousSpec: previous, UpdateStatus: status } = await serviceOf(stage, id);
    const statuses = statusesButFleeting(await following.stop());
    stage.fact('the statuses', statuses);
    stage.fact('it has a previous spec', previous !== undefined);
    stage.fact('it says when it ended', status?.CompletedAt !== undefined);
  },
});

const fails: readonly Scenario[] = [
  failing('pause', ['end-rollback-paused', 'rollback-failure-action'], {}, 'rollback_paused'),
  failing('continue', ['rollback-failure-action'], { FailureAction: 'continue' }, 'rollback_completed'),
  failing('ratio-1', ['rollback-max-failure-ratio'], { MaxFailureRatio: 1 }, 'rollback_completed'),
];

/** By what a rollback goes, and how many failures either way bears. */
export const rolloutRollback: readonly Scenario[] = [...byConfig, ...ratios, ...fails];
