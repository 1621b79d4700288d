import { describe, expect, test } from 'vitest';
import { timeLeft, watchTime } from '../../../src/core/rollout/estimate.ts';
import type { Rollout, RolloutState, SlotView } from '../../../src/core/rollout/rollout.ts';
import { NOON } from '../../support/builders/index.ts';
import { aRollout, SETTINGS } from './a-rollout.ts';

const WATCH = 35_000; // the monitor time and the settling time

function arrived(...seconds: number[]): SlotView[] {
  return seconds.map((second, index) => ({
    key: String(index + 1),
    label: String(index + 1),
    taskId: `new-${index + 1}`,
    node: 'node1',
    state: 'running',
    since: NOON + second * 1_000,
    updated: true,
    image: 'redis:3.0.6',
    words: '',
  }));
}

/** Six slots, two of them there since 2 s after noon. */
const updating: Partial<RolloutState> = {
  phase: 'updating',
  desired: 6,
  updated: 2,
  slots: arrived(2, 2),
  taskMs: [2_000],
};

function left(seconds: number, over: Partial<Rollout>, state: Partial<RolloutState> = {}): number | null {
  return timeLeft(aRollout(over, { ...updating, ...state }), NOON + seconds * 1_000, SETTINGS);
}

describe('time left, until it is called a success', () => {
  test('is not known before a slot has arrived', () => {
    expect(left(3, {}, { taskMs: [] })).toBe(null);
  });

  test.each([
    ['two batches', { parallelism: 2 }, 2 * 2_000],
    ['the delay comes before each of them', { parallelism: 2, delayMs: 10_000 }, 2 * 12_000],
    ['a rest is a batch like any other', { parallelism: 4 }, 2_000],
  ])('%s', (_, over, expected) => {
    expect(left(2, over)).toBe(expected + WATCH);
  });

  test.each([
    ['parallelism 0 is one batch', { parallelism: 0 }],
    ['scaling makes all at once', { kind: 'scale' as const, delayMs: 60_000 }],
    ['the first batch has no delay before it', { parallelism: 6, delayMs: 10_000 }],
  ])('%s, from the beginning on', (_, over) => {
    expect(left(1, over)).toBe(1_000 + WATCH);
  });

  test('goes down within a batch, but not below what the next ones need', () => {
    expect([3, 4, 5, 60].map((second) => left(second, { parallelism: 2 }))).toEqual([
      3_000 + WATCH,
      2_000 + WATCH,
      2_000 + WATCH,
      2_000 + WATCH,
    ]);
  });

  test('does not grow when the tasks of one batch arrive one after the other', () => {
    const times = Array.from({ length: 40 }, (_, index) => 3 + index / 2);
    const shown = times.slice(0, -1).map((second, index) => {
      const slots = arrived(...times.slice(0, index + 1));
      const taskMs = slots.map(({ since }) => since - NOON);
      return left(second, { parallelism: 0 }, { desired: 40, updated: slots.length, slots, taskMs }) ?? 0;
    });

    expect(shown.every((ms, index) => ms <= (shown[index - 1] ?? Infinity))).toBe(true);
    expect(shown.at(-1)).toBe(WATCH);
  });

  test('holds the engine’s own time, where its delay is longer than what is watched', () => {
    expect(watchTime(aRollout({ delayMs: 60_000 }), SETTINGS)).toBe(61_000);
    expect(watchTime(aRollout({ kind: 'scale', delayMs: 60_000 }), SETTINGS)).toBe(WATCH);
  });

  test('while settling, is what remains of that', () => {
    const state = { phase: 'settling' as const, settlingSince: NOON, updated: 6 };

    expect(left(10, {}, state)).toBe(25_000);
    expect(left(10, { delayMs: 60_000 }, { ...state, engineState: 'updating' })).toBe(51_000);
  });

  test('is not known while it is stuck, or waits for tasks to end', () => {
    const leaving = {
      taskId: 'old-1',
      label: '1',
      node: 'node1',
      image: 'redis:3.0.5',
      since: NOON,
      desired: 'shutdown' as const,
      graceMs: 10_000,
    };

    expect(left(10, {}, { phase: 'stuck' })).toBe(null);
    expect(left(10, {}, { updated: 6, leaving: [leaving] })).toBe(null);
  });
});
