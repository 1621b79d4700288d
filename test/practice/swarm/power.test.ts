import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PracticeSwarm } from '../../../src/practice/swarm/options.ts';
import { pastSwarm, serviceSpec, type PastSwarm } from './past-swarm.ts';

let past: PastSwarm;
let swarm: PracticeSwarm;
const pass = (ms: number): Promise<void> => past.pass(ms);
beforeEach(async () => {
  past = await pastSwarm({
    nodes: [
      { name: 'node1', role: 'manager' },
      { name: 'node2', role: 'worker' },
      { name: 'node3', role: 'outside' },
    ],
  });
  swarm = past.swarm;
});
afterEach(() => past.stop());

const answers = (name: string): Promise<boolean> =>
  past.call(name, 'GET', '/_ping').then(
    () => true,
    () => false,
  );
const stands = (name: string) => {
  const { power, network } = swarm.node(name);
  return { power, network };
};
const stateOf = (name: string) => swarm.glance().nodes.find((node) => node.name === name)?.state;

describe('what is done to one node', () => {
  test('is done in the order in which it was asked, whoever waits for it', async () => {
    const asked = [
      swarm.loseNode('node2'),
      swarm.returnNode('node2'),
      swarm.loseNode('node2'),
      swarm.cutNode('node2'),
      swarm.returnNode('node2'),
    ];
    await Promise.all(asked);
    expect({ ...stands('node2'), answers: await answers('node2') }).toEqual({
      power: 'on',
      network: 'off',
      answers: true,
    });
  });

  test('begins within the call when nothing else is being done to it', () => {
    void swarm.loseNode('node2');
    expect(stands('node2')).toEqual({ power: 'off', network: 'on' });
  });

  test('changes nothing where it is so already', async () => {
    await swarm.returnNode('node2');
    await swarm.mendNode('node2');
    expect({ ...stands('node2'), answers: await answers('node2') }).toEqual({
      power: 'on',
      network: 'on',
      answers: true,
    });
    await swarm.loseNode('node2');
    await swarm.loseNode('node2');
    expect({ ...stands('node2'), answers: await answers('node2') }).toEqual({
      power: 'off',
      network: 'on',
      answers: false,
    });
  });

  test('is refused for a node that is not there, and when the swarm has ended', async () => {
    await expect(swarm.cutNode('node9')).rejects.toThrow(RangeError);
    await swarm.loseNode('node2');
    const [late] = await Promise.allSettled([swarm.returnNode('node2'), swarm.stop()]);
    await expect(swarm.returnNode('node2')).rejects.toThrow('The practice swarm has ended.');
    expect({ late: late.status, answers: await answers('node2') }).toEqual({
      late: 'fulfilled',
      answers: false,
    });
  });
});

describe('a glance at the swarm', () => {
  test('shows nodes and services as the managers know them', async () => {
    const pinned = `nginx:1.27@sha256:${'a'.repeat(64)}`;
    await past.call('node1', 'POST', '/services/create', serviceSpec('web', pinned, 0));
    await past.call(
      'node1',
      'POST',
      '/services/create',
      serviceSpec('all', 'redis', 0, { Mode: { Global: {} } }),
    );
    await pass(10_000);
    expect(swarm.glance()).toEqual({
      nodes: [
        {
          name: 'node1',
          role: 'manager',
          state: 'ready',
          availability: 'active',
          leader: true,
          reachable: true,
        },
        {
          name: 'node2',
          role: 'worker',
          state: 'ready',
          availability: 'active',
          leader: false,
          reachable: false,
        },
        {
          name: 'node3',
          role: 'outside',
          state: 'unknown',
          availability: 'active',
          leader: false,
          reachable: false,
        },
      ],
      services: [
        { name: 'all', image: 'redis', running: 2, wanted: 2 },
        { name: 'web', image: 'nginx:1.27', running: 0, wanted: 0 },
      ],
    });
  });

  test('has no leader while nobody leads', async () => {
    await swarm.loseNode('node1');
    await pass(20_000);
    expect(swarm.glance().nodes.filter(({ leader }) => leader)).toEqual([]);
  });
});

describe('those who listen', () => {
  test('hear of power at once, and of what the managers notice soon after they do', async () => {
    const heard: string[] = [];
    const stop = swarm.onChange(() => {
      heard.push(`${swarm.node('node2').power} ${stateOf('node2')}`);
    });
    await swarm.loseNode('node2');
    expect(heard).toEqual(['off ready']);
    await pass(20_000);
    expect(heard.at(-1)).toBe('off down');
    stop();
    const before = heard.length;
    await swarm.returnNode('node2');
    await pass(20_000);
    expect(heard).toHaveLength(before);
  });

  test('hear once of many changes', async () => {
    let heard = 0;
    swarm.onChange(() => (heard += 1));
    await past.call('node1', 'POST', '/services/create', serviceSpec('web', 'nginx', 50));
    await pass(30_000);
    expect(heard).toBeGreaterThan(1);
    expect(heard).toBeLessThan(50);
  });
});
