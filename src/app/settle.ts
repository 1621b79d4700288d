import { EngineError, UserError } from '../core/errors.ts';
import { classify, hasRun } from '../core/plan/classify.ts';
import type { Attempt } from '../core/plan/plan.ts';
import {
  accept,
  look,
  refuse,
  send,
  unknown,
  wordsOf,
  type Job,
  type Result,
  type Tools,
} from './journal-row.ts';

/** How long to go on asking what became of a write whose answer was lost. */
const SETTLE_MS = 60_000;
const SETTLE_PAUSE_MS = 1_000;

/**
 * Finds out what became of a request whose answer never came, and repeats that very request where that is safe. What may
 * still be under way is not called refused before the engine had its time for it.
 */
export async function settle(tools: Tools, job: Job, row: Attempt, signal: AbortSignal): Promise<Result> {
  const { clock } = tools;
  const { objectName } = row.operation;
  const deadline = clock.now() + SETTLE_MS;
  let words = 'The engine did not answer.';
  let refusal: string | null = null; // why it is not sent again
  let isAtBase = false; // by the last look
  for (; clock.now() < deadline; await clock.sleep(SETTLE_PAUSE_MS, signal)) {
    const now = await look(tools, row, signal);
    if (now instanceof UserError) {
      words = wordsOf(now);
      isAtBase = false;
      continue;
    }
    const verdict = classify(row.operation, now);
    switch (verdict) {
      case 'landed':
        return await accept(tools, row);
      case 'rolled-back': {
        const ran = await hasRunHere(tools, job, signal);
        if (ran === null) continue;
        return ran ? await accept(tools, row) : await unknown(tools, row, rolledBackSince);
      }
      case 'not-landed':
        return await refuse(tools, row, neverArrived);
      case 'unknown':
        return await unknown(tools, row, now === null ? `${objectName} is gone.` : changedSince);
      case 'repeatable':
        isAtBase = true;
    }
    if (refusal !== null) {
      if (clock.now() - row.begunAt >= SETTLE_MS) return await refuse(tools, row, refusal);
      continue;
    }
    const failure = await repeat(tools, job, row, signal);
    if (failure === null) return await accept(tools, row);
    words = wordsOf(failure);
    if (isFinal(failure)) refusal = words;
  }
  return refusal !== null && isAtBase ? await refuse(tools, row, refusal) : await unknown(tools, row, words);
}

/** Whether the target ever ran, by its tasks; null when they cannot be seen. */
async function hasRunHere(
  tools: Tools,
  { operation, specs }: Job,
  signal: AbortSignal,
): Promise<boolean | null> {
  try {
    const tasks = await tools.swarm.tasks({ services: [operation.objectId] }, signal);
    return hasRun(specs.target, specs.base, tasks);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** Sends the very same request once more, with the same version. Null when the engine accepted it. */
async function repeat(tools: Tools, job: Job, row: Attempt, signal: AbortSignal): Promise<UserError | null> {
  try {
    await job.assertMayStill();
    await send(tools.writer, row.operation, job.specs, signal);
    return null;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** A repeat that need not be tried again: rights are gone, or the engine said no. Out of sequence: look again. */
function isFinal(error: UserError): boolean {
  if (!(error instanceof EngineError)) return true;
  return !error.mayHaveHappened && error.reason !== 'out-of-sequence' && !transient(error);
}

function transient(error: EngineError): boolean {
  return error.reason === 'unreachable' || error.reason === 'no-leader' || error.reason === 'not-manager';
}

const neverArrived = 'The call never reached the engine, and the service has moved on.';
const rolledBackSince = 'The engine has rolled back since, this change or another one.';
const changedSince =
  'The service has another spec now, and it cannot be told whether this change came before it.';
