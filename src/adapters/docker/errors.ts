import { EngineError, type EngineErrorReason } from '../../core/errors.ts';
import { refusals, type Refusal } from './refusals.ts';

/**
 * What a refused request means. Status first, the engine's words second; the words are kept in full.
 * `wrote` is true when the request could change something: then an unclear failure is a `lost-answer`.
 */
export function refusal(answer: {
  readonly status: number;
  readonly body: string;
  readonly wrote: boolean;
}): EngineError {
  const words = engineWords(answer.body);
  const found = refusals.find(
    (row) => row.statuses.includes(answer.status) && (row.words?.test(words) ?? true),
  );
  if (found === undefined) return unknownRefusal(answer.status, words);
  return fromRow(found, answer.status, words, answer.wrote);
}

function fromRow(row: Refusal, status: number, words: string, wrote: boolean): EngineError {
  if (wrote && row.mayHaveHappened === true) return lostAnswer({ words, status });
  return new EngineError({
    reason: row.reason,
    message: row.message,
    words,
    status,
    ...(row.next === undefined ? {} : { next: row.next }),
  });
}

function unknownRefusal(status: number, words: string): EngineError {
  const known: EngineErrorReason = status >= 400 && status < 600 ? 'refused' : 'bad-answer';
  return new EngineError({
    reason: known,
    message:
      known === 'refused'
        ? `The engine refused this (HTTP ${status}).`
        : `The engine answered with HTTP ${status}, which it never does.`,
    words,
    status,
    next:
      known === 'refused' ? 'The engine says why below.' : 'Look whether a proxy stands before the engine.',
  });
}

/** The engine's own words: its `message`, or the text of whoever answered in its place. */
function engineWords(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    if (
      typeof parsed === 'object' &&
      parsed !== null &&
      'message' in parsed &&
      typeof parsed.message === 'string'
    ) {
      return parsed.message.trim();
    }
  } catch {
    return body.trim(); // a proxy's page is no JSON
  }
  return body.trim();
}

/** No connection was made, or a read broke off. `cause` is what the socket said. */
export function unreachable(label: string, cause: unknown): EngineError {
  return new EngineError({
    reason: 'unreachable',
    message: `The engine at ${label} could not be reached.`,
    words: socketWords(cause),
    next: 'Look whether the engine runs and whether its address, socket rights and certificates are right.',
  });
}

/** A read that took too long. */
export function tooSlow(label: string, ms: number): EngineError {
  return new EngineError({
    reason: 'unreachable',
    message: `The engine at ${label} did not answer within ${ms / 1000} s.`,
    next: 'Try again in some seconds: managers may be choosing a leader.',
  });
}

/** A write whose outcome is not known. */
export function lostAnswer(seen: { readonly words: string; readonly status?: number }): EngineError {
  return new EngineError({
    reason: 'lost-answer',
    message: 'The request was sent to the engine, and its outcome is not known.',
    ...seen,
    next: 'Look at the service before you try again: the change may have been made.',
  });
}

/** An answer that is not what the Engine API documents. `place` names the field, never its value. */
export function badAnswer(asked: string, place: string): EngineError {
  return new EngineError({
    reason: 'bad-answer',
    message: `The engine's answer to ${asked} is not understood (${place}).`,
    next: 'This may be a newer engine: report it with its version.',
  });
}

/** Nothing is left to ask: the connection to the cluster was closed. */
export function closed(): EngineError {
  return new EngineError({ reason: 'unreachable', message: 'The connection to this cluster was closed.' });
}

/** What a socket said: its code where there is one, since a message may carry more than one wants to show. */
export function socketWords(cause: unknown): string {
  if (cause instanceof EngineError) return cause.words || cause.message;
  if (!(cause instanceof Error)) return '';
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return cause.message;
}
