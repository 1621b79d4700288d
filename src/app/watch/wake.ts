import type { Clock } from '../../core/ports/clock.ts';

/** A sleep that others can end early. A wake that comes while nobody sleeps counts for the next sleep. */
export type Wake = {
  readonly wake: () => void;
  /** What woke up to now is about to be served. */
  readonly served: () => void;
  /** Until woken, until `ms` are over (for ever when absent), or until the signal ends it. Never rejects. */
  readonly sleep: (signal: AbortSignal, ms?: number) => Promise<void>;
};

export function waker(clock: Clock): Wake {
  let isWoken = false;
  let sleeper: AbortController | null = null;
  return {
    wake: () => {
      isWoken = true;
      sleeper?.abort();
    },
    served: () => {
      isWoken = false;
    },
    sleep: async (signal, ms) => {
      if (!isWoken && !signal.aborted) {
        sleeper = new AbortController();
        await quietSleep(clock, ms, AbortSignal.any([signal, sleeper.signal]));
        sleeper = null;
      }
      isWoken = false;
    },
  };
}

/** Sleeps and resolves, at the end or when the signal is aborted. Without `ms` it waits for the signal alone. */
export async function quietSleep(clock: Clock, ms: number | undefined, signal: AbortSignal): Promise<void> {
  if (ms === undefined) {
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    return;
  }
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
