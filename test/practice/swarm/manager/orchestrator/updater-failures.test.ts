import { describe, expect, it } from 'vitest';
import { SECOND } from './bench.ts';
import { failedIn, serviceOf } from './service-of.ts';

describe('a rollout that fails', () => {
  it('is paused at the first failure, with no more slots touched', () => {
    const { conducts, update: post, specOf, until, timeline, status, tasks, running } = serviceOf(3, {});
    conducts.set('two', failedIn('starting'));
    post(specOf('two'));
    until(() => status()?.state === 'paused');
    const failed = tasks().find((task) => task.status.state === 'failed');
    expect(status()).toEqual({
      state: 'paused',
      message: `update paused due to failure or early termination of task ${failed?.id}`,
      startedAt: expect.any(Number),
    });
    timeline.advance(60_000);
    expect(Object.values(running())).toEqual([['one'], ['one']]);
  });

  it('goes on when the paused service is scaled', () => {
    const { conducts, update: post, specOf, until, status, running } = serviceOf(3, {});
    conducts.set('two', failedIn('starting'));
    post(specOf('two'));
    until(() => status()?.state === 'paused');
    conducts.set('two', {});
    post(specOf('two', 4));
    until(() => status()?.state === 'completed');
    expect(running()).toEqual({ 1: ['two'], 2: ['two'], 3: ['two'], 4: ['two'] });
  });

  it('is completed with continue, though all tasks crash', () => {
    const {
      conducts,
      update: post,
      specOf,
      until,
      status,
      running,
    } = serviceOf(2, {
      FailureAction: 'continue',
    });
    conducts.set('two', failedIn('starting'));
    post(specOf('two'));
    until(() => status()?.state === 'completed');
    expect(running()).toEqual({});
  });

  it('rolls back by itself to the previous spec, and has none then', () => {
    const {
      conducts,
      update: post,
      specOf,
      until,
      status,
      service,
      running,
      timeline,
    } = serviceOf(2, {
      FailureAction: 'rollback',
    });
    conducts.set('two', failedIn('starting'));
    post(specOf('two'));
    until(() => status()?.state === 'rollback_started');
    expect(status()?.message).toMatch(/^update rolled back due to failure or early termination of task \w+$/);
    const { startedAt } = status() ?? {};
    until(() => status()?.state === 'rollback_completed');
    expect(status()).toEqual({
      state: 'rollback_completed',
      message: 'rollback completed',
      startedAt,
      completedAt: timeline.now(),
    });
    expect(service()).toMatchObject({ spec: specOf('one'), specVersion: 0 });
    expect(service().previousSpec).toBeUndefined();
    until(() => Object.values(running()).flat().join() === 'one,one');
  });

  it.each([
    { words: 'counts', diesAfter: 4000, state: 'paused' },
    { words: 'does not count', diesAfter: 7000, state: 'completed' },
  ])('$words a task that ends $diesAfter ms after it came up', ({ diesAfter, state }) => {
    const { conducts, update: post, specOf, until, status } = serviceOf(1, { Monitor: 5 * SECOND });
    conducts.set('two', failedIn('running', diesAfter));
    post(specOf('two'));
    until(() => status()?.state !== 'updating' && status() !== undefined);
    expect(status()?.state).toBe(state);
  });

  it('judges what failed while the last tasks came up only when all are up', () => {
    // both slots are taken: nobody watches until the slow one runs, and then the failure is too long ago
    const {
      conducts,
      update: post,
      specOf,
      until,
      tasks,
      status,
    } = serviceOf(2, {
      Parallelism: 2,
      Monitor: 5 * SECOND,
    });
    conducts.set('two/1', { start: 20_000 });
    conducts.set('two/2', failedIn('starting'));
    post(specOf('two'));
    until(() => tasks().some((task) => task.status.state === 'failed'));
    expect(status()?.state).toBe('updating');
    conducts.delete('two/2');
    until(() => status()?.state !== 'updating');
    expect(status()?.state).toBe('completed');
  });

  it.each([
    { ratio: 0.5, state: 'completed' },
    { ratio: 0.49, state: 'paused' },
  ])('with 1 of 2 failed and a ratio of $ratio ends $state', ({ ratio, state }) => {
    const { conducts, update: post, specOf, until, tasks, status } = serviceOf(2, { MaxFailureRatio: ratio });
    conducts.set('two', failedIn('starting'));
    post(specOf('two'));
    until(() => tasks().some((task) => task.status.state === 'failed'));
    conducts.set('two', {});
    until(() => status()?.state !== 'updating');
    expect(status()?.state).toBe(state);
  });

  it('compares the ratio as float32', () => {
    // the engine keeps 5/6 as 0.8333333135, which is less than 5/6 is as a double
    const {
      conducts,
      update: post,
      specOf,
      until,
      status,
    } = serviceOf(6, {
      MaxFailureRatio: Math.fround(5 / 6),
    });
    for (const slot of [1, 2, 3, 4, 5]) conducts.set(`two/${slot}`, failedIn('starting'));
    post(specOf('two'));
    until(() => status()?.state === 'updating');
    until(() => status()?.state !== 'updating');
    expect(status()?.state).toBe('completed');
  });

  it('without a previous spec stays updating', () => {
    const {
      conducts,
      store,
      update: post,
      specOf,
      until,
      timeline,
      tasks,
      status,
    } = serviceOf(2, {
      FailureAction: 'rollback',
    });
    conducts.set('two', failedIn('starting'));
    post(specOf('two'));
    store.write((tx) => tx.update('service', 'web', { previousSpec: undefined }));
    until(() => tasks().some((task) => task.status.state === 'failed'));
    timeline.advance(60_000);
    expect(status()?.state).toBe('updating');
  });

  it('is paused at once when the task of its only slot fails', () => {
    const { conducts, update: post, specOf, until, status, tasks } = serviceOf(1, {});
    conducts.set('two', failedIn('starting'));
    post(specOf('two'));
    until(() => tasks().some((task) => task.status.state === 'failed'));
    expect(until(() => status()?.state === 'paused')).toBe(2);
  });
});
