import { expect, test } from 'vitest';
import { running, scene } from './scene.ts';

const DOWN = { state: 'down', message: 'heartbeat failure', address: '10.77.0.12' };
const READY = { state: 'ready', address: '10.77.0.12' };

/** A task that runs on node2. */
const onNode2 = (options: Parameters<typeof scene>[0] = {}) => {
  const swarm = scene(options);
  const template = { ...running('web:1'), Placement: { Constraints: ['node.id==n2'] } };
  const id = swarm.makeTask(swarm.makeService(template));
  swarm.until(() => swarm.task(id).status.state === 'running');
  return { swarm, id };
};

test('agents register, and their nodes are ready', () => {
  const { store } = scene();
  expect([...store.nodes.all()].map(({ status }) => status.state)).toEqual(['ready', 'ready', 'ready']);
});

test('a node without power is down after its heartbeats failed, and its tasks are as they were', () => {
  const { swarm, id } = onNode2();
  const before = swarm.task(id).status;
  swarm.change('node2', { powered: false });
  swarm.timeline.advance(9900);
  expect(swarm.node('n2').status).toEqual(READY);
  swarm.timeline.advance(5300);
  expect(swarm.node('n2').status).toEqual(DOWN);
  expect(swarm.task(id).status).toEqual(before);
});

test('heartbeats follow the setting of the swarm', () => {
  const { swarm } = onNode2();
  swarm.store.write((tx) =>
    tx.create('cluster', {
      id: 'c',
      spec: {
        Name: 'default',
        Labels: {},
        Orchestration: {},
        Raft: {},
        Dispatcher: { HeartbeatPeriod: 1e9 },
        CAConfig: {},
        TaskDefaults: {},
        EncryptionConfig: { AutoLockManagers: false },
      },
      rootCA: '',
      joinTokens: { worker: '', manager: '' },
      unlockKey: '',
    }),
  );
  swarm.change('node2', { powered: false });
  swarm.timeline.advance(3200);
  expect(swarm.node('n2').status).toEqual(DOWN);
});

test('with power again the node is ready, and says that its containers are gone', () => {
  const { swarm, id } = onNode2();
  swarm.change('node2', { powered: false });
  swarm.timeline.advance(20_000);
  swarm.change('node2', { powered: true });
  swarm.timeline.advance(3000);
  expect(swarm.node('n2').status).toEqual(READY);
  const { state, err, container } = swarm.task(id).status;
  expect({ state, err, exitCode: container?.exitCode }).toEqual({
    state: 'failed',
    err: 'task: non-zero exit (255)',
    exitCode: 255,
  });
});

test('a task that was to end meanwhile is told to when its node is back', () => {
  const { swarm, id } = onNode2();
  swarm.change('node2', { connected: false });
  swarm.timeline.advance(20_000);
  swarm.desire(id, 'shutdown');
  swarm.timeline.advance(20_000);
  expect(swarm.task(id).status.state).toBe('running');
  swarm.change('node2', { connected: true });
  swarm.until(() => swarm.task(id).status.state === 'shutdown', 8);
});

test('containers of a node that is cut off go on, and what became of them is heard later', () => {
  const swarm = scene();
  const template = { ...running('redis:crash9'), Placement: { Constraints: ['node.id==n2'] } };
  const id = swarm.makeTask(swarm.makeService(template));
  swarm.until(() => swarm.task(id).status.state === 'running');
  swarm.change('node2', { connected: false });
  const cutAt = swarm.timeline.now();
  swarm.timeline.advance(30_000);
  expect(swarm.task(id).status.state).toBe('running');
  expect(swarm.containers.log(id)).toBeUndefined();
  swarm.change('node2', { connected: true });
  swarm.until(() => swarm.task(id).status.state === 'failed', 8);
  expect(swarm.task(id).status.timestamp - cutAt).toBeLessThan(10_000);
});

test('a short cut is not noticed', () => {
  const { swarm, id } = onNode2();
  swarm.change('node2', { connected: false });
  swarm.timeline.advance(1000);
  swarm.change('node2', { connected: true });
  swarm.timeline.advance(30_000);
  expect([swarm.node('n2').status, swarm.task(id).status.state]).toEqual([READY, 'running']);
});

test('tasks of a node that is down for a day are orphaned', () => {
  const { swarm, id } = onNode2();
  swarm.change('node2', { powered: false });
  swarm.timeline.advance(24 * 3_600_000);
  expect(swarm.task(id).status.state).toBe('running');
  swarm.timeline.advance(30_000);
  expect(swarm.task(id).status.state).toBe('orphaned');
});
