import type { ApiNode } from '../api.ts';
import { filters } from '../api.ts';
import { said } from '../said.ts';
import type { Scenario } from '../scenario.ts';
import { about, lineOf } from './events.ts';
import { changeNode, OWN } from './nodes.ts';

/** A worker is made a manager, and a worker again. Two managers that both answer are needed for either. */
export const nodePromotion: Scenario = {
  name: 'node-promotion',
  own: OWN,
  claims: ['promotion', 'events'],
  play: async (stage) => {
    stage.afterwards(() => changeNode(stage, 'node2', { Role: 'worker' }));
    const stream = await stage.events(filters({ type: ['node'] }));
    const managerOf = async (name: string) =>
      (await stage.get<ApiNode & { ManagerStatus?: unknown }>(`/nodes/${name}`)).ManagerStatus;
    stage.fact('promote', said(await changeNode(stage, 'node2', { Role: 'manager' })));
    await stage.until('it answers as a manager', async () => {
      const answer = await stage.call('GET', '/nodes', { node: 'node2' });
      return answer.status === 200 && (await managerOf('node2')) !== undefined;
    });
    await stage.until('it is reachable', async () =>
      JSON.stringify(await managerOf('node2')).includes('"Reachability":"reachable"'),
    );
    stage.fact('a manager', await managerOf('node2'));
    stage.fact('the leader', await managerOf('node1'));
    const list = await stage.call('GET', `/services?${filters({ name: ['nobody-knows'] })}`, {
      node: 'node2',
    });
    stage.fact('it is asked', said(list));
    stage.fact('remove it', said(await stage.call('DELETE', '/nodes/node2')));
    stage.fact('remove it with force', said(await stage.call('DELETE', '/nodes/node2?force=true')));
    stage.fact('demote', said(await changeNode(stage, 'node2', { Role: 'worker' })));
    await stage.until('it is a worker', async () => {
      // for a moment it says that its own socket is not there
      const answer = await stage.call('GET', '/nodes', { node: 'node2' });
      return answer.body.includes('not a swarm manager') && (await managerOf('node2')) === undefined;
    });
    const { Spec, ...node } = await stage.get<ApiNode & { ManagerStatus?: unknown }>('/nodes/node2');
    stage.fact('a worker again', { Spec, Status: node.Status, ManagerStatus: node.ManagerStatus });
    stage.fact('it is asked then', said(await stage.call('GET', '/services', { node: 'node2' })));
    await stage.until(
      'it is said',
      async () => about(stream.seen, 'node2').some((one) => lineOf(one).includes('role.new=worker')),
      15,
    );
    const lines = about(stream.seen, 'node2')
      .map(lineOf)
      .filter((line) => /role|reachability/.test(line));
    stage.fact('events', [...new Set(lines)].toSorted());
  },
};
