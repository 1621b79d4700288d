import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import type { MessageRef } from '../../core/ports/messenger.ts';
import { unlessAborted } from './abort.ts';
import { backoffMs, failureOf, refusesBlocks } from './api.ts';
import type { Rendered } from './blocks/render.ts';
import { decide, fingerprint, keyOf, type Edit, type Line } from './edits.ts';
import { createPace } from './pace.ts';
import { tellTrouble } from './trouble.ts';

/** The one scheduler of everything that is written to Slack: its limits hold for the whole app. */
export type Publisher = {
  /** Hands in what a message is to show; returns at once. Only the latest is kept, and it is tried until it arrives. */
  readonly edit: (ref: MessageRef, rendered: Rendered, final: boolean) => void;
  /** Remembers what a message shows that has just been posted. */
  readonly posted: (ref: MessageRef, rendered: Rendered) => void;
  /**
   * Makes a call when its method's rate allows. Waits out 429, and tries again for some minutes when Slack is in
   * trouble or cannot be reached: a message that is posted twice is better than a plan that nobody sees.
   * Refusals and the signal's reason are thrown.
   */
  readonly call: <T>(
    method: string,
    channel: string,
    make: () => Promise<T>,
    signal: AbortSignal,
  ) => Promise<T>;
  /** Resolves when every edit handed in so far has arrived or was given up. */
  readonly drained: (signal: AbortSignal) => Promise<void>;
  /** Ends all timers; edits that still wait are lost. */
  readonly close: () => void;
};

const EDIT = 'chat.update';
const CALL_ATTEMPTS = 6;
/** Messages whose content is remembered, so that an edit that changes nothing is not sent. */
const REMEMBERED = 500;

/** `update` makes one `chat.update` of the text and, if there are any, the blocks. */
export function createPublisher(options: {
  readonly clock: Clock;
  readonly log: Log;
  readonly update: (ref: MessageRef, rendered: Pick<Rendered, 'text' | 'blocks'>) => Promise<void>;
}): Publisher {
  const { clock, log, update } = options;
  const pace = createPace();
  const lines = new Map<string, Line>();
  const closed = new AbortController();
  const onIdle = new Set<() => void>();
  let timer: AbortController | undefined;
  let order = 0;

  const limited = (name: string, afterMs: number) => {
    log.info({ method: name, afterMs }, 'Slack asks for a pause');
    pace.block(name, clock.now() + afterMs);
  };

  const lineOf = (key: string): Line => {
    const line = lines.get(key) ?? { lastSentAt: 0 };
    lines.delete(key); // Put back at the end: the map's order is that of use.
    lines.set(key, line);
    return line;
  };

  const forgetOld = () => {
    for (const [key, line] of lines) {
      if (lines.size <= REMEMBERED) return;
      if (line.waiting === undefined && line.flying === undefined) lines.delete(key);
    }
  };

  const isBusy = () =>
    [...lines.values()].some((line) => line.waiting !== undefined || line.flying !== undefined);

  const step = (): void => {
    timer?.abort();
    timer = undefined;
    while (!closed.signal.aborted) {
      const now = clock.now();
      const readyAt = {
        first: pace.readyAt(EDIT, '', 'first', now),
        shared: pace.readyAt(EDIT, '', 'shared', now),
      };
      const next = decide(lines, readyAt, now);
      if (next.kind === 'send') {
        pace.spend(EDIT, '', next.edit.final ? 'first' : 'shared', now);
        void fly(next.key, next.edit);
        continue;
      }
      if (next.kind === 'wait') wakeAt(next.until - now);
      break;
    }
    if (!isBusy() || closed.signal.aborted) {
      for (const tell of onIdle) tell();
      onIdle.clear();
    }
  };

  const wakeAt = (ms: number) => {
    const own = new AbortController();
    timer = own;
    void clock.sleep(ms, own.signal).then(step, (reason: unknown) => {
      if (!own.signal.aborted) log.error({ err: reason }, 'the clock failed');
    });
  };

  const fly = async (key: string, edit: Edit): Promise<void> => {
    const line = lineOf(key);
    delete line.waiting;
    delete line.shown; // Not certain until the answer is there.
    line.flying = edit;
    line.lastSentAt = clock.now();
    const outcome = await attempt(edit);
    settle(line, edit, outcome);
    forgetOld();
    step();
  };

  const settle = (line: Line, edit: Edit, outcome: 'arrived' | 'gone' | Again) => {
    delete line.flying;
    if (outcome === 'arrived') {
      line.shown = fingerprint(edit.rendered);
      if (line.waiting !== undefined && fingerprint(line.waiting.rendered) === line.shown)
        delete line.waiting;
    } else if (outcome === 'gone') {
      delete line.waiting;
    } else {
      const latest: Edit = line.waiting ?? edit;
      line.waiting = { ...latest, final: latest.final || edit.final, ...outcome };
    }
  };

  type Again = { readonly notBefore: number; readonly failures: number };
  const attempt = async (edit: Edit): Promise<'arrived' | 'gone' | Again> => {
    const { ref, rendered } = edit;
    try {
      await update(ref, rendered);
      return 'arrived';
    } catch (error) {
      const failure = failureOf(error);
      switch (failure.kind) {
        case 'limited':
          limited(EDIT, failure.afterMs);
          return { notBefore: 0, failures: edit.failures };
        case 'transient':
          tellTrouble(log, error, { ref, failures: edit.failures + 1 }, 'an edit did not arrive yet');
          return { notBefore: clock.now() + backoffMs(edit.failures + 1), failures: edit.failures + 1 };
        case 'refused':
          if (refusesBlocks(failure.word) && rendered.blocks.length > 0) return withoutBlocks(edit, error);
          log.warn({ ref, word: failure.word }, 'an edit was refused and is given up');
          return 'gone';
        case 'bug':
          log.error({ ref, err: error }, 'an edit failed and is given up');
          return 'gone';
      }
    }
  };

  /** Slack refuses the blocks: the bare words are better than an old state. */
  const withoutBlocks = (edit: Edit, error: unknown): Again => {
    const { ref, rendered } = edit;
    log.error({ ref, err: error }, 'Slack refused the blocks of an edit; the text alone is sent');
    const line = lineOf(keyOf(ref));
    line.waiting ??= { ...edit, rendered: { ...rendered, blocks: [] } };
    return { notBefore: 0, failures: edit.failures };
  };

  return {
    edit: (ref, rendered, final) => {
      if (closed.signal.aborted) return;
      const line = lineOf(keyOf(ref));
      const mark = fingerprint(rendered);
      const flying = line.flying === undefined ? undefined : fingerprint(line.flying.rendered);
      if (mark === line.shown || mark === flying) delete line.waiting;
      else {
        const before = line.waiting;
        line.waiting = {
          ref,
          rendered,
          final: final || before?.final === true,
          order: before?.order ?? (order += 1),
          failures: before?.failures ?? 0,
          notBefore: before?.notBefore ?? 0,
        };
      }
      step();
    },
    posted: (ref, rendered) => {
      lineOf(keyOf(ref)).shown = fingerprint(rendered);
      forgetOld();
    },
    call: async (name, channel, make, signal) => {
      for (let failures = 0; ;) {
        const either = AbortSignal.any([signal, closed.signal]);
        for (;;) {
          either.throwIfAborted();
          const now = clock.now();
          const wait = pace.readyAt(name, channel, 'first', now) - now;
          if (wait <= 0) break;
          await clock.sleep(wait, either);
        }
        pace.spend(name, channel, 'first', clock.now());
        try {
          return await unlessAborted(make(), either);
        } catch (error) {
          either.throwIfAborted();
          const failure = failureOf(error);
          if (failure.kind === 'limited') {
            limited(name, failure.afterMs);
            continue;
          }
          failures += 1;
          if (failure.kind !== 'transient' || failures >= CALL_ATTEMPTS) throw error;
          tellTrouble(log, error, { method: name, failures }, 'a call did not reach Slack; trying again');
          await clock.sleep(backoffMs(failures), either);
        }
      }
    },
    drained: async (signal) => {
      if (!isBusy() || closed.signal.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      onIdle.add(resolve);
      await unlessAborted(promise, signal).finally(() => onIdle.delete(resolve));
    },
    close: () => {
      closed.abort(new Error('The publisher is closed'));
      step();
    },
  };
}
