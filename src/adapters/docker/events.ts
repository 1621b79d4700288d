import { EngineError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import type { SwarmEvents, SwarmHint } from '../../core/ports/swarm.ts';
import type { Client } from './client.ts';
import { withDeadline } from './deadline.ts';
import type { Engine, OpenStream } from './engine.ts';
import { tooSlow, unreachable } from './errors.ts';
import { hintOf, linesOf } from './event-lines.ts';
import { filterQuery } from './filters.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;
/** A stream that lived as long as this was a good one: the next wait is the first again. */
const GOOD_MS = 30_000;
/** The stream itself is silent when nothing happens, so the engine is asked beside it whether it still is a manager. */
const PULSE_MS = 20_000;
const PULSE_DEADLINE_MS = 12_000; // an election blocks reads for 10 s
const MAX_EVENT_CHARS = 1_000_000;

const EVENTS = {
  path: '/events',
  query: filterQuery({ type: ['service', 'node'], scope: ['swarm'] }),
};
/** Refused by workers, who would take GET /events and then stay silent. */
const PULSE = { path: '/nodes', query: filterQuery({ role: ['manager'] }) };

type Options = { readonly client: Client; readonly clock: Clock; readonly log: Log };

/** The swarm's events as hints, over one endpoint at a time. */
export function eventsOf(options: Options): SwarmEvents {
  return {
    follow: async (onHint, callerSignal) => {
      const signal = options.client.whileOpen(callerSignal);
      let wait = FIRST_WAIT_MS;
      while (!signal.aborted) {
        const began = options.clock.now();
        const why = await reasonOf(followOnce(options, onHint, signal));
        if (signal.aborted) return;
        if (options.clock.now() - began >= GOOD_MS) wait = FIRST_WAIT_MS;
        options.log.info({ reason: why, waitMs: wait }, 'the stream of events ended, another is opened');
        if (!(await slept(options.clock, wait, signal))) return;
        wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      }
    },
  };
}

/** Ends with a rejection, always. */
async function followOnce(
  options: Options,
  onHint: (hint: SwarmHint) => void,
  signal: AbortSignal,
): Promise<never> {
  const { client, clock } = options;
  const once = new AbortController();
  const inner = AbortSignal.any([signal, once.signal]);
  const tell = (hint: SwarmHint): void => {
    try {
      onHint(hint);
    } catch {
      options.log.error({ kind: hint.kind }, 'a follower of events failed');
    }
  };
  const { engine, opened } = await client.withEngine(async (engine) => {
    await pulse(engine, inner);
    return { engine, opened: await engine.open(EVENTS, inner) };
  }, inner);
  try {
    tell({ kind: 'resync' });
    const parts = [read(opened, tell, client.countBytes), watchPulse(engine, clock, inner)];
    const ended = Promise.race(parts);
    await reasonOf(ended);
    once.abort();
    opened.close();
    await Promise.allSettled(parts);
    return await ended;
  } catch (error) {
    const failure = error instanceof EngineError ? error : unreachable(engine.label, error);
    if (!signal.aborted) client.failed(engine, failure);
    throw failure;
  } finally {
    once.abort();
    opened.close();
  }
}

async function read(
  opened: OpenStream,
  tell: (hint: SwarmHint) => void,
  onBytes: (count: number) => void,
): Promise<never> {
  for await (const line of linesOf(opened.stream, MAX_EVENT_CHARS, onBytes)) {
    const hint = hintOf(line);
    if (hint !== undefined) tell(hint);
  }
  throw new Error('the stream ended');
}

async function watchPulse(engine: Engine, clock: Clock, signal: AbortSignal): Promise<never> {
  for (;;) {
    await clock.sleep(PULSE_MS, signal);
    await pulse(engine, signal);
  }
}

/** Rejects when this engine cannot tell of the swarm. A swarm without a leader has events still to come. */
async function pulse(engine: Engine, signal: AbortSignal): Promise<void> {
  const limit = { ms: PULSE_DEADLINE_MS, over: () => tooSlow(engine.label, PULSE_DEADLINE_MS) };
  try {
    await withDeadline(limit, signal, (inner) => engine.ask(PULSE, inner));
  } catch (error) {
    if (!(error instanceof EngineError) || error.reason !== 'no-leader') throw error;
  }
}

async function reasonOf(failing: Promise<never>): Promise<string> {
  try {
    return await failing;
  } catch (error) {
    return error instanceof EngineError ? error.reason : 'ended';
  }
}

/** False when the signal ended the sleep. */
async function slept(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(ms, signal);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}
