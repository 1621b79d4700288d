import { describe, expect, test } from 'vitest';
import { bareHash, specHash } from '../../../src/core/swarm/hash.ts';
import type { Task } from '../../../src/core/swarm/objects.ts';
import { aSpec, at } from '../../support/builders/index.ts';
import { aRollout, fullySeenAt, labelled, newTask, NEW_IMAGE, serviceOn } from './a-rollout.ts';
import { crashed, fold, outcome } from './fold.ts';

/** The service was last written at version 10; its tasks were killed since, and are well again. */
const three = aSpec({ image: NEW_IMAGE, replicas: 3 });
const four = labelled(aSpec({ image: NEW_IMAGE, replicas: 4 }), 'plan1');
const scaling = aRollout({
  kind: 'scale',
  baseHash: specHash(three),
  baseBareHash: bareHash(three),
  targetHash: specHash(four),
});
const killed: Task[] = [21, 22, 23, 24, 25, 26].map((version) => ({
  ...crashed((version % 3) + 1, version),
  Spec: four.TaskTemplate,
  CreatedAt: at(-600),
}));
const running = (slots: number[]) =>
  slots.map((slot) => newTask(slot, { Spec: four.TaskTemplate, Version: { Index: 30 } }));
const scaled = (status: string | null) => serviceOn(four, status, { Version: { Index: 40 } });

describe('failures of the same spec, from after the service was last written but before the change', () => {
  test('do not count against a scale, however slow its new task is', () => {
    const look = (seconds: number) =>
      fullySeenAt(seconds, { service: scaled(null), tasks: running([1, 2, 3]), shut: killed });
    const folded = fold(scaling, look(1), look(9), look(18), look(27), look(36), look(45), look(54));

    expect(folded.state.failures).toEqual([]);
    expect(outcome(folded)).toMatchObject({ phase: 'updating', end: null, progress: '3/4' });
  });

  test('do not count when they are seen only at a later look', () => {
    const first = { ...fullySeenAt(1, { service: scaled(null), tasks: running([1, 2, 3]) }) };
    const later = fullySeenAt(3, { service: scaled(null), tasks: running([1, 2, 3]), shut: killed });

    expect(fold(scaling, first, later).state.failures).toEqual([]);
  });

  test('leave a failure from after the change to be counted, whatever the clock of its node says', () => {
    const late = { ...crashed(4, 41), Spec: four.TaskTemplate, CreatedAt: at(-900) };
    const seen = fullySeenAt(3, {
      service: scaled(null),
      tasks: running([1, 2, 3]),
      shut: [...killed, late],
    });

    expect(fold(scaling, seen).state.failures.map(({ taskId }) => taskId)).toEqual(['crash-41']);
  });

  test('are told from those of an update that was under way before it was first seen', () => {
    const service = {
      ...scaled(null),
      UpdateStatus: { State: 'completed', StartedAt: at(0), Message: '' },
    };
    const ofUpdate = { ...crashed(4, 35), Spec: four.TaskTemplate, CreatedAt: at(1) };
    const seen = fullySeenAt(3, { service, tasks: running([1, 2, 3]), shut: [...killed, ofUpdate] });

    expect(fold(scaling, seen).state.failures.map(({ taskId }) => taskId)).toEqual(['crash-35']);
  });
});
