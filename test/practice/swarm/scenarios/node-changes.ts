import { filters } from '../api.ts';
import type { Scenario } from '../scenario.ts';
import { about, lineOf } from './events.ts';
import { change, global, lineOfTask, onNode, OWN, replicated, reset, running, where } from './nodes.ts';
import { tasksOf } from './rolls.ts';

const counts = (on: Readonly<Record<string, number>>): readonly number[] =>
  Object.values(on).toSorted((a, b) => a - b);

export const nodeDrain: Scenario = {
  name: 'node-drain',
  own: OWN,
  claims: ['drain', 'node-update', 'global'],
  play: async (stage) => {
    reset(stage, 'node3');
    const web = await stage.create(replicated(stage, 3));
    const everywhere = await stage.create(global(stage, 'global'));
    const stream = await stage.events(filters({ type: ['node'] }));
    stage.fact('before', [await where(stage, web), await where(stage, everywhere)]);
    await change(stage, 'node3', { Availability: 'drain' });
    await stage.until('its tasks run elsewhere', async () => {
      const left = [...(await onNode(stage, web, 'node3')), ...(await onNode(stage, everywhere, 'node3'))];
      return (await running(stage, web, 3)) && left.every((line) => line.startsWith('shutdown'));
    });
    const inTwo = await where(stage, web);
    stage.fact('drained', {
      replicated: counts(inTwo),
      global: await where(stage, everywhere),
      replicatedOnIt: await onNode(stage, web, 'node3'),
      globalOnIt: await onNode(stage, everywhere, 'node3'),
    });
    const { Spec, Status } = await stage.get<{ Spec: unknown; Status: unknown }>('/nodes/node3');
    stage.fact('the node then', { Spec, Status });
    const more = await stage.create(replicated(stage, 4, { Name: stage.name('more') }));
    stage.fact('what is made then', await where(stage, more));
    const nowhere = await stage.create(
      replicated(stage, 1, {
        Name: stage.name('nowhere'),
        TaskTemplate: { Placement: { Constraints: ['node.hostname == node3'] } },
      }),
      { wait: false },
    );
    await stage.until('it waits', async () => (await tasksOf(stage, nowhere))[0]?.Status.Err !== undefined);
    stage.fact('what must run on it', (await tasksOf(stage, nowhere)).map(lineOfTask));
    await change(stage, 'node3', { Availability: 'active' });
    await stage.untilRunning(nowhere, 1);
    await stage.until('the global one is back', () => running(stage, everywhere, 3));
    stage.fact('active again', {
      replicated: counts(await where(stage, web)),
      global: await where(stage, everywhere),
      globalOnIt: await onNode(stage, everywhere, 'node3'),
      waited: (await tasksOf(stage, nowhere)).map(lineOfTask),
    });
    const said_ = about(stream.seen, 'node3')
      .map(lineOf)
      .filter((line) => line.includes('.new='));
    stage.fact('events', said_);
  },
};

export const nodePause: Scenario = {
  name: 'node-pause',
  own: OWN,
  claims: ['pause', 'node-update', 'pending-reasons'],
  play: async (stage) => {
    reset(stage, 'node3');
    const web = await stage.create(replicated(stage, 3));
    const everywhere = await stage.create(global(stage, 'global'));
    await change(stage, 'node3', { Availability: 'pause' });
    const late = await stage.create(global(stage, 'late'), { wait: false });
    await stage.until('it runs on two', () => running(stage, late, 2));
    await stage.update(web, (spec) => ({ ...spec, Mode: { Replicated: { Replicas: 6 } } }));
    await stage.untilRunning(web, 6);
    stage.fact('paused', {
      replicated: (await where(stage, web))['node3'],
      global: await where(stage, everywhere),
      late: (await tasksOf(stage, late)).map(lineOfTask).toSorted(),
      lateOn: await where(stage, late),
    });
    const nowhere = await stage.create(
      replicated(stage, 1, {
        Name: stage.name('nowhere'),
        TaskTemplate: { Placement: { Constraints: ['node.hostname == node3'] } },
      }),
      { wait: false },
    );
    await stage.until('it waits', async () => (await tasksOf(stage, nowhere))[0]?.Status.Err !== undefined);
    stage.fact('what must run on it', (await tasksOf(stage, nowhere)).map(lineOfTask));
    await change(stage, 'node3', { Availability: 'active' });
    await stage.untilRunning(nowhere, 1);
    await stage.until('the late one is everywhere', () => running(stage, late, 3));
    stage.fact('active again', {
      late: await where(stage, late),
      everywhere: await where(stage, everywhere),
    });
  },
};
