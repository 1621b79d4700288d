import { describe, expect, it } from 'vitest';
import { makeBench, replicated, SECOND, template, update } from './bench.ts';

describe('the task reaper', () => {
  it('keeps as many tasks of a slot as the swarm has it', () => {
    const bench = makeBench({ nodes: 1, historyLimit: 3 });
    bench.conducts.set('one', { ends: { in: 'running', after: 1000, as: 'failed' } });
    bench.create(replicated(2, template('one')), 600_000);
    const perSlot = (slot: number) => bench.tasks().filter((task) => task.slot === slot);
    bench.until(() => bench.wanted().every((task) => task.status.state === 'ready'));
    bench.timeline.advance(300);
    expect([perSlot(1).length, perSlot(2).length]).toEqual([3, 3]);
    expect(perSlot(1).map((task) => task.status.state)).toEqual(['failed', 'failed', 'ready']);
  });

  it('keeps all history with a negative limit', () => {
    const bench = makeBench({ nodes: 1, historyLimit: -1 });
    bench.conducts.set('one', { ends: { in: 'running', after: 1000, as: 'failed' } });
    bench.create(replicated(1, template('one')), 60_000);
    expect(bench.tasks().length).toBeGreaterThan(9);
  });

  it('keeps one more than the restarts that are counted', () => {
    const bench = makeBench({ nodes: 1, historyLimit: 2 });
    bench.conducts.set('one', { ends: { in: 'running', after: 1000, as: 'failed' } });
    bench.create(replicated(1, template('one', { RestartPolicy: { MaxAttempts: 6, Delay: 0 } })), 60_000);
    expect(bench.tasks().map((task) => task.status.state)).toEqual(Array(7).fill('failed'));
  });

  it('deletes a task beyond the limit that never came to a node', () => {
    const bench = makeBench({ nodes: 1, historyLimit: 1 });
    bench.conducts.set('one', 'unplaceable');
    bench.create(replicated(1, template('one')));
    bench.update(replicated(1, template('one', { ForceUpdate: 1 })));
    bench.timeline.advance(100);
    expect(bench.tasks().map((task) => task.desiredState)).toEqual(['shutdown', 'ready']);
    bench.timeline.advance(300);
    expect(bench.tasks().map((task) => task.spec.ForceUpdate)).toEqual([1]);
  });

  it('comes a quarter of a second after what makes work for it', () => {
    const bench = makeBench({ nodes: 1 });
    bench.create(replicated(1, template('one')));
    bench.update(replicated(0, template('one')));
    bench.until(() => bench.tasks()[0]?.status.state === 'shutdown');
    const took = bench.until(() => bench.tasks().length === 0);
    expect(took).toBe(250 + 2);
  });

  it('comes again for a slot in which two tasks ran', () => {
    const bench = makeBench({ nodes: 1, historyLimit: 1 });
    bench.conducts.set('one', { stop: 5000 });
    bench.create(replicated(1, template('one')));
    bench.update(replicated(1, template('two'), { UpdateConfig: update({ Order: 'start-first' }) }));
    bench.timeline.advance(4000);
    expect(bench.tasks()).toHaveLength(2);
    bench.timeline.advance(4000);
    expect(bench.tasks()).toHaveLength(1);
  });
});

describe('the constraint enforcer', () => {
  it('has a task replaced whose node lost the label that its service asks for', () => {
    const bench = makeBench({ nodes: 2 });
    bench.setNode('node1', { Labels: { zone: 'a' } });
    bench.create(replicated(1, template('one', { Placement: { Constraints: ['node.labels.zone == a'] } })));
    expect(bench.tasks()[0]?.nodeId).toBe('node1');
    bench.setNode('node1', { Labels: {} });
    bench.timeline.advance(100);
    expect(bench.tasks().map((task) => [task.desiredState, task.status.state])).toEqual([
      ['shutdown', 'rejected'],
      ['ready', 'ready'],
    ]);
  });

  it('goes by the constraints of the service, not by those that the task was made with', () => {
    const bench = makeBench({ nodes: 2 });
    bench.setNode('node1', { Labels: { zone: 'a' } });
    bench.create(replicated(1, template('one')));
    bench.update(replicated(1, template('one', { Placement: { Constraints: ['node.labels.zone == a'] } })));
    bench.timeline.advance(1000);
    expect(bench.tasks().map((task) => task.status.state)).toEqual(['running']);
    bench.setNode('node1', { Labels: {} });
    bench.timeline.advance(10);
    expect(bench.tasks()[0]?.status.state).toBe('rejected');
  });

  it('rejects what no longer fits when a node has less than is reserved', () => {
    const bench = makeBench({ nodes: 1 });
    const reserved = template('one', { Resources: { Reservations: { MemoryBytes: 3e9 } } });
    bench.create(replicated(2, reserved));
    const { description } = bench.store.nodes.get('node1')!;
    bench.store.write((tx) =>
      tx.update('node', 'node1', {
        description: { ...description, resources: { nanoCPUs: 4e9, memoryBytes: 5e9 } },
      }),
    );
    bench.timeline.advance(10);
    expect(
      bench
        .tasks()
        .map((task) => task.status.state)
        .slice(0, 2),
    ).toEqual(['running', 'rejected']);
  });

  it.each(['pause', 'drain'] as const)('leaves a node alone that has %s', (availability) => {
    const bench = makeBench({ nodes: 1 });
    bench.setNode('node1', { Labels: { zone: 'a' } });
    bench.create(replicated(1, template('one', { Placement: { Constraints: ['node.labels.zone == a'] } })));
    bench.setNode('node1', { Labels: {}, Availability: availability });
    bench.timeline.advance(10);
    expect(bench.tasks()[0]?.status.state).toBe(availability === 'pause' ? 'running' : 'shutdown');
  });

  it('leaves a task alone that is to stop anyway', () => {
    const bench = makeBench({ nodes: 1 });
    bench.setNode('node1', { Labels: { zone: 'a' } });
    bench.conducts.set('one', { stop: 5000 });
    bench.create(replicated(1, template('one', { Placement: { Constraints: ['node.labels.zone == a'] } })));
    bench.update(replicated(0, bench.service().spec.TaskTemplate));
    bench.timeline.advance(10);
    bench.setNode('node1', { Labels: {} });
    bench.timeline.advance(10);
    expect(bench.tasks()[0]).toMatchObject({ desiredState: 'remove', status: { state: 'running' } });
  });
});

describe('a new leader', () => {
  it('goes on with a rollout where the store has it', () => {
    const bench = makeBench();
    bench.conducts.set('two', { start: 1000 });
    bench.create(replicated(3, template('one')));
    bench.update(replicated(3, template('two')));
    bench.until(() => Object.values(bench.running()).flat().includes('two'));
    const { startedAt } = bench.status() ?? {};
    bench.orchestrators.restart();
    bench.until(() => bench.status()?.state === 'completed');
    expect(bench.status()?.startedAt).toBe(startedAt);
    expect(bench.running()).toEqual({ 1: ['two'], 2: ['two'], 3: ['two'] });
    expect(bench.wanted()).toHaveLength(3);
  });

  it('leaves a paused rollout paused', () => {
    const bench = makeBench();
    bench.conducts.set('two', { ends: { in: 'starting', after: 10, as: 'failed' } });
    bench.create(replicated(3, template('one')));
    bench.update(replicated(3, template('two')));
    bench.until(() => bench.status()?.state === 'paused');
    bench.orchestrators.restart();
    bench.timeline.advance(60_000);
    expect(bench.status()?.state).toBe('paused');
    expect(Object.values(bench.running())).toEqual([['one'], ['one']]);
  });

  it('completes a rollout of which only the monitoring was left', () => {
    const bench = makeBench();
    bench.create(replicated(1, template('one')));
    bench.update(replicated(1, template('two')));
    bench.until(() => bench.running()['1']?.[0] === 'two');
    bench.orchestrators.restart();
    expect(bench.until(() => bench.status()?.state === 'completed')).toBe(0);
  });

  it('starts a task that waits after what is left of its delay', () => {
    const bench = makeBench({ nodes: 1 });
    bench.conducts.set('one', { ends: { in: 'running', after: 1000, as: 'failed' } });
    bench.create(
      replicated(1, template('one', { RestartPolicy: { MaxAttempts: 0, Delay: 10 * SECOND } })),
      0,
    );
    bench.until(() => bench.tasks()[1]?.status.state === 'ready');
    bench.timeline.advance(4000);
    bench.orchestrators.restart();
    expect(bench.until(() => bench.tasks()[1]?.desiredState === 'running')).toBe(6000);
  });

  it('knows how often a task was restarted', () => {
    const bench = makeBench({ nodes: 1 });
    bench.conducts.set('one', { ends: { in: 'running', after: 1000, as: 'failed' } });
    bench.create(replicated(1, template('one', { RestartPolicy: { MaxAttempts: 3, Delay: SECOND } })), 0);
    bench.until(() => bench.tasks().length === 3);
    const [first] = bench.tasks();
    bench.orchestrators.restart();
    bench.timeline.advance(60_000);
    expect(bench.tasks().map((task) => task.status.state)).toEqual(['failed', 'failed', 'failed', 'failed']);
    expect(bench.tasks()[0]?.id).toBe(first?.id);
  });

  it('restarts what failed, and deletes what has no service, while nobody led', () => {
    const bench = makeBench({ nodes: 2 });
    bench.create(replicated(1, template('one')));
    bench.create(replicated(1, template('one'), { Name: 'gone' }));
    bench.timeline.hold('manager');
    const [failed] = bench.tasks();
    bench.store.write((tx) => {
      tx.update('task', failed?.id ?? '', { status: { state: 'failed', timestamp: 0, message: 'failed' } });
      tx.remove('service', 'gone');
    });
    bench.orchestrators.restart();
    bench.timeline.advance(30_000);
    expect(bench.tasks('gone')).toHaveLength(1);
    bench.timeline.release('manager');
    bench.timeline.advance(10);
    expect(bench.tasks('gone')).toEqual([]);
    expect(bench.tasks().map((task) => task.desiredState)).toEqual(['shutdown', 'ready']);
  });

  it('leaves nothing due of the one before', () => {
    const bench = makeBench();
    bench.conducts.set('two', 'unplaceable');
    bench.create(replicated(2, template('one')));
    bench.update(replicated(2, template('two'), { UpdateConfig: update({ Order: 'start-first' }) }));
    bench.timeline.advance(1000);
    expect(bench.wanted()).toHaveLength(3);
    bench.orchestrators.restart();
    bench.orchestrators.restart();
    bench.timeline.advance(1000);
    expect(bench.wanted()).toHaveLength(3);
    expect(bench.timeline.next()).toBeUndefined();
  });

  it('deletes what stopped for good while nobody led', () => {
    const bench = makeBench({ nodes: 1 });
    bench.conducts.set('one', { stop: 600_000 });
    const never = { RestartPolicy: { Condition: 'none', MaxAttempts: 0 } } as const;
    bench.create(replicated(1, template('one', never)));
    bench.update(replicated(0, template('one', never)));
    bench.timeline.advance(1000);
    bench.timeline.hold('manager');
    const [task] = bench.tasks();
    bench.store.write((tx) =>
      tx.update('task', task?.id ?? '', { status: { state: 'shutdown', timestamp: 0, message: 'shutdown' } }),
    );
    bench.orchestrators.restart();
    bench.timeline.advance(30_000);
    bench.timeline.release('manager');
    bench.timeline.advance(10);
    expect(bench.tasks()).toEqual([]);
  });
});
