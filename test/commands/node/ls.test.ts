import { expect, test } from 'vitest';
import { nodeLs } from '../../../commands/node/ls.ts';
import { aManager, aNode, NOON, observers } from '../../support/builders/index.ts';

function view(content: Parameters<typeof observers>[0], cluster = { name: 'lab', production: false }) {
  const signal = new AbortController().signal;
  const on = { ...observers(content), cluster };
  return nodeLs.read({ observers: on, catalog: [], now: NOON, signal }, {});
}

const title = (words: string) => ({ kind: 'text', text: [{ bold: words }], priority: 9 });
const table = (rows: string[][]) => ({
  kind: 'table',
  columns: [
    { title: 'Node' },
    { title: 'Status' },
    { title: 'Availability' },
    { title: 'Manager' },
    { title: 'Engine' },
  ],
  rows,
  overflow: 'more',
});

test('nodes are listed by name as people count, with their roles', async () => {
  const down = aNode('node3', { Status: { State: 'down' }, Spec: { Role: 'worker', Availability: 'drain' } });

  expect(
    await view({ nodes: [aNode('node10'), down, aManager('node2'), aManager('node1', { leader: true })] }),
  ).toEqual({
    summary: '4 nodes on lab',
    parts: [
      title('4 nodes on lab'),
      table([
        ['node1', 'ready', 'active', 'leader', '20.10.24'],
        ['node2', 'ready', 'active', 'reachable', '20.10.24'],
        ['node3', 'down', 'drain', '-', '20.10.24'],
        ['node10', 'ready', 'active', '-', '20.10.24'],
      ]),
    ],
  });
});

test('nodes of the same name are told apart by id', async () => {
  const nodes = [aNode('node1', { ID: 'aaaaaaaaaaaaaaaa' }), aNode('node1', { ID: 'bbbbbbbbbbbbbbbb' })];

  expect((await view({ nodes })).parts).toEqual([
    title('2 nodes on lab'),
    table([
      ['node1 (aaaaaaaaaaaa)', 'ready', 'active', '-', '20.10.24'],
      ['node1 (bbbbbbbbbbbb)', 'ready', 'active', '-', '20.10.24'],
    ]),
  ]);
});

test('an answer from the past is marked, in the engine’s own words', async () => {
  expect((await view({ nodes: [], stale: 'The swarm does not have a leader.' })).parts[1]).toEqual({
    kind: 'notice',
    level: 'warning',
    text: 'This may be out of date: the manager that answered has no leader to ask. It says: The swarm does not have a leader.',
    priority: 9,
  });
});

test('the line above the table marks production', async () => {
  const { summary, parts } = await view({ nodes: [aNode()] }, { name: 'prod', production: true });

  expect([summary, parts[0]]).toEqual(['1 node on prod (PRODUCTION)', title('1 node on prod (PRODUCTION)')]);
});
