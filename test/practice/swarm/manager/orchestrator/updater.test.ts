import { describe, expect, it } from 'vitest';
import { makeBench, replicated, SECOND, template } from './bench.ts';
import { isTwo, serviceOf, failedIn } from './service-of.ts';

describe('a rollout', () => {
  it('replaces one slot after the other, and completes when the last has been monitored', () => {
    const { update: post, specOf, until, status, running, service, timeline } = serviceOf(3, {});
    post(specOf('two'));
    const startedAt = timeline.now() + 2; // when the orchestrator hears of it
    until(() => status()?.state === 'updating');
    expect(status()).toEqual({ state: 'updating', message: 'update in progress', startedAt });
    until(() => status()?.state === 'completed');
    expect(status()).toEqual({
      state: 'completed',
      message: 'update completed',
      startedAt,
      completedAt: timeline.now(),
    });
    expect(running()).toEqual({ 1: ['two'], 2: ['two'], 3: ['two'] });
    expect(service().previousSpec).toEqual(specOf('one'));
  });

  // the formula of the measured facts: ceil(dirty / P) x (task time + Delay) + (Delay >= Monitor ? Delay + 1 s : Monitor)
  it.each([
    { replicas: 3, parallelism: 1, delay: 0, monitor: 5, expected: 3 * 1 + 5 },
    { replicas: 3, parallelism: 1, delay: 2, monitor: 5, expected: 3 * (1 + 2) + 5 },
    { replicas: 3, parallelism: 1, delay: 5, monitor: 5, expected: 3 * (1 + 5) + 6 },
    { replicas: 3, parallelism: 1, delay: 7, monitor: 5, expected: 3 * (1 + 7) + 8 },
    { replicas: 5, parallelism: 2, delay: 2, monitor: 3, expected: 3 * (1 + 2) + 3 },
    { replicas: 5, parallelism: 0, delay: 2, monitor: 3, expected: 1 + 2 + 3 },
    { replicas: 2, parallelism: 9, delay: 0, monitor: 1, expected: 1 + 1 },
  ])(
    'of $replicas by $parallelism with delay $delay and monitor $monitor takes $expected s',
    ({ replicas, parallelism, delay, monitor, expected }) => {
      const bench = serviceOf(replicas, {
        Parallelism: parallelism,
        Delay: delay * SECOND,
        Monitor: monitor * SECOND,
      });
      bench.update(bench.specOf('two'));
      const took = bench.until(() => bench.status()?.state === 'completed');
      // the watchers hear of each step 2 ms later
      expect(took - expected * 1000).toBeGreaterThanOrEqual(0);
      expect(took - expected * 1000).toBeLessThan(replicas * 30);
    },
  );

  it('stops the old task before it starts the new one with stop-first', () => {
    const { conducts, update: post, specOf, until, status, running } = serviceOf(1, {});
    conducts.set('one', { stop: 3000 });
    post(specOf('two'));
    const seen = new Set<string>();
    until(() => {
      seen.add(JSON.stringify(running()));
      return status()?.state === 'completed';
    });
    expect([...seen]).toEqual(['{"1":["one"]}', '{}', '{"1":["two"]}']);
  });

  it('stops the old task once the new one runs with start-first', () => {
    const { update: post, specOf, until, status, running } = serviceOf(1, { Order: 'start-first' });
    post(specOf('two'));
    const seen = new Set<string>();
    until(() => {
      seen.add(JSON.stringify(running()));
      return status()?.state === 'completed';
    });
    expect([...seen]).toEqual(['{"1":["one"]}', '{"1":["one","two"]}', '{"1":["two"]}']);
  });

  it('starts the new task after a minute if the old one does not stop', () => {
    const { conducts, update: post, specOf, until, running } = serviceOf(1, {});
    conducts.set('one', { stop: 300_000 });
    post(specOf('two'));
    const took = until(() => running()['1']?.includes('two') === true);
    expect(took).toBeGreaterThan(61_000);
    expect(took).toBeLessThan(61_100);
  });

  it('has workers that do not wait for each other', () => {
    const { conducts, update: post, specOf, until, tasks } = serviceOf(4, { Parallelism: 2 });
    conducts.set('two/1', { start: 60_000 });
    post(specOf('two'));
    until(() => tasks().filter(({ spec, status }) => isTwo(spec) && status.state === 'running').length === 3);
    expect(tasks().filter(({ spec, status }) => isTwo(spec) && status.state === 'starting')).toHaveLength(1);
  });

  it('never ends while a task cannot be placed', () => {
    const {
      conducts,
      update: post,
      specOf,
      timeline,
      status,
      running,
    } = serviceOf(2, {
      FailureAction: 'rollback',
    });
    conducts.set('two', 'unplaceable');
    post(specOf('two'));
    timeline.advance(24 * 3600_000);
    expect(status()?.state).toBe('updating');
    expect(Object.values(running())).toEqual([['one']]);
  });

  it('goes on without a word when the same spec is posted again', () => {
    const { update: post, specOf, until, timeline, status, running } = serviceOf(3, {});
    post(specOf('two'));
    until(
      () => running()['1']?.[0] === 'two' || running()['2']?.[0] === 'two' || running()['3']?.[0] === 'two',
    );
    post(specOf('two'));
    timeline.advance(60_000);
    expect(running()).toEqual({ 1: ['two'], 2: ['two'], 3: ['two'] });
    expect(status()).toBeUndefined();
  });

  it('does not roll back once the same spec was posted again', () => {
    const {
      conducts,
      update: post,
      specOf,
      timeline,
      status,
      service,
    } = serviceOf(2, {
      FailureAction: 'rollback',
    });
    conducts.set('two', failedIn('running', 3000));
    post(specOf('two'));
    timeline.advance(1000);
    post(specOf('two'));
    timeline.advance(60_000);
    expect(status()).toBeUndefined();
    expect(service().spec).toEqual(specOf('two'));
  });

  it('begins anew towards another spec', () => {
    const { update: post, specOf, until, timeline, status, running } = serviceOf(3, { Delay: 600 * SECOND });
    post(specOf('two'));
    timeline.advance(3000);
    const first = status()?.startedAt;
    post(specOf('one', 3, { again: 'yes' }));
    until(() => status()?.state === 'updating' && status()?.startedAt !== first);
    until(() => Object.values(running()).flat().join() === 'one,one,one');
    expect(status()?.state).toBe('updating'); // its only slot waits for the delay
  });

  it('says nothing of a change that makes no task dirty', () => {
    const { update: post, specOf, timeline, status, tasks } = serviceOf(2, {});
    const before = tasks().map((task) => task.id);
    post(specOf('one', 2, { team: 'blue' }));
    timeline.advance(60_000);
    expect(status()).toBeUndefined();
    expect(tasks().map((task) => task.id)).toEqual(before);
  });

  it('leaves a slot whose task was restarted with the new spec before its turn', () => {
    const bench = makeBench();
    const restart = { RestartPolicy: { MaxAttempts: 0, Delay: SECOND } };
    bench.conducts.set('one', { ends: { in: 'running', after: 20_000, as: 'failed' } });
    bench.conducts.set('two', { start: 30_000 });
    bench.create(replicated(2, template('one', restart)));
    bench.update(replicated(2, template('two', restart)));
    bench.until(() => bench.status()?.state === 'completed');
    // it did not wait for that task
    expect(Object.values(bench.running())).toEqual([['two']]);
    bench.timeline.advance(60_000);
    expect(bench.running()).toEqual({ 1: ['two'], 2: ['two'] });
    expect(bench.tasks()).toHaveLength(4);
  });
});
