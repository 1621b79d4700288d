import type { Clock, Ids } from '../../src/core/ports/clock.ts';

/** A clock whose sleeps take no time: they move it on. */
export function leapingClock(start = 1_000_000): Clock {
  let now = start;
  return {
    now: () => now,
    sleep: (ms, signal) => {
      signal.throwIfAborted();
      now += ms;
      return Promise.resolve();
    },
  };
}

/** `id1`, `id2`, and so on. */
export function countedIds(): Ids {
  let count = 0;
  return { next: () => `id${(count += 1)}` };
}
