import { diff } from '../diff.ts';
import { said } from '../said.ts';
import { statusOf } from '../follow.ts';
import type { Scenario } from '../scenario.ts';
import type { Course, Stage } from '../stage.ts';
import {
  histories,
  replicas,
  SECOND,
  serviceOf,
  SOON,
  statusesButFleeting,
  taken,
  tasksOf,
  toImage,
  untilReached,
} from './rolls.ts';

/** The tasks of this image that are at their end, with the engine's words; each sort once. */
const broken = async (stage: Stage, id: string, image: string): Promise<unknown> => {
  await stage.until('a task is at its end', async () => (await ended()).length > 0);
  const words = (await ended()).map(({ Status, DesiredState }) => {
    const { State: state, Err: err, ContainerStatus: container } = Status;
    return JSON.stringify({ state, desired: DesiredState, err, exitCode: container?.ExitCode });
  });
  return [...new Set(words)].toSorted().map((word) => JSON.parse(word) as unknown);

  async function ended() {
    const tasks = await tasksOf(stage, id);
    return tasks.filter(
      ({ Spec, Status, DesiredState }) =>
        Spec.ContainerSpec.Image === image &&
        DesiredState === 'shutdown' &&
        (Status.State === 'failed' || Status.State === 'rejected'),
    );
  }
};

const timesOf = async (stage: Stage, id: string): Promise<unknown> => {
  const { StartedAt, CompletedAt } = (await serviceOf(stage, id)).UpdateStatus ?? {};
  return { started: StartedAt !== undefined, completed: CompletedAt !== undefined };
};

/** What became of the slots that were begun; how many were before the failure was judged is left to chance. */
const changed = (course: Course): string[] =>
  Object.keys(histories(course)).filter((history) => history.includes('->'));

const paused: Scenario = {
  name: 'rollout-end-paused',
  claims: ['end-paused', 'update-failure-action', 'failure-task-failed', 'rollout-status-times'],
  play: async (stage) => {
    const id = await stage.create(stage.spec('web:1', { ...replicas(3), ...SOON }));
    const following = stage.follow(id);
    await taken(() => stage.update(id, toImage(stage, 'redis:crash')));
    await stage.untilStatus(id, 'paused');
    const image = stage.image('redis:crash');
    stage.fact('the failed tasks', await broken(stage, id, image));
    const course = await following.stop();
    stage.fact('the statuses', statusesButFleeting(course));
    stage.fact('the times it has', await timesOf(stage, id));
    stage.fact('what slots went through', changed(course));
    await stage.until('the slot is tried again', async () => {
      const tasks = await tasksOf(stage, id);
      return tasks.filter(({ Spec }) => Spec.ContainerSpec.Image === image).length > 2;
    });
    stage.fact('while its slot is tried again it stays', statusOf(await serviceOf(stage, id)));
  },
};

const missingImage: Scenario = {
  name: 'rollout-end-missing-image',
  claims: ['end-missing-image', 'failure-task-rejected'],
  play: async (stage) => {
    const id = await stage.create(stage.spec('web:1', { ...replicas(3), ...SOON }));
    const following = stage.follow(id);
    await taken(() => stage.update(id, toImage(stage, 'redis:missing')));
    await stage.untilStatus(id, 'paused');
    stage.fact('the rejected tasks', await broken(stage, id, stage.image('redis:missing')));
    const course = await following.stop();
    stage.fact('the statuses', statusesButFleeting(course));
    stage.fact('what slots went through', changed(course));
  },
};

/** Containers that cannot be started, or not even be made. */
const cannotStart: readonly Scenario[] = (
  [
    ['unknown-program', 'failure-task-failed', { Command: ['nobody-knows'] }],
    ['unknown-path', 'failure-task-failed', { Command: ['/nobody/knows'] }],
    ['a-folder', 'failure-task-failed', { Command: ['/etc'] }],
    [
      'unknown-bind',
      'failure-task-rejected',
      { Mounts: [{ Type: 'bind', Source: '/nobody-knows', Target: '/x' }] },
    ],
  ] as const
).map(([what, claim, ContainerSpec]) => ({
  name: `rollout-end-${what}`,
  claims: [claim, 'end-paused'],
  play: async (stage) => {
    const id = await stage.create(stage.spec('web:1', { ...replicas(1), ...SOON }));
    await taken(() => stage.update(id, toImage(stage, 'web:2', { TaskTemplate: { ContainerSpec } })));
    await stage.untilStatus(id, 'paused');
    stage.fact('the tasks', await broken(stage, id, stage.image('web:2')));
  },
}));

const rolledBack: Scenario = {
  name: 'rollout-end-rolled-back',
  claims: ['end-rolled-back', 'update-failure-action', 'trap-8-what-is-previous', 'rollout-status-times'],
  play: async (stage) => {
    const UpdateConfig = { FailureAction: 'rollback' };
    const id = await stage.create(stage.spec('web:1', { ...replicas(3), ...SOON, UpdateConfig }));
    const before = await serviceOf(stage, id);
    const following = stage.follow(id);
    await taken(() => stage.update(id, toImage(stage, 'redis:crash', { Labels: { team: 'a' } })));
    await stage.untilStatus(id, 'updating');
    const { UpdateStatus: updating } = await serviceOf(stage, id);
    await stage.untilStatus(id, 'rollback_completed');
    const after = await serviceOf(stage, id);
    await stage.untilRunning(id, 3, stage.image('web:1'));
    const course = await following.stop();
    stage.fact('the statuses', statusesButFleeting(course));
    stage.fact('changed in the spec', diff(before.Spec, after.Spec));
    stage.fact('it has a previous spec', after.PreviousSpec !== undefined);
    stage.fact('it has the start of the update', updating?.StartedAt === after.UpdateStatus?.StartedAt);
    stage.fact('the times it has', await timesOf(stage, id));
    stage.fact('what slots went through', changed(course));
    stage.fact('a rollback by hand', said(await stage.update(id, (spec) => spec, 'rollback=previous')));
  },
};

const crashing: Scenario = {
  name: 'rollout-end-completed-while-crashing',
  claims: ['end-completed-while-crashing', 'trap-4-completed-while-crashing', 'update-failure-action'],
  play: async (stage) => {
    const UpdateConfig = { FailureAction: 'continue' };
    const id = await stage.create(stage.spec('web:1', { ...replicas(2), ...SOON, UpdateConfig }));
    const following = stage.follow(id);
    await taken(() => stage.update(id, toImage(stage, 'redis:crash')));
    await stage.untilStatus(id, 'completed');
    const course = await following.stop();
    stage.fact('the statuses', statusesButFleeting(course));
    stage.fact('the slots', histories(course));
    stage.fact('the failed tasks', await broken(stage, id, stage.image('redis:crash')));
  },
};

const unplaceable: Scenario = {
  name: 'rollout-end-unplaceable',
  claims: ['end-unplaceable', 'trap-5-unplaceable-is-no-failure', 'failure-pending-reasons'],
  play: async (stage) => {
    const UpdateConfig = { FailureAction: 'rollback' };
    const id = await stage.create(stage.spec('web:1', { ...replicas(2), UpdateConfig }));
    const following = stage.follow(id);
    const nowhere = { TaskTemplate: { Placement: { Constraints: ['node.hostname==nowhere'] } } };
    await taken(() => stage.update(id, toImage(stage, 'web:2', nowhere)));
    const image = stage.image('web:2');
    await stage.until('a task has no place', async () =>
      (await tasksOf(stage, id)).some(
        ({ Spec, Status }) => Spec.ContainerSpec.Image === image && Status.Err !== undefined,
      ),
    );
    // three times its monitor time
    await stage.ground.pass(3000);
    const course = await following.stop();
    stage.fact('the statuses', statusesButFleeting(course));
    stage.fact(
      'the slots',
      Object.values(course.slots).toSorted((a, b) => a.length - b.length),
    );
    await taken(() =>
      stage.update(id, toImage(stage, 'web:2', { TaskTemplate: { Placement: { Constraints: [] } } })),
    );
    await stage.untilRunning(id, 2, image);
    await stage.untilStatus(id, 'completed');
    const gone = (await tasksOf(stage, id)).filter(({ NodeID = '' }) => NodeID === '');
    stage.fact(
      'the task that had no place',
      gone.map(({ Status, DesiredState }) => ({ ...Status, DesiredState })),
    );
  },
};

const superseded: Scenario = {
  name: 'rollout-end-superseded',
  claims: ['end-superseded', 'rollout-status-times'],
  play: async (stage) => {
    const UpdateConfig = { Delay: 60 * SECOND };
    const id = await stage.create(stage.spec('web:1', { ...replicas(2), UpdateConfig }));
    const following = stage.follow(id);
    await taken(() => stage.update(id, toImage(stage, 'web:2')));
    await untilReached(stage, id, stage.image('web:2'), 1);
    const first = await serviceOf(stage, id);
    const next = toImage(stage, 'redis:3.0.5', { UpdateConfig: { Delay: 0 } });
    await taken(() => stage.update(id, next));
    await stage.untilStatus(id, 'completed');
    const second = await serviceOf(stage, id);
    const course = await following.stop();
    stage.fact('the first had begun', statusOf(first));
    stage.fact(
      'the second has a start of its own',
      first.UpdateStatus?.StartedAt !== second.UpdateStatus?.StartedAt,
    );
    stage.fact('the slots', histories(course));
  },
};

/** The ends of rollouts. */
export const rolloutEnds: readonly Scenario[] = [
  paused,
  missingImage,
  ...cannotStart,
  rolledBack,
  crashing,
  unplaceable,
  superseded,
];
