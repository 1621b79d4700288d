import type { Clock } from '../../../src/core/ports/clock.ts';
import type { Log } from '../../../src/core/ports/log.ts';

/** A clock that stands still until `advance`; then it runs what falls due, in order, with all that follows from it. */
export function manualClock(): Clock & { readonly advance: (ms: number) => Promise<void> } {
  const sleeping = new Set<{ readonly until: number; readonly wake: () => void }>();
  let now = 0;
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = {
          until: now + ms,
          wake: () => {
            sleeping.delete(sleeper);
            resolve();
          },
        };
        sleeping.add(sleeper);
        const onAbort = () => {
          sleeping.delete(sleeper);
          reject(signal.reason);
        };
        if (signal.aborted) onAbort();
        signal.addEventListener('abort', onAbort, { once: true });
      }),
    advance: async (ms) => {
      const end = now + ms;
      await settle();
      for (;;) {
        const next = [...sleeping].filter((one) => one.until <= end).toSorted((a, b) => a.until - b.until)[0];
        if (next === undefined) break;
        now = Math.max(now, next.until);
        next.wake();
        await settle();
      }
      now = end;
    },
  };
}

/** A log that keeps its messages. */
export function keptLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const write = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) => {
    lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  };
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
