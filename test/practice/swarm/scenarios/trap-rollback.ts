import { diff } from '../diff.ts';
import { statusOf } from '../follow.ts';
import { said } from '../said.ts';
import type { Scenario } from '../scenario.ts';
import type { Spec } from '../stage.ts';
import {
  histories,
  replicas,
  SECOND,
  serviceOf,
  statusesButFleeting,
  taken,
  tasksOf,
  toImage,
  untilReached,
} from './rolls.ts';

const back = (spec: Spec): Spec => spec;
const PREVIOUS = 'rollback=previous';

const atRest: Scenario = {
  name: 'trap-8-manual-rollback-and-forward',
  claims: ['end-manual-rollback', 'trap-8-what-is-previous', 'flag-rollback', 'rollout-status-times'],
  play: async (stage) => {
    const id = await stage.create(stage.spec('web:1', { ...replicas(2), Labels: { team: 'a' } }));
    const first = await serviceOf(stage, id);
    stage.fact('at first there is none', said(await stage.update(id, back, PREVIOUS)));
    await taken(() => stage.update(id, toImage(stage, 'web:2', { Labels: { team: 'b' } })));
    await stage.untilStatus(id, 'completed');
    const second = await serviceOf(stage, id);
    const following = stage.follow(id);
    // the body is ignored
    await taken(() => stage.update(id, toImage(stage, 'redis:3.0.5', { Labels: { team: 'c' } }), PREVIOUS));
    await stage.untilStatus(id, 'rollback_completed');
    const third = await serviceOf(stage, id);
    const course = await following.stop();
    stage.fact('the status', statusesButFleeting(course).at(-1));
    stage.fact('the slots', histories(course));
    stage.fact('changed from the first spec', diff(first.Spec, third.Spec));
    stage.fact('the previous one, from the second', diff(second.Spec, third.PreviousSpec));
    stage.fact('it has a start of its own', second.UpdateStatus?.StartedAt !== third.UpdateStatus?.StartedAt);
    await taken(() => stage.update(id, back, PREVIOUS));
    await stage.untilRunning(id, 2, stage.image('web:2'));
    const fourth = await serviceOf(stage, id);
    stage.fact('a rollback of a rollback goes forward', diff(second.Spec, fourth.Spec));
  },
};

/** Trap 1 as it bites: what is rolled back to is the spec that was posted last, not the one that ran. */
const configChanged: Scenario = {
  name: 'trap-1-rollback-rolls-forward',
  claims: ['trap-1-previous-spec-is-overwritten', 'end-manual-rollback-in-the-middle'],
  play: async (stage) => {
    const UpdateConfig = { Delay: 60 * SECOND };
    const id = await stage.create(stage.spec('web:1', { ...replicas(2), UpdateConfig }));
    await taken(() => stage.update(id, toImage(stage, 'web:2')));
    await untilReached(stage, id, stage.image('web:2'), 1);
    await taken(() =>
      stage.update(id, (spec) => ({ ...spec, UpdateConfig: { Parallelism: 1, Monitor: SECOND } })),
    );
    await taken(() => stage.update(id, back, PREVIOUS));
    await stage.untilStatus(id, 'rollback_completed');
    await stage.untilRunning(id, 2);
    const after = await serviceOf(stage, id);
    stage.fact('the status', statusOf(after));
    const images = (await tasksOf(stage, id)).filter(({ DesiredState }) => DesiredState === 'running');
    stage.fact(
      'what runs',
      images.map(({ Spec }) => Spec.ContainerSpec.Image),
    );
  },
};

const inTheMiddle: Scenario = {
  name: 'trap-1-rollback-in-the-middle',
  claims: ['end-manual-rollback-in-the-middle', 'flag-rollback'],
  play: async (stage) => {
    const UpdateConfig = { Delay: 60 * SECOND };
    const id = await stage.create(stage.spec('web:1', { ...replicas(3), UpdateConfig }));
    const following = stage.follow(id);
    await taken(() => stage.update(id, toImage(stage, 'web:2')));
    await untilReached(stage, id, stage.image('web:2'), 1);
    const { UpdateStatus: update } = await serviceOf(stage, id);
    await taken(() => stage.update(id, back, PREVIOUS));
    await stage.untilStatus(id, 'rollback_completed');
    await stage.untilRunning(id, 3, stage.image('web:1'));
    const { UpdateStatus: rollback } = await serviceOf(stage, id);
    stage.fact('it has a start of its own', update?.StartedAt !== rollback?.StartedAt);
    const course = await following.stop();
    stage.fact('the statuses', statusesButFleeting(course));
    stage.fact('the slots', histories(course));
  },
};

const copyPosted: Scenario = {
  name: 'trap-1-posting-a-copy-of-the-old-spec',
  claims: ['trap-1-previous-spec-is-overwritten', 'end-superseded'],
  play: async (stage) => {
    const UpdateConfig = { Delay: SECOND, Monitor: SECOND };
    const id = await stage.create(stage.spec('web:1', { ...replicas(3), UpdateConfig }));
    const { Spec: copy } = await serviceOf(stage, id);
    const following = stage.follow(id);
    await taken(() => stage.update(id, toImage(stage, 'web:2')));
    await untilReached(stage, id, stage.image('web:2'), 1);
    await taken(() => stage.update(id, () => copy));
    await stage.untilRunning(id, 3, stage.image('web:1'));
    await stage.untilStatus(id, 'completed');
    const course = await following.stop();
    stage.fact('the last status', statusesButFleeting(course).at(-1));
    stage.fact('the spec', diff(copy, (await serviceOf(stage, id)).Spec));
  },
};

/** What a rollback goes back to: traps 1 and 8. */
export const trapsOfRollback: readonly Scenario[] = [atRest, configChanged, inTheMiddle, copyPosted];
