import { describe, expect, test } from 'vitest';
import { timeLeft } from '../../../src/core/rollout/estimate.ts';
import type { Rollout, RolloutState } from '../../../src/core/rollout/rollout.ts';
import { NOON } from '../../support/builders/index.ts';
import { aRollout, SETTINGS } from './a-rollout.ts';

const updating: Partial<RolloutState> = { phase: 'updating', desired: 6, updated: 2, taskMs: [2_000] };

function left(seconds: number, over: Partial<Rollout>, state: Partial<RolloutState>): number | null {
  return timeLeft(aRollout(over, { ...updating, ...state }), NOON + seconds * 1_000, SETTINGS);
}

describe('time left', () => {
  test('is not known before a slot has arrived', () => {
    expect(left(3, {}, { taskMs: [] })).toBe(null);
  });

  test.each([
    ['short delay: the monitor time comes at the end', { parallelism: 2 }, 2 * 2_000 + 5_000],
    [
      'long delay: it runs after the last batch too',
      { parallelism: 2, delayMs: 10_000 },
      2 * 12_000 + 11_000,
    ],
    ['an odd rest is a batch of its own', { parallelism: 3 }, 2 * 2_000 + 5_000],
    ['parallelism 0 is one batch', { parallelism: 0 }, 2_000 + 5_000],
    ['scaling makes all at once', { kind: 'scale' as const }, 2_000],
  ])('%s', (_, over, expected) => {
    expect(left(0, over, {})).toBe(expected);
  });

  test('goes down within a batch, but not below what the next ones need', () => {
    expect(left(1, { parallelism: 2 }, {})).toBe(8_000);
    expect(left(60, { parallelism: 2 }, {})).toBe(7_000);
  });

  test('while settling, is until it is called a success', () => {
    const state = { phase: 'settling' as const, settlingSince: NOON, updated: 6 };

    expect(left(10, {}, state)).toBe(25_000);
    expect(left(10, { delayMs: 60_000 }, { ...state, engineState: 'updating' })).toBe(51_000);
  });

  test('is not known while it is stuck', () => {
    expect(left(10, {}, { phase: 'stuck' })).toBe(null);
  });
});
