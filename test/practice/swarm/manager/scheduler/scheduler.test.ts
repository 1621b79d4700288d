import { describe, expect, test } from 'vitest';
import type { Task } from '../../../../../src/practice/swarm/state/objects.ts';
import type { Placement, TaskTemplate } from '../../../../../src/practice/swarm/state/spec.ts';
import { running, scene, type SceneOptions } from '../../agent/scene.ts';

const placed = (Placement: Placement, more: Partial<TaskTemplate> = {}): TaskTemplate => ({
  ...running('web:1'),
  Placement,
  ...more,
});

const reserving = (NanoCPUs: number): TaskTemplate => ({
  ...running('web:1'),
  Resources: { Reservations: { NanoCPUs } },
});

/** Makes so many tasks of this template, and lets the scheduler see to them. */
const play = (template: TaskTemplate, count: number, options: SceneOptions = {}) => {
  const swarm = scene(options);
  const serviceId = swarm.makeService(template);
  const ids = Array.from({ length: count }, () => swarm.makeTask(serviceId));
  swarm.timeline.advance(100);
  return { swarm, serviceId, ids };
};

const nodesOf = ({ swarm, ids }: ReturnType<typeof play>) =>
  ids.map((id) => swarm.task(id).nodeId).toSorted((a, b) => a.localeCompare(b));

test('a task is assigned when the store was quiet for 50 ms', () => {
  const swarm = scene({ nodes: 1 });
  const id = swarm.makeTask(swarm.makeService(running('web:1')));
  swarm.timeline.advance(51);
  expect(swarm.task(id).status.state).toBe('pending');
  const made = swarm.timeline.now() - 51;
  swarm.timeline.advance(2);
  expect(swarm.task(id)).toMatchObject({
    nodeId: 'n1',
    status: { state: 'assigned', message: 'scheduler assigned task to node', timestamp: made + 52 },
  });
});

test('when the store is never quiet a task waits a second', () => {
  const swarm = scene({ nodes: 1 });
  const id = swarm.makeTask(swarm.makeService(running('web:1')));
  const busy = swarm.makeService(running('web:1'));
  const start = swarm.timeline.now();
  while (swarm.task(id).nodeId === '') {
    swarm.store.write((tx) => tx.update('service', busy, {}));
    swarm.timeline.advance(20);
    if (swarm.timeline.now() > start + 5000) throw new Error('never');
  }
  expect(swarm.timeline.now() - start).toBeGreaterThanOrEqual(1000);
  expect(swarm.timeline.now() - start).toBeLessThan(1100);
});

test('tasks of a service are spread evenly, and then go where there are fewer tasks', () => {
  const first = play(running('web:1'), 7);
  expect(nodesOf(first)).toEqual(['n1', 'n1', 'n1', 'n2', 'n2', 'n3', 'n3']);
  const other = first.swarm.makeService(running('web:1'));
  const ids = [first.swarm.makeTask(other), first.swarm.makeTask(other)];
  first.swarm.timeline.advance(100);
  expect(nodesOf({ ...first, ids })).toEqual(['n2', 'n3']);
});

test('a node on which a service failed five times is the last choice', () => {
  const { swarm, serviceId, ids } = play(running('redis:crash'), 1, { nodes: 2 });
  const first = swarm.task(ids[0] ?? '').nodeId;
  swarm.timeline.advance(5000);
  for (let failures = 1; failures < 5; failures += 1) {
    swarm.store.write((tx) => {
      for (const id of ['n1', 'n2']) {
        const Availability = id === first ? 'active' : 'pause';
        tx.update('node', id, { spec: { ...swarm.node(id).spec, Availability } });
      }
    });
    const id = swarm.makeTask(serviceId);
    swarm.until(() => swarm.task(id).status.state === 'failed');
  }
  swarm.store.write((tx) => {
    for (const id of ['n1', 'n2']) {
      tx.update('node', id, { spec: { ...swarm.node(id).spec, Availability: 'active' } });
    }
  });
  // it has more tasks of the service on it, and is chosen all the same
  const other = first === 'n1' ? 'n2' : 'n1';
  const next = [swarm.makeTask(serviceId), swarm.makeTask(serviceId)];
  swarm.timeline.advance(100);
  expect(next.map((id) => swarm.task(id).nodeId)).toEqual([other, other]);
});

describe('preferences', () => {
  const spread = (...descriptors: string[]): Placement => ({
    Preferences: descriptors.map((SpreadDescriptor) => ({ Spread: { SpreadDescriptor } })),
  });
  const labels = [{ zone: 'a' }, { zone: 'a' }, { zone: 'b' }];

  test('tasks are spread over the values of a label, not over nodes', () => {
    expect(nodesOf(play(placed(spread('node.labels.zone')), 4, { labels }))).toEqual([
      'n1',
      'n2',
      'n3',
      'n3',
    ]);
  });

  test('nodes without the label are one more value', () => {
    const some = [{ zone: 'a' }, {}, {}];
    expect(nodesOf(play(placed(spread('node.labels.zone')), 4, { labels: some }))).toEqual([
      'n1',
      'n1',
      'n2',
      'n3',
    ]);
  });

  test('what a branch has no room for goes to the others', () => {
    const template = placed({ ...spread('node.labels.zone'), MaxReplicas: 1 });
    expect(nodesOf(play(template, 4, { labels }))).toEqual(['', 'n1', 'n2', 'n3']);
  });
});

describe('why there is no node', () => {
  const reasons: readonly [TaskTemplate, string][] = [
    [placed({ Constraints: ['node.id==x'] }), 'scheduling constraints not satisfied on 3 nodes'],
    [reserving(1e14), 'insufficient resources on 3 nodes'],
    [placed({ Platforms: [{ Architecture: 'arm64', OS: 'linux' }] }), 'unsupported platform on 3 nodes'],
    [{ ...running('web:1'), LogDriver: { Name: 'nosuch' } }, 'missing plugin on 3 nodes'],
    [
      placed({ Constraints: ['node.id==n1'], Platforms: [{ Architecture: 'arm64', OS: 'linux' }] }),
      'scheduling constraints not satisfied on 2 nodes; unsupported platform on 1 node',
    ],
    [
      placed({ Constraints: ['node.id!=n1'], Platforms: [{ Architecture: 'arm64', OS: 'linux' }] }),
      'unsupported platform on 2 nodes; scheduling constraints not satisfied on 1 node',
    ],
  ];
  test.each(reasons)('%#', (template, reason) => {
    const { swarm, ids } = play(template, 1);
    const { nodeId, status } = swarm.task(ids[0] ?? '');
    expect({ nodeId, ...status }).toEqual({
      nodeId: '',
      state: 'pending',
      timestamp: expect.any(Number) as number,
      message: 'pending task scheduling',
      err: `no suitable node (${reason})`,
    });
  });

  test('more replicas than the nodes may have', () => {
    const { swarm, ids } = play(placed({ MaxReplicas: 1 }), 4);
    expect(ids.map((id) => swarm.task(id).status.err)).toEqual([
      undefined,
      undefined,
      undefined,
      'no suitable node (max replicas per node limit exceed)',
    ]);
  });

  test('a port of the nodes themselves is taken', () => {
    const swarm = scene();
    const serviceId = swarm.makeService(running('web:1'));
    const port = { Protocol: 'tcp', TargetPort: 80, PublishedPort: 8080, PublishMode: 'host' } as const;
    const endpoint = { ports: [port], virtualIPs: [] };
    const ids = [1, 2, 3, 4].map(() => swarm.makeTask(serviceId, { endpoint }));
    swarm.timeline.advance(100);
    expect(ids.map((id) => swarm.task(id).status.err)).toEqual([
      undefined,
      undefined,
      undefined,
      'no suitable node (host-mode port already in use on 3 nodes)',
    ]);
  });

  test('nodes that are paused, drained or down', () => {
    const swarm = scene();
    for (const [id, Availability] of [
      ['n1', 'pause'],
      ['n2', 'drain'],
    ] as const) {
      swarm.store.write((tx) => tx.update('node', id, { spec: { ...swarm.node(id).spec, Availability } }));
    }
    swarm.change('node3', { powered: false });
    swarm.timeline.advance(20_000);
    const id = swarm.makeTask(swarm.makeService(running('web:1')));
    swarm.timeline.advance(100);
    expect(swarm.task(id).status.err).toBe('no suitable node (3 nodes not available for new tasks)');
  });

  test('a task is placed as soon as the reason is gone, and its Err with it', () => {
    const { swarm, ids } = play(placed({ Constraints: ['node.labels.zone==a'] }), 1);
    const [id = ''] = ids;
    expect(swarm.task(id).nodeId).toBe('');
    swarm.store.write((tx) =>
      tx.update('node', 'n2', { spec: { ...swarm.node('n2').spec, Labels: { zone: 'a' } } }),
    );
    swarm.timeline.advance(100);
    expect(swarm.task(id)).toMatchObject({ nodeId: 'n2', status: { state: 'assigned' } });
    expect(swarm.task(id).status.err).toBeUndefined();
  });

  test('a task takes the resources that another one gives back', () => {
    const { swarm, ids } = play(reserving(1.5e9), 2, { nodes: 1 });
    const [first = '', second = ''] = ids;
    expect(swarm.task(second).status.err).toBe('no suitable node (insufficient resources on 1 node)');
    swarm.desire(first, 'shutdown');
    swarm.until(() => swarm.task(second).nodeId === 'n1');
    expect(swarm.task(first).status.state).toBe('shutdown');
  });

  test('a task of an old version that should end, ends without a node, its Err erased', () => {
    const { swarm, serviceId, ids } = play(placed({ Constraints: ['node.id==x'] }), 1);
    const [id = ''] = ids;
    swarm.store.write((tx) => tx.update('service', serviceId, { specVersion: 2 }));
    swarm.desire(id, 'shutdown');
    swarm.timeline.advance(200);
    const { timestamp: _, ...status } = swarm.task(id).status;
    expect(status).toEqual({ state: 'shutdown', message: 'pending task scheduling' });
  });
});

describe('tasks that come with their node', () => {
  const preassigned = (template: TaskTemplate): { swarm: ReturnType<typeof scene>; task: () => Task } => {
    const swarm = scene();
    const id = swarm.makeTask(swarm.makeService(template), { slot: 0, nodeId: 'n2' });
    swarm.timeline.advance(100);
    return { swarm, task: () => swarm.task(id) };
  };

  test('are confirmed', () => {
    expect(preassigned(running('web:1')).task().status).toMatchObject({
      state: 'assigned',
      message: 'scheduler confirmed task can run on preassigned node',
    });
  });

  test('wait for the resources of their node, with the reason alone', () => {
    const { swarm, task } = preassigned(reserving(4e9));
    expect(task().status).toMatchObject({ state: 'pending', err: 'insufficient resources on 1 node' });
    const { description } = swarm.node('n2');
    swarm.store.write((tx) =>
      tx.update('node', 'n2', {
        description: { ...description, resources: { ...description.resources, nanoCPUs: 8e9 } },
      }),
    );
    swarm.timeline.advance(100);
    expect(task().status.state).toBe('assigned');
    expect(task().status.err).toBeUndefined();
  });
});

test('the same seed gives the same history', () => {
  const history = () => {
    const { swarm } = play(running('redis:3.0.6'), 12);
    swarm.change('node2', { powered: false });
    swarm.timeline.advance(60_000);
    return [...swarm.store.tasks.all(), ...swarm.store.nodes.all()];
  };
  expect(history()).toEqual(history());
});
