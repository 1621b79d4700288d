import { describe, expect, test } from 'vitest';
import { specHash } from '../../../src/core/swarm/hash.ts';
import { aSpec } from '../../support/builders/index.ts';
import { aRollout, BASE, labelled, newTask, oldTask, seenAt, serviceOn, TARGET } from './a-rollout.ts';
import { fold, outcome, bothNew } from './fold.ts';

describe('a rollout that others end', () => {
  test('is superseded by another plan, which is named', () => {
    const other = labelled(aSpec({ image: 'redis:4', replicas: 2 }), 'plan2');
    const done = fold(aRollout(), seenAt(5, { service: serviceOn(other, 'updating') }));

    expect({ end: done.state.end, byPlan: done.state.byPlan }).toEqual({
      end: 'superseded',
      byPlan: 'plan2',
    });
  });

  test('is superseded by a hand that left the label of this plan on', () => {
    const other = labelled(aSpec({ image: 'redis:4', replicas: 2 }), 'plan1');
    const done = fold(aRollout(), seenAt(1), seenAt(5, { service: serviceOn(other, 'updating') }));

    expect({ end: done.state.end, byPlan: done.state.byPlan }).toEqual({ end: 'superseded', byPlan: '' });
  });

  test('is not superseded by the engine’s own way of storing what was posted', () => {
    const filledIn = { ...TARGET, UpdateConfig: { ...TARGET.UpdateConfig, Extra: 'default' } };
    const service = serviceOn(filledIn, 'updating');
    const folded = fold(aRollout(), seenAt(1, { service }), seenAt(2, { service }));

    expect({ phase: folded.state.phase, targetHash: folded.targetHash }).toEqual({
      phase: 'updating',
      targetHash: specHash(filledIn),
    });
  });

  test('is superseded by a hand that was faster than the first look', () => {
    const other = labelled(aSpec({ image: 'redis:4', replicas: 2 }), 'plan1');
    const service = serviceOn(other, 'updating', { PreviousSpec: TARGET });

    expect(fold(aRollout(), seenAt(2, { service })).state.end).toBe('superseded');
  });

  test('is not ended by a manager that lags and shows the spec from before', () => {
    const lagging = serviceOn(BASE, null, { Version: { Index: 9 } });
    const folded = fold(aRollout(), seenAt(1), seenAt(30, { service: lagging }));

    expect(folded.state.end).toBe(null);
  });

  test('is not ended by the status of the rollout before, which the engine shows for a moment', () => {
    const paused = { State: 'paused', StartedAt: '2026-11-02T11:00:00Z', Message: 'update paused' };
    const before = aRollout({ baseStartedAt: paused.StartedAt });
    const service = serviceOn(TARGET, null, { UpdateStatus: paused });

    expect(outcome(fold(before, seenAt(0, { service })))).toMatchObject({ phase: 'updating', end: null });
  });

  test('is superseded by an unknown spec with its label that is first seen long after the write', () => {
    const other = labelled(aSpec({ image: 'redis:4', replicas: 2 }), 'plan1');
    const done = fold(aRollout(), seenAt(60, { service: serviceOn(other, 'updating') }));

    expect(done.state.end).toBe('superseded');
  });

  test('ends when the service is removed, and keeps what was seen last', () => {
    const done = fold(
      aRollout(),
      seenAt(5, { tasks: [newTask(1), oldTask(2)] }),
      seenAt(6, { service: null }),
    );

    expect(outcome(done)).toEqual({ phase: 'ended', end: 'removed', reason: '', progress: '1/2' });
  });

  test('an end is for good', () => {
    const done = fold(aRollout(), seenAt(6, { service: null }));

    expect(fold(done, seenAt(7, { tasks: bothNew }))).toEqual(done);
  });
});
