import { afterEach, expect, test } from 'vitest';
import { obey, obeyAll } from '../../../src/practice/swarm/commands.ts';
import type { PracticeSwarm } from '../../../src/practice/swarm/options.ts';
import { startSwarm } from '../../../src/practice/swarm/swarm.ts';
import { steppedTimeline } from '../../../src/practice/swarm/time/timeline.ts';

let swarm: PracticeSwarm;
const start = async () => {
  swarm = await startSwarm({
    nodes: [
      { name: 'node1', role: 'manager' },
      { name: 'node2', role: 'worker' },
    ],
    timeline: steppedTimeline(0),
    ports: { node1: 0, node2: 0 },
  });
};
const pings = async (name: string): Promise<boolean> => {
  const { port } = swarm.node(name);
  return await fetch(`http://127.0.0.1:${port}/_ping`).then(
    () => true,
    () => false,
  );
};
afterEach(() => swarm.stop());

test('a node is lost and comes back by a word', async () => {
  await start();
  expect([await pings('node2'), await obey(swarm, 'lose node2'), await pings('node2')]).toEqual([
    true,
    'node2 is without power: the swarm calls it down in 10 to 15 seconds.',
    false,
  ]);
  expect([await obey(swarm, ' return  node2 '), await pings('node2')]).toEqual(['node2 has power.', true]);
});

test('an image is withdrawn by a word', async () => {
  await start();
  await obey(swarm, 'withdraw redis:3.0.6');
  expect(swarm.catalog.lookUp('redis:3.0.6')).toEqual({ kind: 'missing' });
});

test.each(['lose', 'lose node2 now', 'explode node2', ''])('"%s" is not understood', async (line) => {
  await start();
  expect(await obey(swarm, line)).toMatch(/is not understood. Say\n {2}lose NODE/);
});

test('a node that is not there is answered with those that are', async () => {
  await start();
  expect(await obey(swarm, 'cut node9')).toBe('There is no node9: the nodes are node1, node2.');
});

test('lines that come at once are obeyed one after the other, and one that cannot be done is answered', async () => {
  await start();
  const said: string[] = [];
  const lines = async function* () {
    yield* ['lose node2', '', 'withdraw NOT:an:image', 'return node2'];
  };
  await obeyAll(swarm, lines(), (text) => said.push(text));
  expect(said).toEqual([
    'node2 is without power: the swarm calls it down in 10 to 15 seconds.',
    expect.stringMatching(/^"withdraw NOT:an:image" was not done: /),
    'node2 has power.',
  ]);
  expect(await pings('node2')).toBe(true);
});
