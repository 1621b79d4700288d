import type { Clock } from '../../core/ports/clock.ts';

/** Counts the deliveries that are being worked on: Bolt's `stop` does not wait for them. */
export type InFlight = {
  readonly during: (work: () => Promise<void>) => Promise<void>;
  readonly count: () => number;
  /** True when all have ended, false when `ms` have passed first. */
  readonly drained: (ms: number) => Promise<boolean>;
};

export function createInFlight(clock: Clock): InFlight {
  const onEmpty = new Set<() => void>();
  let count = 0;
  return {
    during: async (work) => {
      count += 1;
      try {
        await work();
      } finally {
        count -= 1;
        if (count === 0) for (const tell of onEmpty) tell();
      }
    },
    count: () => count,
    drained: async (ms) => {
      if (count === 0) return true;
      const { promise, resolve } = Promise.withResolvers<true>();
      const tell = () => {
        resolve(true);
      };
      onEmpty.add(tell);
      const inTime = new AbortController();
      const late = clock.sleep(ms, inTime.signal).then(
        () => false,
        () => true,
      );
      const done = await Promise.race([promise, late]);
      onEmpty.delete(tell);
      inTime.abort();
      return done;
    },
  };
}
