import type { Clock } from '../../../src/core/ports/clock.ts';

/** A clock that moves when it is told to. */
export type FakeClock = Clock & {
  /** Runs everything that is due up to then, in order, letting each have its effects before the next. */
  readonly runTo: (time: number) => Promise<void>;
  readonly sleepers: () => number;
};

export function fakeClock(start: number): FakeClock {
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
    runTo: async (time) => {
      for (;;) {
        await effects();
        const next = timers.filter(({ at }) => at <= time).toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        now = Math.max(now, next.at);
        next.fire();
      }
      now = time;
      await effects();
    },
  };
}

/** Every promise that is settled has had its effects once the event loop has turned. */
async function effects(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
