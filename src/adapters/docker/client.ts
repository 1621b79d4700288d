import { EngineError, type EngineErrorReason } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { withDeadline } from './deadline.ts';
import type { Dialer, Endpoint } from './endpoint.ts';
import { engineAt, type Engine, type EngineRequest } from './engine.ts';
import { closed, tooSlow } from './errors.ts';
import { avoidFor, mostTelling, ranking } from './ranking.ts';

/** Milliseconds. */
export type Deadlines = {
  readonly connect: number;
  readonly read: number;
  readonly write: number;
  readonly image: number;
};
export const defaultDeadlines: Deadlines = { connect: 5_000, read: 10_000, write: 30_000, image: 3_000 };

export type ClientOptions = {
  /** Asked in this order. */
  readonly endpoints: readonly Endpoint[];
  readonly dial: Dialer;
  readonly clock: Clock;
  readonly log: Log;
  readonly deadlines: Deadlines;
};

/** All engines of one cluster as if they were one. Fails with EngineError, or with the caller's reason. */
export type Client = {
  /**
   * Asks one endpoint after the other until one answers, within the deadline for all. Answers the body. `mostMs` is the
   * longest that any one of them is waited for.
   */
  readonly read: (request: EngineRequest, signal: AbortSignal, mostMs?: number) => Promise<string>;
  /** Sends to the first endpoint that takes the connection; once it is sent, no other is tried. */
  readonly write: (request: EngineRequest, signal: AbortSignal) => Promise<string>;
  /** Runs `work` with the first endpoint for which it does not fail on the endpoint's account. */
  readonly withEngine: <T>(work: (engine: Engine) => Promise<T>, signal: AbortSignal) => Promise<T>;
  /** Asks an endpoint last for some time, where the failure is its own. */
  readonly failed: (engine: Engine, error: EngineError) => void;
  /** Bytes of bodies read so far. */
  readonly bytesRead: () => number;
  readonly countBytes: (count: number) => void;
  /** Ends with the caller's signal and with `close`. */
  readonly whileOpen: (signal: AbortSignal) => AbortSignal;
  /** Closes every connection; calls under way and later ones fail. */
  readonly close: () => void;
};

/** Connects to nothing until the first call. */
export function clientOf(options: ClientOptions): Client {
  const { deadlines, clock, log } = options;
  const life = new AbortController();
  let bytes = 0;
  const countBytes = (count: number): void => void (bytes += count);
  const engines = options.endpoints.map((endpoint) =>
    engineAt({
      endpoint,
      dial: options.dial,
      connectMs: deadlines.connect,
      openMs: deadlines.read,
      life: life.signal,
      onBytes: countBytes,
    }),
  );
  const ranks = ranking(engines, clock.now);
  const told = new Map<Engine, EngineErrorReason>();
  const whileOpen = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal, life.signal]);
  const limit = (ms: number) => ({ ms, over: () => tooSlow(engines[0]?.label ?? 'this cluster', ms) });

  const failed = (engine: Engine, error: EngineError): void => {
    const forMs = avoidFor(error.reason);
    if (forMs === undefined) return;
    ranks.failed(engine, forMs);
    if (told.get(engine) === error.reason) return; // said once, until it answers again
    told.set(engine, error.reason);
    log.warn({ endpoint: engine.label, reason: error.reason }, 'an engine endpoint failed');
  };

  const answered = (engine: Engine): void => {
    ranks.answered(engine);
    if (told.delete(engine)) log.info({ endpoint: engine.label }, 'an engine endpoint answers again');
  };

  const withEngine: Client['withEngine'] = async (work, signal) => {
    const failures: EngineError[] = [];
    for (const engine of ranks.ordered()) {
      signal.throwIfAborted();
      try {
        return await work(engine);
      } catch (error) {
        if (signal.aborted || !(error instanceof EngineError) || avoidFor(error.reason) === undefined)
          throw error;
        failed(engine, error);
        failures.push(error);
      }
    }
    throw mostTelling(failures) ?? closed();
  };

  return {
    read: (request, signal, mostMs = Infinity) =>
      withDeadline(limit(deadlines.read), whileOpen(signal), (all) => {
        // A silent endpoint may use up its share of the time, so that the others get theirs.
        const share = Math.min(deadlines.read / engines.length, mostMs);
        return withEngine(async (engine) => {
          const limit = { ms: share, over: () => tooSlow(engine.label, share) };
          const body = await withDeadline(limit, all, (one) => engine.ask(request, one));
          answered(engine);
          return body;
        }, all);
      }),
    write: (request, signal) =>
      withDeadline(limit(deadlines.write), whileOpen(signal), async (all) => {
        const ms = deadlines.connect;
        const connection = await withEngine(
          (engine) => withDeadline({ ms, over: () => tooSlow(engine.label, ms) }, all, engine.connect),
          all,
        );
        return connection.post(request, all); // may arrive whatever happens now: no other endpoint is tried
      }),
    withEngine,
    failed,
    bytesRead: () => bytes,
    countBytes,
    whileOpen,
    close: () => {
      life.abort(closed());
      for (const engine of engines) engine.close();
    },
  };
}
