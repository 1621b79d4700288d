import { expect, test } from 'vitest';
import { pace, tick } from '../../../src/app/watch/pace.ts';
import { NOON } from '../../support/builders/index.ts';
import { aRollout } from '../../core/rollout/a-rollout.ts';
import { SETTINGS as settings } from './scene.ts';

const rolling = [aRollout({}, { phase: 'updating' })];
const stuck = [aRollout({}, { phase: 'stuck' })];

test.each([
  ['usual', { bytes: 1_000, failures: 0, rollouts: rolling }, { least: 500, usual: 1_000 }],
  ['large answers', { bytes: 3_000_000, failures: 0, rollouts: rolling }, { least: 3_000, usual: 3_000 }],
  ['failing', { bytes: 0, failures: 2, rollouts: rolling }, { least: 2_000, usual: 2_000 }],
  ['failing for long', { bytes: 0, failures: 900, rollouts: rolling }, { least: 10_000, usual: 10_000 }],
  ['all stuck', { bytes: 0, failures: 0, rollouts: stuck }, { least: 500, usual: 5_000 }],
  [
    'one of them stuck',
    { bytes: 0, failures: 0, rollouts: [...stuck, ...rolling] },
    { least: 500, usual: 1_000 },
  ],
])('pace: %s', (_, look, expected) => {
  expect(pace({ ...look, settings })).toEqual(expected);
});

test('times are shown afresh less often after ten minutes, and while stuck', () => {
  const ticks = [
    tick(rolling[0]!, NOON, settings),
    tick(rolling[0]!, NOON + 601_000, settings),
    tick(stuck[0]!, NOON, settings),
  ];

  expect(ticks).toEqual([5_000, 30_000, 30_000]);
});
