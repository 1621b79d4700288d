import { describe, expect, test } from 'vitest';
import { aRollout, newTask, oldTask, seenAt } from './a-rollout.ts';
import { fold, outcome } from './fold.ts';

describe('a rollout that is stuck', () => {
  const words = 'no suitable node (scheduling constraints not satisfied on 3 nodes)';
  const pending = newTask(1, { NodeID: '' }, { State: 'pending', Err: words });
  const looks = [1, 10, 19, 28, 37, 46, 55, 64, 73, 82, 91, 100, 109, 118].map((at) =>
    seenAt(at, { tasks: [pending, oldTask(2)] }),
  );

  test('says why in the engine’s words, once the deadline is over', () => {
    const before = fold(aRollout(), ...looks);
    const after = fold(before, seenAt(121, { tasks: [pending, oldTask(2)] }));

    expect(outcome(before).phase).toBe('updating');
    expect(outcome(after)).toEqual({ phase: 'stuck', end: null, reason: words, progress: '0/2' });
  });

  test('the delay between batches is no reason to call it stuck', () => {
    const after = fold(
      aRollout({ delayMs: 60_000 }),
      ...looks,
      seenAt(121, { tasks: [pending, oldTask(2)] }),
    );

    expect(outcome(after).phase).toBe('updating');
  });

  test('comes back when a task runs', () => {
    const stuck = fold(aRollout(), ...looks, seenAt(121, { tasks: [pending, oldTask(2)] }));

    expect(outcome(fold(stuck, seenAt(130, { tasks: [newTask(1), oldTask(2)] }))).phase).toBe('updating');
  });

  test('time in which nobody watched does not count', () => {
    const resumed = fold(aRollout(), looks[0]!, seenAt(3_600, { tasks: [pending, oldTask(2)] }));

    expect(outcome(resumed).phase).toBe('updating');
  });

  test('a crash loop that comes and goes is no progress', () => {
    const up = (at: number) => seenAt(at, { tasks: [newTask(1), oldTask(2)] });
    const down = (at: number) => seenAt(at, { tasks: [newTask(1, {}, { State: 'starting' }), oldTask(2)] });
    const times = Array.from({ length: 14 }, (_, i) => 1 + i * 9);
    const folded = fold(aRollout(), ...times.map((at, i) => (i % 2 === 0 ? up(at) : down(at))), down(123));

    expect(outcome(folded).phase).toBe('stuck');
  });
});
