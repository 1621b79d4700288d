import type { ApiNode, ApiTask } from '../api.ts';
import { filters } from '../api.ts';
import { said } from '../said.ts';
import type { Answer } from '../ground.ts';
import type { Scenario } from '../scenario.ts';
import type { Spec, Stage } from '../stage.ts';
import { about, lineOf } from './event-objects.ts';
import { tasksOf } from './place-pending.ts';
import { where } from './place-where.ts';

export const OWN = { nodes: 3, managers: 1 };

/** Changes a node's spec. A node's version grows with much that happens on it, so the write is tried again. */
export const changeNode = async (stage: Stage, name: string, change: Spec): Promise<Answer> => {
  for (;;) {
    const node = await stage.get<ApiNode>(`/nodes/${name}`);
    const path = `/nodes/${node.ID}/update?version=${node.Version.Index}`;
    const answer = await stage.call('POST', path, { body: { ...node.Spec, ...change } });
    if (!answer.body.includes('out of sequence')) return answer;
  }
};

/** Changes it, and gives it back as it was when the scenario ends. */
export const change = async (stage: Stage, name: string, to: Spec): Promise<void> => {
  const answer = await changeNode(stage, name, to);
  stage.fact(`the answer to ${JSON.stringify(to)}`, said(answer));
};

export const reset = (stage: Stage, name: string): void =>
  stage.afterwards(() => changeNode(stage, name, { Availability: 'active', Labels: {} }));

/** The tasks that were on a node, by name of their slot, with what became of them. */
export const onNode = async (stage: Stage, id: string, name: string): Promise<readonly string[]> => {
  const node = await stage.get<ApiNode>(`/nodes/${name}`);
  const mine = (await tasksOf(stage, id)).filter(({ NodeID }) => NodeID === node.ID);
  return mine.map(lineOfTask).toSorted();
};

export const lineOfTask = ({ Status, DesiredState }: ApiTask): string =>
  [`${Status.State}, should be ${DesiredState}`, Status.Message, Status.Err]
    .filter((part) => part !== undefined)
    .join(': ');

export const global = (stage: Stage, suffix: string, template: Spec = {}): Spec =>
  stage.spec('web:1', {
    Name: stage.name(suffix),
    Mode: { Replicated: undefined, Global: {} },
    TaskTemplate: template,
  });

export const replicated = (stage: Stage, count: number, change: Spec = {}): Spec =>
  stage.spec('web:1', { Mode: { Replicated: { Replicas: count } }, ...change });

const counts = (on: Readonly<Record<string, number>>): readonly number[] =>
  Object.values(on).toSorted((a, b) => a - b);

export const running = async (stage: Stage, id: string, count: number): Promise<boolean> =>
  (await tasksOf(stage, id)).filter(
    ({ Status, DesiredState }) => Status.State === 'running' && DesiredState === 'running',
  ).length === count;

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

/** A service with a task on each node. */
export const tasksOnThree = (stage: Stage): Promise<string> => stage.create(replicated(stage, 3));
