import type { Clock } from '../core/ports/clock.ts';

/**
 * Runs `work` with a signal that is aborted after `ms`, or with the caller's. Does not wait for work that goes on after
 * that: rejects with `over()`, or with the caller's reason.
 */
export async function inTime<T>(
  clock: Clock,
  limit: { readonly ms: number; readonly over: () => Error },
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const over = Promise.withResolvers<never>();
  const late = new AbortController();
  const done = new AbortController();
  const end = (reason: unknown) => {
    late.abort(reason);
    over.reject(reason);
  };
  const onAbort = () => end(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = clock.sleep(limit.ms, done.signal).then(
    () => end(limit.over()),
    () => {}, // The work was done in time.
  );
  try {
    return await Promise.race([work(late.signal), over.promise]);
  } finally {
    done.abort();
    signal.removeEventListener('abort', onAbort);
    await timer;
  }
}
