import { filters } from '../api.ts';
import type { ApiNode } from '../api.ts';
import { said } from '../said.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { askAll, withoutOwn } from './api-asks.ts';

const list = async (stage: Stage, what: string, query: string): Promise<void> => {
  const answer = await stage.call('GET', `/nodes?${query}`);
  if (answer.status !== 200) return stage.fact(what, said(answer));
  stage.fact(
    what,
    (JSON.parse(answer.body) as readonly ApiNode[]).map((node) => node.Description.Hostname).toSorted(),
  );
};

/** Nodes are only read here: the swarm is shared. */
export const apiNodeList: Scenario = {
  name: 'api-node-list',
  claims: ['node-list', 'node-shape', 'bad-input', 'failure-node-removal'],
  play: async (stage) => {
    const ids = new Map(
      (await stage.get<readonly ApiNode[]>('/nodes')).map((node) => [node.Description.Hostname, node.ID]),
    );
    const first = ids.get('node1') ?? '';
    const second = ids.get('node2') ?? '';
    stage.fact('inspect a manager', withoutOwn(await stage.get('/nodes/node1')));
    stage.fact('inspect a worker', withoutOwn(await stage.get('/nodes/node2')));
    const same = async (what: string, page: string) => {
      const answer = await stage.call('GET', `/nodes/${page}`);
      if (answer.status !== 200) return stage.fact(what, said(answer));
      stage.fact(what, (JSON.parse(answer.body) as ApiNode).Description.Hostname);
    };
    await same('inspect by id', second);
    await same('inspect by the beginning of the id', second.slice(0, 14));
    await same('inspect by the beginning of the name', 'node');
    await same('inspect by the name in capitals', 'NODE2');
    await same('inspect itself', 'self');
    await same('inspect what is not there', 'nobody-knows');
    const by = (what: string, of: Readonly<Record<string, readonly string[]>>) =>
      list(stage, `by ${what}`, filters(of));
    await by('name', { name: ['node2'] });
    await by('the beginning of the name', { name: ['node'] });
    await by('id', { id: [second] });
    await by('the beginning of an id', { id: [second.slice(0, 14)] });
    await by('role', { role: ['manager'] });
    await by('both roles', { role: ['manager', 'worker'] });
    await by('an unknown role', { role: ['nobody'] });
    await by('an unknown membership', { membership: ['nobody'] });
    await by('a label of the engine', { label: ['nobody-knows'] });
    await by('a label of the node', { 'node.label': ['nobody-knows'] });
    await by('an unknown filter', { bogus: ['x'] });
    await by('availability', { availability: ['active'] });
    await list(stage, 'filters that are no JSON', 'filters={');
    const node = await stage.get<ApiNode>('/nodes/node2');
    const now = node.Version.Index;
    const post = (what: string, of: string, version: string | number, body: unknown) => ({
      what: `update ${what}`,
      method: 'POST',
      path: `/nodes/${of}/update?version=${version}`,
      body,
    });
    const { Spec } = node;
    await askAll(stage, [
      post('without a version', second, '', Spec),
      post('with a word as version', second, 'x', Spec),
      post('with a version of the future', second, now + 100_000, Spec),
      post('with version 0', second, 0, Spec),
      post('what is not there', 'nobody-knows', now, Spec),
      post('with an unknown role', second, now, { ...Spec, Role: 'nobody' }),
      post('with no role', second, now, { ...Spec, Role: undefined }),
      post('with an unknown availability', second, now, { ...Spec, Availability: 'nobody' }),
      post('with no availability', second, now, { ...Spec, Availability: undefined }),
      post('with no body', second, now, undefined),
      post('with a list', second, now, []),
      post('with a number as a label', second, now, { ...Spec, Labels: { a: 1 } }),
      { what: 'remove a node that is there', method: 'DELETE', path: `/nodes/${second}` },
      { what: 'remove a node that is there, by name', method: 'DELETE', path: '/nodes/node3' },
      { what: 'remove the only manager', method: 'DELETE', path: `/nodes/${first}` },
      { what: 'remove the only manager with force', method: 'DELETE', path: `/nodes/${first}?force=true` },
      { what: 'remove what is not there', method: 'DELETE', path: '/nodes/nobody-knows' },
    ]);
    const manager = await stage.get<ApiNode>('/nodes/node1');
    await askAll(stage, [
      post('the only manager to a worker', first, manager.Version.Index, { ...manager.Spec, Role: 'worker' }),
    ]);
  },
};
