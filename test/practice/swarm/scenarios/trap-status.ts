import { filters, type ApiTask } from '../api.ts';
import { statusOf } from '../follow.ts';
import { said } from '../said.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import {
  histories,
  replicas,
  SECOND,
  serviceOf,
  SOON,
  taken,
  tasksOf,
  toImage,
  untilReached,
} from './rolls.ts';

const imagesOf = async (stage: Stage, id: string): Promise<unknown> => {
  const { PreviousSpec: previous, Spec: spec } = await serviceOf(stage, id);
  return { previous: imageOf(previous), spec: imageOf(spec) };
};

const identical: Scenario = {
  name: 'trap-2-identical-spec-in-the-middle',
  claims: ['trap-2-identical-spec-ends-the-status', 'end-without-status'],
  play: async (stage) => {
    const UpdateConfig = { Delay: 2 * SECOND };
    const id = await stage.create(stage.spec('web:1', { ...replicas(3), UpdateConfig }));
    await taken(() => stage.update(id, toImage(stage, 'web:2')));
    await untilReached(stage, id, stage.image('web:2'), 1);
    stage.fact('before', statusOf(await serviceOf(stage, id)));
    await taken(() => stage.update(id, (spec) => spec));
    await stage.until('the status is gone', async () => statusOf(await serviceOf(stage, id)) === null);
    const following = stage.follow(id);
    await stage.untilRunning(id, 3, stage.image('web:2'));
    // longer than the delay and the monitor time: an end would have been said by now
    await stage.ground.pass(3500);
    stage.fact('afterwards', (await following.stop()).statuses);
    stage.fact('the images', await imagesOf(stage, id));
  },
};

const labelWhileWatched: Scenario = {
  name: 'trap-2-label-while-it-is-watched',
  claims: [
    'trap-2-identical-spec-ends-the-status',
    'trap-1-previous-spec-is-overwritten',
    'end-without-status',
  ],
  play: async (stage) => {
    const UpdateConfig = { Monitor: 3 * SECOND };
    const id = await stage.create(stage.spec('web:1', { UpdateConfig }));
    await taken(() => stage.update(id, toImage(stage, 'web:2')));
    await untilReached(stage, id, stage.image('web:2'), 1);
    stage.fact('before', statusOf(await serviceOf(stage, id)));
    await taken(() => stage.update(id, (spec) => ({ ...spec, Labels: { team: 'a' } })));
    await stage.until('the status is gone', async () => statusOf(await serviceOf(stage, id)) === null);
    const following = stage.follow(id);
    await stage.ground.pass(4500);
    stage.fact('afterwards', (await following.stop()).statuses);
    stage.fact('the images', await imagesOf(stage, id));
  },
};

/** While slots are left to do, another spec begins the rollout anew: with a status, and a start of its own. */
const begunAnew: readonly Scenario[] = (
  [
    ['label', { Labels: { team: 'a' } }],
    ['scale', replicas(4)],
  ] as const
).map(([what, change]) => ({
  name: `trap-2-${what}-in-the-middle`,
  claims: [
    'end-superseded',
    'trap-1-previous-spec-is-overwritten',
    ...(what === 'scale' ? (['rollout-scaled-in-the-middle', 'scale'] as const) : []),
  ],
  play: async (stage) => {
    const UpdateConfig = { Delay: 2 * SECOND };
    const id = await stage.create(stage.spec('web:1', { ...replicas(3), UpdateConfig }));
    await taken(() => stage.update(id, toImage(stage, 'web:2')));
    await untilReached(stage, id, stage.image('web:2'), 1);
    const before = await serviceOf(stage, id);
    await taken(() => stage.update(id, (spec) => ({ ...spec, ...change })));
    await stage.untilRunning(id, what === 'scale' ? 4 : 3, stage.image('web:2'));
    await stage.untilStatus(id, 'completed');
    const after = await serviceOf(stage, id);
    stage.fact('before', statusOf(before));
    stage.fact('afterwards', statusOf(after));
    stage.fact('it has a start of its own', before.UpdateStatus?.StartedAt !== after.UpdateStatus?.StartedAt);
    stage.fact('the images', await imagesOf(stage, id));
  },
}));

const imageOf = (spec: Readonly<Record<string, unknown>> | undefined): unknown => {
  const template = spec?.['TaskTemplate'] as { ContainerSpec: { Image: string } } | undefined;
  return template?.ContainerSpec.Image;
};

const nullsNoRollback: Scenario = {
  name: 'trap-2-no-rollback-after-an-identical-spec',
  claims: ['trap-2-identical-spec-ends-the-status', 'end-without-status'],
  play: async (stage) => {
    const UpdateConfig = { FailureAction: 'rollback', Monitor: 12 * SECOND };
    const id = await stage.create(stage.spec('web:1', { ...SOON, UpdateConfig }));
    const image = stage.image('redis:crash9');
    await taken(() => stage.update(id, toImage(stage, 'redis:crash9')));
    await untilReached(stage, id, image, 1);
    await taken(() => stage.update(id, (spec) => spec));
    await stage.until('the status is gone', async () => statusOf(await serviceOf(stage, id)) === null);
    await stage.until('it crashed', async () =>
      (await tasksOf(stage, id)).some(({ Status }) => Status.State === 'failed'),
    );
    await stage.untilRunning(id, 1, image);
    const after = await serviceOf(stage, id);
    stage.fact('the status after its crash', statusOf(after));
    stage.fact('the image that it goes on with', imageOf(after.Spec));
  },
};

/** Trap 3. */
const scalingResumes: Scenario = {
  name: 'trap-3-scaling-a-paused-service',
  claims: ['trap-3-scaling-resumes-a-paused-rollout', 'end-paused-then-resumed', 'scale'],
  play: async (stage) => {
    const id = await stage.create(stage.spec('web:1', { ...replicas(3), ...SOON }));
    const image = stage.image('redis:crash');
    const following = stage.follow(id);
    await taken(() => stage.update(id, toImage(stage, 'redis:crash')));
    await stage.untilStatus(id, 'paused');
    await stage.ground.pass(1000);
    const slots = new Set(
      (await tasksOf(stage, id))
        .filter(({ Spec }) => Spec.ContainerSpec.Image === image)
        .map(({ Slot }) => Slot),
    );
    stage.fact('the paused rollout had not reached all slots', slots.size < 3);
    await taken(() => stage.update(id, (spec) => ({ ...spec, ...replicas(4) })));
    // the slot that scaling made, and one more of those that were there
    await untilReached(stage, id, image, slots.size + 2);
    const seen = histories(await following.stop());
    stage.fact('a slot is new, of the new image', seen['redis:crash']);
    stage.fact('the rollout went on', (seen['web:1 -> redis:crash'] ?? 0) > slots.size);
  },
};

/** Trap 7. */
const outOfSequence: Scenario = {
  name: 'trap-7-update-out-of-sequence',
  claims: ['trap-7-update-out-of-sequence', 'stale-versions'],
  play: async (stage) => {
    const id = await stage.create(stage.spec());
    const read = await serviceOf(stage, id);
    const post = () =>
      stage.call('POST', `/services/${id}/update?version=${read.Version.Index}`, {
        body: toImage(stage, 'web:2')(read.Spec),
      });
    stage.fact('with the version that was read', said(await post()));
    stage.fact('with the same one again', said(await post()));
    const posted = await serviceOf(stage, id);
    await stage.untilStatus(id, 'completed');
    const ended = await serviceOf(stage, id);
    stage.fact('the rollout itself made the version grow', ended.Version.Index > posted.Version.Index);
    const late = await stage.call('POST', `/services/${id}/update?version=${posted.Version.Index}`, {
      body: posted.Spec,
    });
    stage.fact('with the version from before its end', said(late));
    const beyond = await stage.call('POST', `/services/${id}/update?version=${ended.Version.Index + 1000}`, {
      body: ended.Spec,
    });
    stage.fact('with a version that is yet to come', said(beyond));
    const wrong = await stage.call('POST', `/services/${id}/update?version=1&rollback=previous`, {
      body: ended.Spec,
    });
    stage.fact('a rollback with a stale version', said(wrong));
  },
};

/** Trap 9. */
const removal: Scenario = {
  name: 'trap-9-removal',
  claims: ['trap-9-stale-removal', 'service-removal', 'failure-no-such-service'],
  play: async (stage) => {
    const first = await stage.create(stage.spec());
    stage.fact('with a stale version', said(await stage.call('DELETE', `/services/${first}?version=1`)));
    const second = await stage.create(stage.spec());
    stage.fact('the second has another id', first !== second);
    const [task] = await tasksOf(stage, second);
    stage.fact('the first again, by its id', said(await stage.call('DELETE', `/services/${first}`)));
    stage.fact(
      'by the name: that is the second',
      said(await stage.call('DELETE', `/services/${stage.name()}`)),
    );
    stage.fact('the second is gone', said(await stage.call('GET', `/services/${second}`)));
    const byService = `/tasks?${filters({ service: [second] })}`;
    stage.fact('its tasks', said(await stage.call('GET', byService)));
    await stage.until('its tasks are gone', async () =>
      (await stage.get<readonly ApiTask[]>('/tasks')).every(({ ServiceID }) => ServiceID !== second),
    );
    stage.fact('its task by id, when it is gone', said(await stage.call('GET', `/tasks/${task?.ID}`)));
  },
};

/** The traps 2, 3, 7 and 9. */
export const trapsOfStatus: readonly Scenario[] = [
  identical,
  labelWhileWatched,
  ...begunAnew,
  nullsNoRollback,
  scalingResumes,
  outOfSequence,
  removal,
];
