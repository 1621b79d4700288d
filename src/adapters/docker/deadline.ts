import type { Duplex } from 'node:stream';
import { EngineError } from '../../core/errors.ts';

/**
 * Runs `work` with a signal that is aborted with the caller's reason, or after `ms` with `over()`. Whichever came first
 * is what is thrown, except that an EngineError of the work itself stands: it knows whether something was sent.
 */
export async function withDeadline<T>(
  limit: { readonly ms: number; readonly over: () => EngineError },
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(limit.over()), limit.ms);
  const onAbort = (): void => controller.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await work(controller.signal);
  } catch (error) {
    if (controller.signal.aborted && !(error instanceof EngineError)) throw controller.signal.reason;
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** The connection, or the signal's reason at once; a connection that comes too late is closed. */
export function connectedBefore(signal: AbortSignal, dialling: Promise<Duplex>): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    const settle = (): void => signal.removeEventListener('abort', onAbort);
    dialling.then(
      (connection) => {
        settle();
        // An error between two requests has no other listener and would end the process; the next request meets it.
        connection.on('error', () => connection.destroy());
        if (signal.aborted) connection.destroy();
        else resolve(connection);
      },
      (error: unknown) => {
        settle();
        reject(error);
      },
    );
  });
}
