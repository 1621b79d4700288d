import { describe, expect, it } from 'vitest';
import type { Task } from '../../../../../src/practice/swarm/state/objects.ts';
import { makeBench, replicated, template, update } from './bench.ts';

const bySlot = (tasks: readonly Task[]): [number, string][] =>
  tasks.map((task): [number, string] => [task.slot, task.desiredState]).sort(([a], [b]) => a - b);

describe('a replicated service', () => {
  it('gets a task in each slot, of its spec, wanted running', () => {
    const bench = makeBench();
    bench.create(replicated(2, template('one'), { Labels: { team: 'blue' } }), 2);
    const { spec } = bench.service();
    expect(bench.tasks()).toEqual(
      [1, 2].map((slot) => ({
        id: expect.stringMatching(/^[a-z0-9]{25}$/),
        version: expect.any(Number),
        createdAt: bench.timeline.now(),
        updatedAt: bench.timeline.now(),
        serviceId: 'web',
        slot,
        nodeId: '',
        spec: spec.TaskTemplate,
        specVersion: 0,
        desiredState: 'running',
        status: { state: 'new', timestamp: bench.timeline.now(), message: 'created' },
        endpoint: { ports: [], virtualIPs: [] },
        labels: { team: 'blue' },
      })),
    );
    expect(bench.tasks()[0]?.spec).toBe(spec.TaskTemplate);
  });

  it('that is scaled up fills the lowest free slots', () => {
    const bench = makeBench();
    bench.create(replicated(4, template('one')));
    bench.update(replicated(2, template('one')));
    bench.timeline.advance(1000);
    const slots = bench.wanted().map((task) => task.slot);
    bench.update(replicated(5, template('one')));
    bench.timeline.advance(1000);
    expect(slots).toHaveLength(2);
    expect(bySlot(bench.wanted())).toEqual([1, 2, 3, 4, 5].map((slot) => [slot, 'running']));
  });

  it('that is scaled down loses what does not run before what does', () => {
    const bench = makeBench();
    bench.conducts.set('one/1', { start: 600_000 });
    bench.create(replicated(3, template('one')));
    bench.update(replicated(2, template('one')));
    bench.timeline.advance(2);
    expect(bySlot(bench.tasks())).toEqual([
      [1, 'remove'],
      [2, 'running'],
      [3, 'running'],
    ]);
  });

  it('that is scaled down is left balanced over the nodes, with the low slots', () => {
    const bench = makeBench({ nodes: 2 });
    bench.create(replicated(4, template('one')));
    expect(bench.tasks().map((task) => task.nodeId)).toEqual(['node1', 'node2', 'node1', 'node2']);
    bench.update(replicated(2, template('one')));
    bench.timeline.advance(2);
    expect(bySlot(bench.tasks())).toEqual([
      [1, 'running'],
      [2, 'running'],
      [3, 'remove'],
      [4, 'remove'],
    ]);
  });

  it('takes the tasks of a crowded node first', () => {
    const bench = makeBench({ nodes: 2 });
    bench.setNode('node2', { Availability: 'pause' });
    bench.create(replicated(2, template('one')));
    bench.setNode('node1', { Availability: 'pause' });
    bench.setNode('node2', { Availability: 'active' });
    bench.update(replicated(3, template('one')));
    bench.timeline.advance(1000);
    expect(bench.tasks().map((task) => task.nodeId)).toEqual(['node1', 'node1', 'node2']);
    bench.update(replicated(2, template('one')));
    bench.timeline.advance(2);
    expect(bySlot(bench.tasks())).toEqual([
      [1, 'running'],
      [2, 'remove'],
      [3, 'running'],
    ]);
  });

  it('of no replicas has none, and no history of the slots that it had after the next update', () => {
    const bench = makeBench();
    bench.conducts.set('one', { stop: 600_000 });
    bench.create(replicated(2, template('one')));
    bench.update(replicated(0, template('one')));
    bench.timeline.advance(1000);
    expect(bySlot(bench.tasks())).toEqual([
      [1, 'remove'],
      [2, 'remove'],
    ]);
    bench.update(replicated(0, template('one'), { Labels: { a: 'b' } }));
    bench.timeline.advance(1000);
    expect(bench.tasks()).toEqual([]);
  });

  it('makes a task anew that was deleted while it was wanted', () => {
    const bench = makeBench();
    bench.create(replicated(2, template('one')));
    const [first] = bench.tasks();
    bench.store.write((tx) => tx.remove('task', first?.id ?? ''));
    bench.timeline.advance(1000);
    expect(bySlot(bench.tasks())).toEqual([
      [1, 'running'],
      [2, 'running'],
    ]);
  });

  it('that is removed has its tasks stopped and then deleted', () => {
    const bench = makeBench();
    bench.conducts.set('one', { stop: 5000 });
    bench.create(replicated(2, template('one')));
    bench.removeService();
    bench.timeline.advance(1000);
    expect(bench.tasks().map((task) => [task.desiredState, task.status.state])).toEqual([
      ['remove', 'running'],
      ['remove', 'running'],
    ]);
    bench.timeline.advance(5000);
    expect(bench.tasks()).toEqual([]);
  });

  it('that is removed in the middle of a rollout leaves nothing behind that is due', () => {
    const bench = makeBench();
    bench.create(replicated(3, template('one')));
    bench.conducts.set('two', 'unplaceable');
    bench.update(replicated(3, template('two'), { UpdateConfig: update({ Delay: 3600e9 }) }));
    bench.timeline.advance(1000);
    bench.removeService();
    bench.timeline.advance(1000);
    expect(bench.tasks()).toEqual([]);
    expect(bench.timeline.next()).toBeUndefined();
  });

  it('that is scaled down loses what has no node before a second task of a node', () => {
    const bench = makeBench({ nodes: 1 });
    bench.conducts.set('one/1', 'unplaceable');
    bench.create(replicated(3, template('one')));
    bench.update(replicated(2, template('one')));
    bench.timeline.advance(2);
    expect(bySlot(bench.wanted())).toEqual([
      [2, 'running'],
      [3, 'running'],
    ]);
  });

  it('that is scaled up again keeps the task of a slot that is still being stopped', () => {
    const bench = makeBench();
    bench.conducts.set('one', { stop: 5000 });
    bench.create(replicated(2, template('one')));
    bench.update(replicated(1, template('one')));
    bench.timeline.advance(1000);
    bench.update(replicated(2, template('one')));
    bench.timeline.advance(1000);
    expect(bySlot(bench.tasks())).toEqual([
      [1, 'running'],
      [2, 'remove'],
      [2, 'running'],
    ]);
  });

  it('that is removed while a restart waits leaves nothing behind that is due', () => {
    const bench = makeBench();
    bench.conducts.set('one', { ends: { in: 'running', after: 100, as: 'failed' } });
    bench.create(replicated(2, template('one', { RestartPolicy: { MaxAttempts: 0, Delay: 3600e9 } })));
    bench.removeService();
    bench.timeline.advance(1000);
    expect(bench.tasks()).toEqual([]);
    expect(bench.timeline.next()).toBeUndefined();
  });
});

describe('the placement of a service', () => {
  it('that changes alone leaves the tasks that satisfy it, and replaces the others', () => {
    const bench = makeBench();
    bench.create(replicated(3, template('one')));
    const before = bench.tasks();
    const placed = template('one', { Placement: { Constraints: ['node.id != node2'] } });
    bench.setNode('node2', { Availability: 'pause' });
    bench.update(replicated(3, placed));
    bench.until(() => bench.status()?.state === 'completed');
    const left = bench.wanted().map((task) => task.id);
    expect(before.map((task) => [task.nodeId, left.includes(task.id)])).toEqual([
      ['node1', true],
      ['node2', false],
      ['node3', true],
    ]);
  });
});
