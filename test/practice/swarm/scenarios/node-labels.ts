import type { ApiNode } from '../api.ts';
import { filters } from '../api.ts';
import type { Scenario } from '../scenario.ts';
import { about, lineOf } from './events.ts';
import { change, global, lineOfTask, onNode, OWN, replicated, reset, running, where } from './nodes.ts';
import { tasksOf } from './rolls.ts';

export const nodeLabels: Scenario = {
  name: 'node-labels',
  own: OWN,
  claims: ['constraints', 'preferences', 'node-update', 'global', 'pending-reasons'],
  play: async (stage) => {
    for (const name of stage.ground.nodes) reset(stage, name);
    const stream = await stage.events(filters({ type: ['node'] }));
    await change(stage, 'node1', { Labels: { zone: 'a', disk: 'ssd' } });
    await change(stage, 'node2', { Labels: { zone: 'a' } });
    await change(stage, 'node3', { Labels: { zone: 'b' } });
    const { Spec } = await stage.get<ApiNode>('/nodes/node1');
    stage.fact('the node then', Spec);
    const list = async (what: string, label: string) => {
      const nodes = await stage.get<readonly ApiNode[]>(`/nodes?${filters({ 'node.label': [label] })}`);
      stage.fact(what, nodes.map(({ Description }) => Description.Hostname).toSorted());
    };
    await list('nodes with a label', 'disk');
    await list('nodes with a label and its value', 'zone=a');
    await list('nodes with another value', 'zone=c');
    // an update by docker's API leaves membership out, and what is left out is pending
    const member = async (what: string) => {
      const nodes = await stage.get<readonly ApiNode[]>(`/nodes?${filters({ membership: [what] })}`);
      stage.fact(`members that are ${what}`, nodes.map(({ Description }) => Description.Hostname).toSorted());
    };
    await member('accepted');
    await member('pending');
    const Preferences = [{ Spread: { SpreadDescriptor: 'node.labels.zone' } }];
    const over = await stage.create(replicated(stage, 4, { TaskTemplate: { Placement: { Preferences } } }));
    stage.fact('four over two zones', await where(stage, over));
    const disk = { Placement: { Constraints: ['node.labels.disk == ssd'] } };
    const bound = await stage.create(stage.spec('web:1', { Name: stage.name('bound'), TaskTemplate: disk }));
    const everywhere = await stage.create(global(stage, 'global', disk));
    stage.fact('bound to a label', [await where(stage, bound), await where(stage, everywhere)]);
    await change(stage, 'node2', { Labels: { zone: 'a', disk: 'ssd' } });
    await stage.until('the global one is on two', () => running(stage, everywhere, 2));
    stage.fact('another node has it too', [await where(stage, bound), await where(stage, everywhere)]);
    await change(stage, 'node1', { Labels: { zone: 'a' } });
    await stage.until('both have gone from it', async () => {
      const left = [...(await onNode(stage, bound, 'node1')), ...(await onNode(stage, everywhere, 'node1'))];
      return left.every((line) => !line.startsWith('running')) && running(stage, bound, 1);
    });
    stage.fact('the first one has lost it', {
      bound: await where(stage, bound),
      global: await where(stage, everywhere),
      boundOnIt: await onNode(stage, bound, 'node1'),
      globalOnIt: await onNode(stage, everywhere, 'node1'),
    });
    await change(stage, 'node2', { Labels: { zone: 'a' } });
    await stage.until('it waits', async () =>
      (await tasksOf(stage, bound)).some(
        ({ Status }) => Status.State === 'pending' && Status.Err !== undefined,
      ),
    );
    await stage.until('the global one is nowhere', () => running(stage, everywhere, 0));
    const waiting = (await tasksOf(stage, bound)).filter(({ Status }) => Status.State === 'pending');
    stage.fact('no node has it', {
      waiting: waiting.map(lineOfTask),
      global: await where(stage, everywhere),
    });
    await change(stage, 'node3', { Labels: { zone: 'b', disk: 'ssd' } });
    await stage.until(
      'both run',
      async () => (await running(stage, bound, 1)) && running(stage, everywhere, 1),
    );
    stage.fact('the third one has it', [await where(stage, bound), await where(stage, everywhere)]);
    const lines = about(stream.seen, 'node').map(lineOf);
    stage.fact('events of labels say no more than', [...new Set(lines)].toSorted());
  },
};
