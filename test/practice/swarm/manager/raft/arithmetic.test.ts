import { describe, expect, test } from 'vitest';
import { running, scene } from '../../agent/scene.ts';

const NO_LEADER = {
  kind: 'refused',
  words:
    "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online. " +
    'Make sure more than half of the managers are online.',
};
const LOST_LEADERSHIP = {
  kind: 'refused',
  proposed: true,
  words: 'rpc error: code = Unknown desc = raft: failed to process the request: node lost leader status',
};
const GRANTED = { kind: 'granted' };
const WAIT = { kind: 'wait' };

const managers = (swarm: ReturnType<typeof scene>) =>
  [...swarm.store.nodes.all()].map(({ manager }) =>
    manager === undefined ? null : [manager.leader, manager.reachability],
  );

test('the first manager leads', () => {
  const swarm = scene({ managers: 2 });
  expect(swarm.raft.leader()).toBe('n1');
  expect(managers(swarm)).toEqual([[true, 'reachable'], [false, 'reachable'], null]);
  expect(swarm.raft.access('n2', 'write')).toEqual(GRANTED);
});

test('a follower that is lost is unreachable at once, and changes nothing else', () => {
  const swarm = scene({ managers: 3 });
  swarm.change('node3', { powered: false });
  swarm.timeline.advance(400);
  expect(managers(swarm)).toEqual([
    [true, 'reachable'],
    [false, 'reachable'],
    [false, 'unreachable'],
  ]);
  expect(swarm.raft.access('n2', 'write')).toEqual(GRANTED);
});

describe('when the leader is lost and a quorum is left', () => {
  const afterLoss = () => {
    const swarm = scene({ managers: 3 });
    swarm.change('node1', { powered: false });
    return swarm;
  };

  test('managers wait for an election, and another one leads', () => {
    const swarm = afterLoss();
    expect([swarm.raft.leader(), swarm.raft.access('n2', 'read')]).toEqual([undefined, WAIT]);
    const took = swarm.until(() => swarm.raft.leader() !== undefined);
    expect(took).toBe(10_000);
    const leader = swarm.raft.leader();
    expect(['n2', 'n3']).toContain(leader);
    expect(managers(swarm)).toEqual([
      [false, 'unreachable'],
      [leader === 'n2', 'reachable'],
      [leader === 'n3', 'reachable'],
    ]);
  });

  test('nodes are unknown for a while, then ready but for the lost one, which is down', () => {
    const swarm = afterLoss();
    swarm.until(() => swarm.raft.leader() !== undefined);
    const states = () => [...swarm.store.nodes.all()].map(({ status }) => status.state);
    expect(states()).toEqual(['unknown', 'unknown', 'unknown']);
    swarm.timeline.advance(6000);
    expect(states()).toEqual(['unknown', 'ready', 'ready']);
    swarm.timeline.advance(30_000);
    expect(swarm.node('n1').status).toEqual({
      state: 'down',
      message: 'heartbeat failure for node in "unknown" state',
      address: '10.77.0.11',
    });
  });

  test('nothing is scheduled until there is a leader', () => {
    const swarm = afterLoss();
    const id = swarm.makeTask(swarm.makeService(running('web:1')));
    swarm.timeline.advance(9000);
    expect(swarm.task(id).status.state).toBe('pending');
    swarm.until(() => swarm.task(id).status.state === 'running');
  });

  test('the old leader follows when it is back', () => {
    const swarm = afterLoss();
    swarm.timeline.advance(15_000);
    const leader = swarm.raft.leader();
    swarm.change('node1', { powered: true });
    swarm.timeline.advance(3000);
    expect(swarm.raft.leader()).toBe(leader);
    expect(managers(swarm)[0]).toEqual([false, 'reachable']);
  });
});

describe('when the quorum is lost', () => {
  const afterLoss = () => {
    const swarm = scene({ managers: 3 });
    swarm.change('node2', { powered: false });
    swarm.change('node3', { powered: false });
    return swarm;
  };

  test('the leader answers from the past for 13 s, then says that there is none', () => {
    const { raft, timeline } = afterLoss();
    expect([raft.access('n1', 'read'), raft.access('n1', 'write')]).toEqual([GRANTED, WAIT]);
    timeline.advance(12_900);
    expect([raft.access('n1', 'read'), raft.access('n1', 'write')]).toEqual([GRANTED, WAIT]);
    timeline.advance(100);
    expect([raft.access('n1', 'read'), raft.access('n1', 'write')]).toEqual([NO_LEADER, NO_LEADER]);
  });

  test('a write that waited fails in words of its own', () => {
    const { raft, timeline } = afterLoss();
    const answers: unknown[] = [];
    raft.onChange(() => answers.push(raft.access('n1', 'write')));
    timeline.advance(14_000);
    expect(answers).toEqual([LOST_LEADERSHIP]);
  });

  test('nothing is scheduled until the quorum is back', () => {
    const swarm = afterLoss();
    swarm.timeline.advance(20_000);
    const id = swarm.makeTask(swarm.makeService(running('web:1')));
    swarm.timeline.advance(60_000);
    expect(swarm.task(id).status.state).toBe('pending');
    swarm.change('node2', { powered: true });
    expect(swarm.raft.access('n1', 'read')).toEqual(WAIT);
    swarm.until(() => swarm.raft.leader() !== undefined, 15);
    expect(swarm.raft.access('n1', 'write')).toEqual(GRANTED);
    swarm.until(() => swarm.task(id).status.state === 'running', 10);
  });

  test('a quorum that is back in time changes nothing', () => {
    const { raft, change, timeline } = afterLoss();
    timeline.advance(5000);
    change('node3', { powered: true });
    expect([raft.leader(), raft.access('n1', 'write')]).toEqual(['n1', GRANTED]);
  });
});

test('a leader that is cut off refuses after 13 s while the others go on', () => {
  const swarm = scene({ managers: 3 });
  swarm.change('node1', { connected: false });
  expect([swarm.raft.access('n1', 'read'), swarm.raft.access('n2', 'read')]).toEqual([GRANTED, WAIT]);
  swarm.timeline.advance(14_000);
  expect(swarm.raft.access('n1', 'read')).toEqual(NO_LEADER);
  expect(swarm.raft.access('n2', 'read')).toEqual(GRANTED);
  swarm.change('node1', { connected: true });
  expect(swarm.raft.access('n1', 'read')).toEqual(GRANTED);
});

test('the only manager leads again when it has power again', () => {
  const swarm = scene();
  swarm.change('node1', { powered: false });
  swarm.timeline.advance(60_000);
  expect(swarm.raft.leader()).toBeUndefined();
  swarm.change('node1', { powered: true });
  expect(swarm.until(() => swarm.raft.leader() === 'n1')).toBeLessThan(3000);
});

describe('roles', () => {
  const setRole = (swarm: ReturnType<typeof scene>, id: string, Role: 'manager' | 'worker') =>
    swarm.store.write((tx) => tx.update('node', id, { spec: { ...swarm.node(id).spec, Role } }));

  test('a promoted node is a manager a moment later, a demoted one is none', () => {
    const swarm = scene({ managers: 1 });
    setRole(swarm, 'n2', 'manager');
    expect(managers(swarm)[1]).toBeNull();
    swarm.timeline.advance(2000);
    expect(swarm.node('n2').manager).toEqual({
      leader: false,
      reachability: 'reachable',
      address: '10.77.0.12:2377',
    });
    setRole(swarm, 'n2', 'worker');
    swarm.timeline.advance(2000);
    expect(managers(swarm)).toEqual([[true, 'reachable'], null, null]);
  });

  test('a leader that is demoted hands over', () => {
    const swarm = scene({ managers: 3 });
    setRole(swarm, 'n1', 'worker');
    swarm.timeline.advance(1000);
    expect(swarm.raft.leader()).toBe('n2');
    expect(managers(swarm)).toEqual([null, [true, 'reachable'], [false, 'reachable']]);
  });
});
