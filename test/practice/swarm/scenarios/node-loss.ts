import type { ApiNode } from '../api.ts';
import { filters } from '../api.ts';
import { said } from '../said.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { about, lineOf } from './events.ts';
import { onNode, OWN, where } from './nodes.ts';
import { tasksOf } from './rolls.ts';

type Status = { readonly State: string; readonly Message?: string };

const statusOf = async (stage: Stage, name: string): Promise<Status> =>
  (await stage.get<{ Status: Status }>(`/nodes/${name}`)).Status;

const inState = (stage: Stage, name: string, state: string): Promise<void> =>
  stage.until(`${name} is ${state}`, async () => (await statusOf(stage, name)).State === state);

/** A worker loses its power, and gets it back. */
export const nodeLoss: Scenario = {
  name: 'node-loss',
  own: OWN,
  claims: ['node-loss', 'node-return', 'failure-node-lost', 'node-removal', 'events'],
  play: async (stage) => {
    const web = await stage.create(stage.spec('web:1', { Mode: { Replicated: { Replicas: 3 } } }));
    const everywhere = await stage.create(
      stage.spec('web:1', { Name: stage.name('global'), Mode: { Replicated: undefined, Global: {} } }),
    );
    const on3 = { Placement: { Constraints: ['node.hostname == node3'] } };
    const bound = await stage.create(stage.spec('web:1', { Name: stage.name('bound'), TaskTemplate: on3 }));
    const stream = await stage.events(filters({ type: ['node'] }));
    const lost = stage.ground.now();
    stage.afterwards(async () => {
      if ((await statusOf(stage, 'node3')).State === 'down') await stage.ground.returnNode('node3');
      await inState(stage, 'node3', 'ready');
    });
    await stage.ground.loseNode('node3');
    stage.fact('at once', {
      node: (await statusOf(stage, 'node3')).State,
      tasks: await onNode(stage, web, 'node3'),
    });
    await inState(stage, 'node3', 'down');
    const down = stage.ground.now();
    // three missed heartbeats of five seconds, counted from the last one that came
    stage.fact('it takes 10 to 16 seconds', down - lost > 9500 && down - lost < 16_500);
    stage.fact('down', await stage.get<ApiNode>('/nodes/node3').then(({ Spec }) => Spec));
    stage.fact('its status', await statusOf(stage, 'node3'));
    await stage.until('it runs elsewhere', async () => {
      const left = await onNode(stage, web, 'node3');
      return left.every((line) => line.includes('should be shutdown')) && sum(await where(stage, web)) === 3;
    });
    stage.took('from down to the replacement', stage.ground.now() - down);
    stage.fact('replaced', {
      replicatedOnIt: await onNode(stage, web, 'node3'),
      globalOnIt: await onNode(stage, everywhere, 'node3'),
      boundOnIt: await onNode(stage, bound, 'node3'),
    });
    await stage.until('what is bound to it waits', async () =>
      (await tasksOf(stage, bound)).some(
        ({ Status }) => Status.State === 'pending' && Status.Err !== undefined,
      ),
    );
    const waiting = (await tasksOf(stage, bound)).filter(({ Status }) => Status.State === 'pending');
    stage.fact(
      'what is bound to it',
      waiting.map(({ Status, DesiredState }) => ({ desired: DesiredState, ...Status, Timestamp: undefined })),
    );
    const list = await stage.get<readonly { ServiceStatus: unknown }[]>(
      `/services?${filters({ id: [web] })}&status=true`,
    );
    stage.fact('how many run, as the list says', list[0]?.ServiceStatus);
    await stage.ground.returnNode('node3');
    await inState(stage, 'node3', 'ready');
    await stage.until('its tasks are settled', async () => {
      const mine = [...(await onNode(stage, web, 'node3')), ...(await onNode(stage, everywhere, 'node3'))];
      return mine
        .filter((line) => line.includes('should be shutdown'))
        .every((line) => !line.startsWith('running'));
    });
    await stage.untilRunning(bound, 1);
    await stage.untilRunning(everywhere, 3);
    stage.fact('back', {
      node: await statusOf(stage, 'node3'),
      replicated: sum(await where(stage, web)),
      replicatedOnIt: await onNode(stage, web, 'node3'),
      global: await where(stage, everywhere),
      globalOnIt: (await onNode(stage, everywhere, 'node3')).map(short),
      boundOnIt: (await onNode(stage, bound, 'node3')).map(short),
    });
    stage.fact('events', [...new Set(about(stream.seen, 'node3').map(lineOf))]);
    stage.fact('remove what is up again', said(await stage.call('DELETE', '/nodes/node3')));
  },
};

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

const short = (line: string): string => line.split(':')[0] ?? line;
