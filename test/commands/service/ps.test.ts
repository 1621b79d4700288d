import { describe, expect, test } from 'vitest';
import { servicePs } from '../../../commands/service/ps.ts';
import {
  aFailedTask,
  aGlobalSpec,
  aNode,
  aService,
  aSpec,
  aTask,
  at,
  NOON,
  observers,
  refusalOf,
} from '../../support/builders/index.ts';

const nodes = [aNode('node1'), aNode('node2'), aNode('node3')];

function view(content: Parameters<typeof observers>[0], service = 'redis') {
  const on = observers({ services: [aService()], nodes, ...content });
  const signal = new AbortController().signal;
  return servicePs.read({ observers: on, catalog: [], now: NOON + 120_000, signal }, { service });
}

async function rows(content: Parameters<typeof observers>[0]) {
  const table = (await view(content)).parts.at(-1);
  return table?.kind === 'table' ? table.rows : [];
}

describe('ps', () => {
  test('shows each slot’s task, its history under it, errors in full, ended slots last', async () => {
    const words = `starting container failed: ${'x'.repeat(200)}`;
    const tasks = [
      aTask(
        { Slot: 4, DesiredState: 'shutdown', CreatedAt: at(-60) },
        { State: 'shutdown', Timestamp: at(90) },
      ),
      aTask({ Slot: 10 }),
      aFailedTask({ ID: 'f1', CreatedAt: at(-40), Slot: 2 }, { Timestamp: at(30) }),
      aFailedTask({ ID: 'f2', CreatedAt: at(-20), Slot: 2 }, { Timestamp: at(60), Err: words }),
      aTask({ Slot: 2, NodeID: 'node3-id' }, { State: 'starting', Timestamp: at(119) }),
    ];

    expect(await rows({ tasks })).toEqual([
      ['redis.2', 'redis:3.0.5', 'node3', 'running', 'starting 1 second ago', '-', '-'],
      ['\\_ redis.2', 'redis:3.0.5', 'node2', 'shutdown', 'failed about a minute ago', words, '-'],
      [
        '\\_ redis.2',
        'redis:3.0.5',
        'node2',
        'shutdown',
        'failed about a minute ago',
        'task: non-zero exit (3)',
        '-',
      ],
      ['redis.10', 'redis:3.0.5', 'node10-id', 'running', 'running 2 minutes ago', '-', '-'],
      ['redis.4', 'redis:3.0.5', 'node4-id', 'shutdown', 'shutdown 30 seconds ago', '-', '-'],
    ]);
  });

  test('shows why a task that has no node waits', async () => {
    const words = 'no suitable node (scheduling constraints not satisfied on 3 nodes)';
    const tasks = [aTask({ NodeID: '' }, { State: 'pending', Err: words })];

    expect(await rows({ tasks })).toEqual([
      ['redis.1', 'redis:3.0.5', '-', 'running', 'pending 2 minutes ago', words, '-'],
    ]);
  });

  test('names a global service’s tasks by their nodes, with the ports of the node', async () => {
    const Spec = aGlobalSpec();
    const Ports = [{ Protocol: 'tcp', TargetPort: 6379, PublishedPort: 6379 }];
    const tasks = [
      aTask({ ID: 'b', Slot: 0, NodeID: 'node2-id' }),
      aTask({ ID: 'a', Slot: 0, NodeID: 'node1-id' }, { PortStatus: { Ports } }),
    ];

    expect(await rows({ services: [aService({ Spec })], tasks })).toEqual([
      ['redis.node1', 'redis:3.0.5', 'node1', 'running', 'running 2 minutes ago', '-', '*:6379->6379/tcp'],
      ['redis.node2', 'redis:3.0.5', 'node2', 'running', 'running 2 minutes ago', '-', '-'],
    ]);
  });

  test('says which service of which cluster, how many of its tasks run, and that there are none', async () => {
    const title = (words: string) => ({ kind: 'text', text: [{ bold: words }], priority: 9 });

    expect(await view({})).toEqual({
      summary: 'redis on lab: 0 of 3 tasks run',
      parts: [title('redis on lab: 0 of 3 tasks run'), { kind: 'text', text: 'redis has no tasks.' }],
    });
    expect((await view({ tasks: [aTask()] })).parts[0]).toEqual(title('redis on lab: 1 of 3 tasks runs'));
  });

  test('counts a slot whose old and new task run as one, and none that is on its way out', async () => {
    const tasks = [
      aTask({ ID: 'old', Slot: 1 }),
      aTask({ ID: 'new', Slot: 1 }),
      aTask({ Slot: 2, DesiredState: 'shutdown' }),
      aTask({ Slot: 3 }),
    ];

    expect((await view({ tasks })).summary).toBe('redis on lab: 2 of 3 tasks run');
  });

  test('counts a global service’s nodes', async () => {
    const tasks = [
      aTask({ ID: 'a', Slot: 0, NodeID: 'node1-id' }),
      aTask({ ID: 'b', Slot: 0, NodeID: 'node2-id' }, { State: 'starting' }),
    ];

    expect((await view({ services: [aService({ Spec: aGlobalSpec() })], tasks })).summary).toBe(
      'redis on lab: 1 of 2 tasks runs',
    );
  });

  test('of a service of no replicas says that no task runs', async () => {
    const services = [aService({ Spec: aSpec({ replicas: 0 }) })];

    expect((await view({ services })).summary).toBe('redis on lab: no task runs');
  });

  test('marks an answer from the past', async () => {
    expect((await view({ tasks: [aTask()], stale: 'no leader' })).parts[1]).toEqual({
      kind: 'notice',
      level: 'warning',
      text: 'This may be out of date: the manager that answered has no leader to ask. It says: no leader',
      priority: 9,
    });
  });

  test('of an unknown service names the nearest one', async () => {
    expect(await refusalOf(() => view({}, 'redi'))).toEqual({
      code: 'not-found',
      message: 'There is no service "redi" on lab.',
      next: 'Did you mean redis?',
    });
  });
});
