import { describe, expect, test } from 'vitest';
import { specHash as hashOf } from '../../../src/core/swarm/hash.ts';
import { aSpec } from '../../support/builders/index.ts';
import {
  aRollout,
  BASE,
  fullySeenAt,
  labelled,
  newTask,
  oldTask,
  seenAt,
  serviceOn,
  TARGET,
} from './a-rollout.ts';
import { fold, outcome, crashed } from './fold.ts';

describe('a rollout that goes back', () => {
  const rolledBack = 'update rolled back due to failure or early termination of task crash-30';
  const back = (status: string | null, message = '') =>
    serviceOn(BASE, status, { message, PreviousSpec: null, Version: { Index: 40 } });
  const underWay = fold(aRollout(), seenAt(1, { tasks: [newTask(1), oldTask(2)] }));

  test('is rolled back by the engine when the old tasks run again', () => {
    const going = fold(
      underWay,
      seenAt(6, {
        service: back('rollback_started', rolledBack),
        tasks: [oldTask(2)],
        shut: [crashed(1, 30)],
      }),
    );
    const done = fold(
      going,
      seenAt(12, {
        service: back('rollback_completed', 'rollback completed'),
        tasks: [oldTask(1), oldTask(2)],
      }),
    );

    expect([outcome(going), outcome(done)]).toEqual([
      { phase: 'rolling-back', end: null, reason: rolledBack, progress: '1/2' },
      { phase: 'ended', end: 'rolled-back', reason: rolledBack, progress: '2/2' },
    ]);
    expect(done.state.failures.map(({ taskId }) => taskId)).toEqual(['crash-30']);
  });

  test('is known to be the engine’s by the missing PreviousSpec, when nobody watched it begin', () => {
    const done = fold(
      underWay,
      seenAt(60, {
        service: back('rollback_completed', 'rollback completed'),
        tasks: [oldTask(1), oldTask(2)],
      }),
    );

    expect(outcome(done).end).toBe('rolled-back');
  });

  test('is by hand when somebody asked the engine for it', () => {
    const service = (status: string, message: string) =>
      serviceOn(BASE, status, { message, PreviousSpec: TARGET, Version: { Index: 40 } });
    const done = fold(
      underWay,
      seenAt(6, { service: service('rollback_started', 'manually requested rollback'), tasks: [oldTask(2)] }),
      seenAt(9, {
        service: service('rollback_completed', 'rollback completed'),
        tasks: [oldTask(1), oldTask(2)],
      }),
    );

    expect(outcome(done)).toEqual({
      phase: 'ended',
      end: 'rolled-back-by-hand',
      reason: '',
      progress: '2/2',
    });
  });

  test('is by hand, at once, when another plan posts the spec from before', () => {
    const service = serviceOn(labelled(BASE, 'plan2'), 'updating', { Version: { Index: 40 } });
    const done = fold(underWay, seenAt(6, { service, tasks: [newTask(1), oldTask(2)] }));

    expect(outcome(done).end).toBe('rolled-back-by-hand');
    expect(done.state.byPlan).toBe('plan2');
  });

  test('a rollback that pauses is an end of its own', () => {
    const service = back('rollback_paused', 'rollback paused due to failure or early termination of task x');
    const done = fold(underWay, seenAt(6, { service, tasks: [] }));

    expect(outcome(done).end).toBe('paused');
  });

  test('an answer from before the write is no rollback', () => {
    const lagging = serviceOn(BASE, null, { Version: { Index: 10 } });

    expect(
      outcome(fold(aRollout(), seenAt(1, { service: lagging, tasks: [oldTask(1), oldTask(2)] }))).phase,
    ).toBe('starting');
  });

  test('the engine’s own rollback is a rollout like any other where it is what was asked for', () => {
    const target = aSpec({ image: 'redis:3.0.4', replicas: 2 });
    const rollout = aRollout({ kind: 'rollback', targetHash: hashOf(target) });
    const tasks = [1, 2].map((slot) => newTask(slot, { Spec: target.TaskTemplate }));
    const service = serviceOn(target, 'rollback_completed', { PreviousSpec: BASE });
    const looks = [1, 10, 19, 28, 37].map((at) => fullySeenAt(at, { service, tasks }));

    expect(outcome(fold(rollout, ...looks)).end).toBe('succeeded');
  });
});
