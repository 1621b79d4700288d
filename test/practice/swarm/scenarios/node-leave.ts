import type { ApiNode } from '../api.ts';
import { said } from '../said.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { askAll } from './api-asks.ts';
import { onNode, OWN, tasksOnThree } from './nodes.ts';

type Info = { readonly Swarm: Readonly<Record<string, unknown>> };

const third = async (stage: Stage, state: string): Promise<readonly ApiNode[]> =>
  (await stage.get<readonly ApiNode[]>('/nodes')).filter(
    ({ Description, Status }) => Description.Hostname === 'node3' && Status.State === state,
  );

/** A worker leaves the swarm, and joins it again as another node. */
export const nodeLeave: Scenario = {
  name: 'node-leave',
  own: OWN,
  claims: ['failure-not-in-a-swarm', 'failure-logs-of-a-lost-node', 'node-removal', 'failure-node-removal'],
  play: async (stage) => {
    const node = 'node3';
    const web = await tasksOnThree(stage);
    const bound = await stage.create(
      stage.spec('web:1', {
        Name: stage.name('bound'),
        TaskTemplate: { Placement: { Constraints: ['node.hostname == node3'] } },
      }),
    );
    const [old] = await third(stage, 'ready');
    const { JoinTokens } = await stage.get<{ JoinTokens: { Worker: string } }>('/swarm');
    const manager = await stage.get<ApiNode & { ManagerStatus: { Addr: string } }>('/nodes/node1');
    const join = (what: string, change: object) => ({
      what,
      method: 'POST',
      path: '/swarm/join',
      node,
      body: {
        ListenAddr: '0.0.0.0:2377',
        AdvertiseAddr: old?.Status.Addr,
        RemoteAddrs: [manager.ManagerStatus.Addr],
        JoinToken: JoinTokens.Worker,
        ...change,
      },
    });
    stage.afterwards(async () => {
      const info = await stage.call('GET', '/info', { node });
      if ((JSON.parse(info.body) as Info).Swarm['LocalNodeState'] === 'active') return;
      const { path, method, body } = join('', {});
      await stage.call(method, path, { node, body });
    });
    await askAll(stage, [{ what: 'leave', method: 'POST', path: '/swarm/leave', node }]);
    stage.fact('logs of what was on it', await logsOf(stage, bound));
    await stage.until('it is down', async () => (await third(stage, 'down')).length === 1);
    stage.fact('its status', (await third(stage, 'down'))[0]?.Status);
    const { body } = await stage.call('GET', '/info', { node });
    stage.fact('the swarm in its info', (JSON.parse(body) as Info).Swarm);
    await askAll(
      stage,
      [
        '/swarm',
        '/nodes',
        '/services',
        '/tasks',
        '/secrets',
        '/configs',
        '/services/x',
        '/nodes/x',
        '/tasks/x',
      ].map((path) => ({ what: `it is asked for ${path}`, path, node })),
    );
    await askAll(stage, [
      { what: 'it is told to make a service', method: 'POST', path: '/services/create', body: {}, node },
      { what: 'it is told to leave again', method: 'POST', path: '/swarm/leave', node },
      { what: 'it is told to leave again with force', method: 'POST', path: '/swarm/leave?force=true', node },
      { what: 'it is pinged', path: '/_ping', node },
      join('join with no address', { RemoteAddrs: [] }),
      join('join with no token', { JoinToken: '' }),
      join('join with a token that is none', { JoinToken: 'x' }),
      join('join', {}),
      join('join again', {}),
    ]);
    await stage.until('it is another node', async () => (await third(stage, 'ready')).length === 1);
    const [young] = await third(stage, 'ready');
    stage.fact('it is another node', young?.ID !== old?.ID);
    await askAll(stage, [
      { what: 'inspect by a name that two have', path: '/nodes/node3' },
      { what: 'remove by a name that two have', method: 'DELETE', path: '/nodes/node3' },
    ]);
    const left = await stage.get<readonly ApiNode[]>('/nodes');
    const known = left.some(({ ID }) => ID === old?.ID);
    stage.fact('the old one is still known', known);
    if (known)
      await askAll(stage, [{ what: 'remove the old one', method: 'DELETE', path: `/nodes/${old?.ID}` }]);
    stage.fact('nodes then', (await stage.get<readonly ApiNode[]>('/nodes')).length);
    stage.fact('remove the new one', said(await stage.call('DELETE', `/nodes/${young?.ID}`)));
    await stage.untilRunning(web, 3);
    stage.fact('what ran on it runs', (await onNode(stage, web, `${young?.ID}`)).length);
  },
};

/** What the manager says in a frame of its own, without the frame's head, once it has noticed that the node is gone. */
const logsOf = async (stage: Stage, id: string): Promise<unknown> => {
  let last = { status: 0, text: '' };
  await stage.until('the node is known to be gone', async () => {
    const { status, body } = await stage.call('GET', `/services/${id}/logs?stdout=1&stderr=1`);
    // eslint-disable-next-line no-control-regex -- it is what a frame of an error begins with
    last = { status, text: body.replace(/^\u0003\u0000\u0000\u0000[^]{4}/, '').trim() };
    return body.includes('not available');
  });
  return last;
};
