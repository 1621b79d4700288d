import { EngineError, UserError } from '../core/errors.ts';
import { classify, hasRun } from '../core/plan/classify.ts';
import { baseOf, type SealedSpecs } from '../core/plan/make-plan.ts';
import type { Attempt, Operation } from '../core/plan/plan.ts';
import type { Clock, Ids } from '../core/ports/clock.ts';
import type { AttemptStore } from '../core/ports/store.ts';
import type { SwarmReader, SwarmWriter } from '../core/ports/swarm.ts';
import type { Service } from '../core/swarm/objects.ts';
import { specHash } from '../core/swarm/hash.ts';

/** What became of one operation. */
export type Result =
  | { readonly kind: 'accepted'; readonly begunAt: number; readonly operation: Operation } // as it was asked
  | { readonly kind: 'refused'; readonly why: string } // the engine said no; nothing happened
  | { readonly kind: 'moved'; readonly why: string } // not asked: the spec is not the one planned against
  | { readonly kind: 'unknown'; readonly why: string };

export type Job = {
  readonly planId: string;
  readonly seq: number;
  readonly operation: Operation;
  readonly specs: SealedSpecs;
  /** Rights, asked before each call to the engine. Throws when they are gone. */
  readonly assertMayStill: () => Promise<void>;
};

type Tools = {
  readonly swarm: SwarmReader;
  readonly writer: SwarmWriter;
  readonly attempts: AttemptStore;
  readonly clock: Clock;
  readonly ids: Ids;
};

/** Status writes bump the version too, so a rollout in progress refuses a few times without any human edit (docker-facts, trap 7). */
const SEQUENCE_TRIES = 8;
/** How long to go on asking what became of a write whose answer was lost. */
const SETTLE_MS = 60_000;
const SETTLE_PAUSE_MS = 1_000;

/**
 * Runs one operation, at most once, whatever was tried before: each call to the engine is preceded by a row in the journal,
 * and a row without an end is settled from what the engine holds before anything else is asked. May be called again after a
 * crash at any line.
 */
export async function perform(tools: Tools, job: Job, signal: AbortSignal): Promise<Result> {
  const earlier = (await tools.attempts.ofPlan(job.planId)).filter(({ seq }) => seq === job.seq);
  const accepted = earlier.find(({ state }) => state === 'accepted');
  if (accepted !== undefined) return acceptedAs(accepted);
  // By state, not by time: a clock may have been set back between two rows.
  const open = earlier.find(({ state }) => state === 'begun');
  if (open !== undefined) return await settle(tools, job, open, signal);
  const lost = earlier.find(({ state }) => state === 'unknown');
  if (lost !== undefined) return { kind: 'unknown', why: lost.words };
  // A refusal is an answer: nothing happened, and the base is looked at afresh.
  return await attempt(tools, job, signal);
}

async function attempt(tools: Tools, job: Job, signal: AbortSignal): Promise<Result> {
  let why = '';
  for (let tried = 0; tried < SEQUENCE_TRIES; tried += 1) {
    const now = await tools.swarm.service(job.operation.objectId, signal);
    if (now === null) return { kind: 'moved', why: `${job.operation.objectName} is gone.` };
    if (!stillPlannedAgainst(job.operation, now)) {
      return { kind: 'moved', why: `${job.operation.objectName} was changed in the meantime.` };
    }
    await job.assertMayStill();
    const row: Attempt = {
      id: tools.ids.next(),
      planId: job.planId,
      seq: job.seq,
      operation: { ...job.operation, ...baseOf(now) },
      state: 'begun',
      begunAt: tools.clock.now(),
      endedAt: null,
      words: '',
    };
    await tools.attempts.begin(row);
    const result = await call(tools, job, row, signal);
    if (result !== 'out-of-sequence') return result;
    why = `${job.operation.objectName} kept changing its version (tried ${tried + 1} times).`;
  }
  return { kind: 'refused', why };
}

/** Sends the row's request. What is certain is written into the row; what is not is settled. */
async function call(
  tools: Tools,
  job: Job,
  row: Attempt,
  signal: AbortSignal,
): Promise<Result | 'out-of-sequence'> {
  try {
    await send(tools.writer, row.operation, job.specs, signal);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.mayHaveHappened) return await settle(tools, job, row, signal);
    // A refusal may answer a second copy of this very request, made by a proxy or by the engines among themselves.
    const now = await look(tools, row, signal);
    if (!(now instanceof UserError) && classify(row.operation, now) === 'landed')
      return await accept(tools, row);
    const refused = await refuse(tools, row, wordsOf(error));
    return error.reason === 'out-of-sequence' ? 'out-of-sequence' : refused;
  }
  return await accept(tools, row);
}

async function send(
  writer: SwarmWriter,
  operation: Operation,
  specs: SealedSpecs,
  signal: AbortSignal,
): Promise<void> {
  const write = { id: operation.objectId, version: operation.baseVersion, spec: specs.target };
  switch (operation.kind) {
    case 'service.update':
      await writer.updateService(write, signal);
      return;
    case 'service.rollback':
      await writer.rollbackService({ ...write, spec: specs.base }, signal);
  }
}

/**
 * Finds out what became of a request whose answer never came, and repeats that very request where that is safe. What may
 * still be under way is not called refused before the engine had its time for it.
 */
async function settle(tools: Tools, job: Job, row: Attempt, signal: AbortSignal): Promise<Result> {
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

/** The service as it is, or why it cannot be seen: a look that fails says nothing of the write. */
async function look(tools: Tools, row: Attempt, signal: AbortSignal): Promise<Service | null | UserError> {
  try {
    return await tools.swarm.service(row.operation.objectId, signal);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
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

function wordsOf(error: UserError): string {
  return error instanceof EngineError && error.words !== '' ? error.words : error.message;
}

const neverArrived = 'The call never reached the engine, and the service has moved on.';
const rolledBackSince = 'The engine has rolled back since, this change or another one.';
const changedSince =
  'The service has another spec now, and it cannot be told whether this change came before it.';

function transient(error: EngineError): boolean {
  return error.reason === 'unreachable' || error.reason === 'no-leader' || error.reason === 'not-manager';
}

function stillPlannedAgainst(operation: Operation, now: Service): boolean {
  if (specHash(now.Spec) !== operation.baseHash) return false;
  if (operation.kind === 'service.update') return true;
  return now.PreviousSpec ? specHash(now.PreviousSpec) === operation.targetHash : false;
}

async function accept(tools: Tools, row: Attempt): Promise<Result> {
  await tools.attempts.end(row.id, { state: 'accepted', endedAt: tools.clock.now(), words: '' });
  return acceptedAs(row);
}

function acceptedAs({ begunAt, operation }: Attempt): Result {
  return { kind: 'accepted', begunAt, operation };
}

async function refuse(tools: Tools, row: Attempt, why: string): Promise<Result> {
  await tools.attempts.end(row.id, { state: 'refused', endedAt: tools.clock.now(), words: why });
  return { kind: 'refused', why };
}

async function unknown(tools: Tools, row: Attempt, why: string): Promise<Result> {
  await tools.attempts.end(row.id, { state: 'unknown', endedAt: tools.clock.now(), words: why });
  return { kind: 'unknown', why };
}
