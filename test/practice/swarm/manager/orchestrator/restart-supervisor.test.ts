import { describe, expect, it } from 'vitest';
import type { RestartPolicy } from '../../../../../src/practice/swarm/state/spec.ts';
import { everywhere, makeBench, replicated, SECOND, template, update } from './bench.ts';

const policy = (more: Partial<RestartPolicy> = {}): RestartPolicy => ({ MaxAttempts: 0, ...more });

/** One task of an image that ends after a second; no history is deleted. */
function crashing(
  restart: RestartPolicy | undefined,
  as: 'failed' | 'complete' = 'failed',
  mode: 'replicated' | 'global' = 'replicated',
) {
  const bench = makeBench({ nodes: 1, historyLimit: 100 });
  bench.conducts.set('one', { ends: { in: 'running', after: 1000, as } });
  const spec = template('one', restart === undefined ? {} : { RestartPolicy: restart });
  bench.create(mode === 'global' ? everywhere(spec, { Name: 'web' }) : replicated(1, spec), 100);
  return bench;
}

describe('a task that ended', () => {
  it.each([
    { condition: 'any', as: 'failed', tasks: 2 },
    { condition: 'any', as: 'complete', tasks: 2 },
    { condition: 'on-failure', as: 'failed', tasks: 2 },
    { condition: 'on-failure', as: 'complete', tasks: 1 },
    { condition: 'none', as: 'failed', tasks: 1 },
    { condition: 'none', as: 'complete', tasks: 1 },
  ] as const)('$as under $condition is one of $tasks', ({ condition, as, tasks }) => {
    const bench = crashing(policy({ Condition: condition, Delay: 2 * SECOND }), as);
    bench.timeline.advance(3000);
    expect(bench.tasks()).toHaveLength(tasks);
    expect(bench.tasks()[0]).toMatchObject({ desiredState: 'shutdown', status: { state: as } });
  });

  it('is replaced after 5 s where there is no policy', () => {
    const bench = crashing(undefined);
    bench.until(() => bench.tasks().length === 2);
    const [, replacement] = bench.tasks();
    expect(replacement).toMatchObject({ slot: 1, desiredState: 'ready' });
    const waited = bench.until(() => bench.tasks()[1]?.desiredState === 'running');
    expect(waited).toBe(5000);
  });

  it('is replaced after the delay of the policy', () => {
    const bench = crashing(policy({ Delay: 0.5 * SECOND }));
    bench.until(() => bench.tasks().length === 2);
    expect(bench.until(() => bench.tasks()[1]?.desiredState === 'running')).toBe(500);
  });

  it('is replaced by a task of the spec as it is now', () => {
    const bench = crashing(policy({ Condition: 'any', Delay: SECOND }));
    bench.conducts.set('two', {});
    bench.update(
      replicated(1, template('two'), {
        UpdateConfig: update({ FailureAction: 'continue', Order: 'start-first' }),
      }),
    );
    bench.timeline.advance(10_000);
    expect(bench.running()).toEqual({ 1: ['two'] });
  });

  it('does not restart its replacement before its delay has passed when that fails in preparing', () => {
    const bench = makeBench({ nodes: 1, historyLimit: 100 });
    bench.conducts.set('one', { ends: { in: 'preparing', after: 10, as: 'rejected' } });
    bench.create(replicated(1, template('one')), 1000);
    bench.timeline.advance(60_000);
    // one every 5 s, though each is rejected at once
    expect(bench.tasks().filter((task) => task.status.state === 'rejected')).toHaveLength(14);
    expect(bench.wanted()).toHaveLength(1);
  });

  it('and is not restarted stays as it is until it is outdated', () => {
    const never = { RestartPolicy: policy({ Condition: 'none' }) };
    const bench = crashing(never.RestartPolicy, 'complete');
    bench.timeline.advance(5000);
    const before = bench.tasks();
    bench.update(replicated(1, template('one', never), { Labels: { team: 'blue' } }));
    bench.timeline.advance(5000);
    expect(bench.tasks()).toEqual(before);
    bench.update(replicated(1, template('two', never)));
    bench.timeline.advance(5000);
    expect(bench.running()).toEqual({ 1: ['two'] });
  });
});

describe('the number of attempts', () => {
  it.each(['replicated', 'global'] as const)('is limited for each slot of a %s service', (mode) => {
    const bench = crashing(policy({ MaxAttempts: 3, Delay: SECOND }), 'failed', mode);
    bench.timeline.advance(600_000);
    expect(bench.tasks().map((task) => task.status.state)).toEqual(['failed', 'failed', 'failed', 'failed']);
    expect(bench.wanted()).toEqual([]);
  });

  it('begins anew with a new spec', () => {
    const restart = policy({ MaxAttempts: 1, Delay: SECOND });
    const bench = crashing(restart);
    bench.timeline.advance(60_000);
    expect(bench.tasks()).toHaveLength(2);
    bench.update(
      replicated(1, template('one', { RestartPolicy: restart, ForceUpdate: 1 }), {
        UpdateConfig: update({ FailureAction: 'continue' }),
      }),
    );
    bench.until(() => bench.tasks().filter(({ spec: { ForceUpdate: force } }) => force === 1).length === 2);
    bench.timeline.advance(60_000);
    expect(bench.tasks().filter((task) => task.spec.ForceUpdate === 1)).toHaveLength(2);
    expect(bench.wanted()).toEqual([]);
  });

  it('is counted within the window only', () => {
    // a restart every 2 s: never two within 1.5 s, always two within 10 s
    const within = crashing(policy({ MaxAttempts: 2, Delay: SECOND, Window: 10 * SECOND }));
    within.timeline.advance(60_000);
    expect(within.tasks()).toHaveLength(3);
    const apart = crashing(policy({ MaxAttempts: 2, Delay: SECOND, Window: 1.5 * SECOND }));
    apart.timeline.advance(60_000);
    expect(apart.wanted()).toHaveLength(1);
  });

  it('is forgotten with the service', () => {
    const restart = policy({ MaxAttempts: 1, Delay: SECOND });
    const bench = crashing(restart);
    bench.timeline.advance(60_000);
    bench.removeService();
    bench.timeline.advance(1000);
    bench.create(replicated(1, template('one', { RestartPolicy: restart })), 60_000);
    expect(bench.tasks()).toHaveLength(2);
  });
});

describe('a task on a node that is lost', () => {
  it('is replaced elsewhere after the delay, without waiting for it to stop', () => {
    const bench = makeBench({ nodes: 2 });
    bench.create(replicated(2, template('one')));
    bench.setNode('node1', { state: 'down' });
    bench.until(() => bench.tasks().length === 3);
    expect(bench.until(() => bench.tasks()[2]?.desiredState === 'running')).toBe(5000);
    bench.timeline.advance(1000);
    const lost = bench.tasks().find((task) => task.nodeId === 'node1');
    expect(lost).toMatchObject({ desiredState: 'shutdown', status: { state: 'running' } });
    expect(bench.wanted().map((task) => [task.nodeId, task.status.state])).toEqual([
      ['node2', 'running'],
      ['node2', 'running'],
    ]);
  });

  it('is replaced as soon as it has stopped when the node was drained', () => {
    const bench = makeBench({ nodes: 2 });
    bench.conducts.set('one', { stop: 3000 });
    bench.create(replicated(2, template('one')));
    bench.setNode('node1', { Availability: 'drain' });
    const took = bench.until(() =>
      bench.wanted().every((task) => task.desiredState === 'running' && task.nodeId === 'node2'),
    );
    expect(took).toBeGreaterThanOrEqual(3000);
    expect(took).toBeLessThan(3050);
  });

  it('is no longer waited for when its node goes down in the middle', () => {
    const bench = makeBench({ nodes: 2 });
    bench.conducts.set('one', { stop: 50_000 });
    bench.create(replicated(2, template('one')));
    bench.setNode('node1', { Availability: 'drain' });
    bench.timeline.advance(1000);
    expect(bench.wanted().map((task) => task.desiredState)).toEqual(['running', 'ready']);
    bench.setNode('node1', { state: 'down' });
    bench.timeline.advance(10);
    expect(bench.wanted().map((task) => task.desiredState)).toEqual(['running', 'running']);
  });

  it('leaves a rollout updating for good when the updater has just sent its task there', () => {
    const bench = makeBench({ nodes: 2 });
    bench.create(replicated(1, template('one')));
    bench.conducts.set('two', { start: 10_000 });
    bench.update(replicated(1, template('two')));
    bench.until(() => bench.tasks().some((task) => task.status.state === 'starting'));
    const lost = bench.wanted()[0]?.nodeId;
    bench.setNode(lost ?? '', { state: 'down' });
    bench.timeline.advance(24 * 3600_000);
    expect(lost).toMatch(/^node/);
    expect(bench.running()).toEqual({ 1: ['two'] });
    expect(bench.status()?.state).toBe('updating');
  });
});
