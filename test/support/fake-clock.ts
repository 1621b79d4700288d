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

/** A clock that stands still until it is told to advance. */
export type ManualClock = Clock & {
  /** Runs everything that falls due meanwhile, in order, letting each have its effects before the next. */
  readonly advance: (ms: number) => Promise<void>;
  readonly sleepers: () => number;
};

export function manualClock(start = 0): ManualClock {
  let now = start;
  let timers: { at: number; fire: () => void }[] = [];

  const sleep: Clock['sleep'] = (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const timer = { at: now + ms, fire: () => finish(resolve) };
      const onAbort = () => finish(() => reject(signal.reason));
      function finish(settle: () => void) {
        timers = timers.filter((other) => other !== timer);
        signal.removeEventListener('abort', onAbort);
        settle();
      }
      timers.push(timer);
      signal.addEventListener('abort', onAbort, { once: true });
    });

  return {
    now: () => now,
    sleep,
    sleepers: () => timers.length,
    advance: async (ms) => {
      const end = now + ms;
      for (;;) {
        await effects();
        const next = timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        now = Math.max(now, next.at);
        next.fire();
      }
      now = end;
      await effects();
    },
  };
}

/** Every promise that is settled has had its effects once the event loop has turned. */
async function effects(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** `id1`, `id2`, and so on. */
export function countedIds(): Ids {
  let count = 0;
  return { next: () => `id${(count += 1)}` };
}
