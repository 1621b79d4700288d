import { describe, expect, it } from 'vitest';
import { makeBench, replicated, SECOND, template, update } from './bench.ts';
import { failedIn, isTwo, serviceOf } from './service-of.ts';

describe('a rollback', () => {
  it('on request is paced by its own config', () => {
    const {
      update: post,
      specOf,
      until,
      status,
      rollBack,
      running,
      timeline,
    } = serviceOf(3, { Parallelism: 0 }, { Parallelism: 1, Delay: 10 * SECOND, Monitor: 1 * SECOND });
    post(specOf('two'));
    until(() => status()?.state === 'completed');
    const startedAt = timeline.now();
    rollBack();
    const took = until(() => status()?.state === 'rollback_completed');
    expect(Math.floor(took / 1000)).toBe(3 * (1 + 10) + 11);
    expect(status()).toEqual({
      state: 'rollback_completed',
      message: 'rollback completed',
      startedAt,
      completedAt: timeline.now(),
    });
    expect(running()).toEqual({ 1: ['one'], 2: ['one'], 3: ['one'] });
  });

  it('without one has defaults: one at a time, monitored for 5 s, whatever updates have', () => {
    const {
      update: post,
      specOf,
      until,
      status,
      rollBack,
    } = serviceOf(3, { Parallelism: 0, Monitor: SECOND });
    post(specOf('two'));
    until(() => status()?.state === 'completed');
    rollBack();
    const took = until(() => status()?.state === 'rollback_completed');
    expect(Math.floor(took / 1000)).toBe(3 * 1 + 5);
  });

  it('that fails is paused, in the words of an update', () => {
    const { conducts, update: post, specOf, until, status, rollBack } = serviceOf(2, {});
    post(specOf('two'));
    until(() => status()?.state === 'completed');
    conducts.set('one', failedIn('starting'));
    rollBack();
    until(() => status()?.state === 'rollback_paused');
    expect(status()?.message).toMatch(/^update paused due to failure or early termination of task \w+$/);
  });

  it('is never rolled back: it is paused, and then declared completed', () => {
    const {
      conducts,
      update: post,
      specOf,
      until,
      status,
      rollBack,
    } = serviceOf(2, {}, { FailureAction: 'rollback' });
    post(specOf('two'));
    until(() => status()?.state === 'completed');
    conducts.set('one', failedIn('starting'));
    rollBack();
    until(() => status()?.state === 'rollback_paused');
    expect(status()?.message).toMatch(/^rollback paused due to failure or early termination of task \w+$/);
    until(() => status()?.state !== 'rollback_paused');
    expect(status()).toMatchObject({ state: 'completed', message: 'update completed' });
  });

  it('in the middle of a rollout whose config was changed finishes it forward', () => {
    const bench = serviceOf(3, { Delay: 600 * SECOND });
    bench.update(bench.specOf('two'));
    bench.timeline.advance(3000);
    const fast = { ...bench.specOf('two'), UpdateConfig: update({}) };
    bench.update(fast);
    bench.timeline.advance(100);
    bench.rollBack();
    bench.until(() => bench.status()?.state === 'rollback_completed');
    expect(bench.running()).toEqual({ 1: ['two'], 2: ['two'], 3: ['two'] });
  });

  it('takes the tasks back that it finds with the old spec', () => {
    const { update: post, specOf, until, status, rollBack, tasks } = serviceOf(2, { Delay: 600 * SECOND });
    const before = tasks().map((task) => task.id);
    post(specOf('two'));
    until(() => tasks().some(({ spec, status: { state } }) => isTwo(spec) && state === 'running'));
    rollBack();
    until(() => status()?.state === 'rollback_completed');
    const left = tasks().filter((task) => task.status.state === 'running');
    expect(left.filter((task) => before.includes(task.id))).toHaveLength(1);
  });

  it('starts anew what had ended with the old spec, though its policy restarts nothing', () => {
    const bench = makeBench();
    const never = { RestartPolicy: { Condition: 'none', MaxAttempts: 0 } } as const;
    bench.conducts.set('one', { ends: { in: 'running', after: 1000, as: 'complete' } });
    bench.create(replicated(3, template('one', never)), 5000);
    bench.conducts.set('one', {});
    bench.update(replicated(3, template('two', never), { UpdateConfig: update({ Delay: 600 * SECOND }) }));
    bench.timeline.advance(5000);
    bench.rollBack();
    bench.timeline.advance(5000);
    expect(bench.running()).toEqual({ 1: ['one'], 2: ['one'], 3: ['one'] });
  });

  it('finds at times that the failed task was already made again with the new spec, and at times not', () => {
    const {
      conducts,
      update: post,
      specOf,
      until,
      status,
      tasks,
    } = serviceOf(2, { FailureAction: 'rollback', Delay: 60 * SECOND });
    conducts.set('two', failedIn('running'));
    const seen = new Set<string>();
    const rounds = Array.from({ length: 12 }, () => {
      post(specOf('two'));
      until(() => status()?.state === 'rollback_completed');
      const made = tasks().filter(({ id, spec }) => isTwo(spec) && !seen.has(id));
      for (const { id } of made) seen.add(id);
      return made.length;
    });
    expect(new Set(rounds)).toEqual(new Set([1, 2]));
  });
});
