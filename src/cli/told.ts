import { once } from 'node:events';

/**
 * A second signal within so many milliseconds is the same one: npm hands Ctrl-C on to what it has started, which the terminal
 * has told already.
 */
const SAME_PRESS_MS = 400;

/** Being told to stop by SIGTERM or SIGINT. */
export type Told = {
  readonly signal: AbortSignal;
  /** Resolves when it was told. */
  readonly stop: Promise<unknown>;
};

/** Listens for both signals. Told a second time the process ends at once: what was under way is taken up by the next start. */
export function listenForStop(heard: (signal: NodeJS.Signals) => void): Told {
  const told = new AbortController();
  const stop = once(told.signal, 'abort');
  let at = 0;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (told.signal.aborted) {
        if (performance.now() - at > SAME_PRESS_MS) process.exit(1);
        return;
      }
      at = performance.now();
      heard(signal);
      told.abort(new Error('Waggle was told to stop'));
    });
  }
  return { signal: told.signal, stop };
}
