import { describe, expect, it } from 'vitest';
import { everywhere, makeBench, SECOND, template, update } from './bench.ts';

describe('a global service', () => {
  it('has a task on every node that can be used and meets its constraints', () => {
    const bench = makeBench({ nodes: 5 });
    bench.setNode('node2', { Availability: 'drain' });
    bench.setNode('node3', { Availability: 'pause' });
    bench.setNode('node4', { state: 'down' });
    bench.timeline.advance(10);
    bench.create(everywhere(template('one', { Placement: { Constraints: ['node.id != node5'] } })));
    expect(bench.tasks('agent').map((task) => [task.nodeId, task.slot, task.desiredState])).toEqual([
      ['node1', 0, 'running'],
    ]);
  });

  it('follows a node that is drained and used again', () => {
    const bench = makeBench({ nodes: 2 });
    bench.create(everywhere(template('one')));
    bench.setNode('node1', { Availability: 'drain' });
    bench.timeline.advance(1000);
    expect(bench.running('agent')).toEqual({ node2: ['one'] });
    bench.setNode('node1', { Availability: 'active' });
    bench.timeline.advance(1000);
    expect(bench.running('agent')).toEqual({ node1: ['one'], node2: ['one'] });
  });

  it('follows a node that goes down and comes back', () => {
    const bench = makeBench({ nodes: 2 });
    bench.create(everywhere(template('one')));
    bench.setNode('node1', { state: 'down' });
    bench.timeline.advance(1000);
    expect(bench.wanted('agent').map((task) => task.nodeId)).toEqual(['node2']);
    bench.setNode('node1', { state: 'ready' });
    bench.timeline.advance(1000);
    expect(bench.wanted('agent').map((task) => task.nodeId)).toEqual(['node2', 'node1']);
  });

  it('leaves a paused node alone', () => {
    const bench = makeBench({ nodes: 2 });
    bench.create(everywhere(template('one')));
    bench.setNode('node1', { Availability: 'pause' });
    bench.update(everywhere(template('two')));
    bench.until(() => bench.status('agent')?.state === 'completed');
    expect(bench.running('agent')).toEqual({ node1: ['one'], node2: ['two'] });
  });

  it('catches up without a rollout on a node that was paused', () => {
    const bench = makeBench({ nodes: 2 });
    bench.create(everywhere(template('one')));
    bench.setNode('node1', { Availability: 'pause' });
    bench.update(everywhere(template('two')));
    bench.until(() => bench.status('agent')?.state === 'completed');
    const before = bench.status('agent');
    bench.setNode('node1', { Availability: 'active' });
    bench.timeline.advance(100);
    expect(bench.running('agent')).toEqual({ node1: ['two'], node2: ['two'] });
    expect(bench.status('agent')).toEqual(before);
  });

  it('takes a node that joins', () => {
    const bench = makeBench({ nodes: 1 });
    bench.create(everywhere(template('one')));
    const { id: _id, ...node1 } = [...bench.store.nodes.all()][0]!;
    bench.store.write((tx) => tx.create('node', { ...node1, id: 'node9' }));
    bench.timeline.advance(1000);
    expect(bench.running('agent')).toEqual({ node1: ['one'], node9: ['one'] });
  });

  it('has the tasks of a node deleted that is removed', () => {
    const bench = makeBench({ nodes: 2 });
    bench.create(everywhere(template('one')));
    bench.store.write((tx) => tx.remove('node', 'node1'));
    bench.timeline.advance(100);
    expect(bench.tasks('agent').map((task) => task.nodeId)).toEqual(['node2']);
  });

  it('is rolled out node by node', () => {
    const bench = makeBench();
    bench.conducts.set('two', { start: 1000 });
    bench.create(everywhere(template('one'), { UpdateConfig: update({ Delay: 2 * SECOND }) }));
    bench.update(everywhere(template('two'), { UpdateConfig: update({ Delay: 2 * SECOND }) }));
    const took = bench.until(() => bench.status('agent')?.state === 'completed');
    expect(Math.floor(took / 1000)).toBe(3 * (1 + 2) + 5);
    expect(bench.running('agent')).toEqual({ node1: ['two'], node2: ['two'], node3: ['two'] });
  });

  it('restarts a task on its own node', () => {
    const bench = makeBench({ nodes: 2 });
    bench.conducts.set('one', { ends: { in: 'running', after: 1000, as: 'failed' } });
    bench.create(everywhere(template('one')), 2000);
    bench.conducts.set('one', {});
    bench.timeline.advance(10_000);
    expect(bench.running('agent')).toEqual({ node1: ['one'], node2: ['one'] });
    expect(bench.tasks('agent').map((task) => task.nodeId)).toEqual(['node1', 'node2', 'node1', 'node2']);
  });

  it('gives up a node that no longer meets its constraints', () => {
    const bench = makeBench({ nodes: 2 });
    bench.setNode('node1', { Labels: { zone: 'a' } });
    bench.timeline.advance(10);
    bench.create(everywhere(template('one', { Placement: { Constraints: ['node.labels.zone == a'] } })));
    expect(bench.running('agent')).toEqual({ node1: ['one'] });
    bench.setNode('node1', { Labels: {} });
    bench.timeline.advance(10_000);
    expect(bench.tasks('agent').map((task) => [task.desiredState, task.status])).toEqual([
      [
        'shutdown',
        {
          state: 'rejected',
          message: 'task rejected by constraint enforcer',
          err: 'assigned node no longer meets constraints',
          timestamp: expect.any(Number),
        },
      ],
    ]);
  });

  it('that is removed has its tasks stopped and then deleted', () => {
    const bench = makeBench();
    bench.create(everywhere(template('one')));
    bench.removeService('agent');
    bench.timeline.advance(1000);
    expect(bench.tasks('agent')).toEqual([]);
  });

  it('does not restart a task on a paused node', () => {
    const bench = makeBench({ nodes: 1 });
    bench.conducts.set('one', { ends: { in: 'running', after: 2000, as: 'failed' } });
    bench.create(everywhere(template('one')));
    bench.setNode('node1', { Availability: 'pause' });
    bench.timeline.advance(60_000);
    expect(bench.tasks('agent').map((task) => task.desiredState)).toEqual(['shutdown']);
  });

  it('does not come to a node that changes and still does not meet its constraints', () => {
    const bench = makeBench({ nodes: 2 });
    bench.create(everywhere(template('one', { Placement: { Constraints: ['node.id == node1'] } })));
    bench.setNode('node2', { Labels: { zone: 'a' } });
    bench.timeline.advance(1000);
    expect(bench.tasks('agent').map((task) => task.nodeId)).toEqual(['node1']);
  });

  it('leaves the nodes that do not meet its new constraints', () => {
    const bench = makeBench({ nodes: 2 });
    bench.create(everywhere(template('one')));
    bench.update(everywhere(template('one', { Placement: { Constraints: ['node.id == node1'] } })));
    bench.timeline.advance(1000);
    expect(bench.running('agent')).toEqual({ node1: ['one'] });
  });
});
