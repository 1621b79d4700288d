import { expect, test } from 'vitest';
import { longTime } from '../../../src/core/view/long-time.ts';

const [S, M, H, D] = [1000, 60_000, 3_600_000, 86_400_000] as const;

test.each([
  [-5 * S, 'less than a second'],
  [999, 'less than a second'],
  [S, '1 second'],
  [59 * S, '59 seconds'],
  [60 * S, 'about a minute'],
  [2 * M, '2 minutes'],
  [59 * M, '59 minutes'],
  [60 * M, 'about an hour'],
  [2 * H, '2 hours'],
  [47 * H, '47 hours'],
  [48 * H, '2 days'],
  [13 * D, '13 days'],
  [14 * D, '2 weeks'],
  [60 * D, '2 months'],
  [730 * D, '2 years'],
])('%i ms is %s, as docker says it', (ms, words) => {
  expect(longTime(ms)).toBe(words);
});
