import { EngineError, UserError } from '../core/errors.ts';
import { classify } from '../core/plan/classify.ts';
import { baseOf } from '../core/plan/make-plan.ts';
import type { Attempt, Operation } from '../core/plan/plan.ts';
import { specHash } from '../core/swarm/hash.ts';
import type { Service } from '../core/swarm/objects.ts';
import {
  accept,
  acceptedAs,
  look,
  refuse,
  send,
  wordsOf,
  type Job,
  type Result,
  type Tools,
} from './journal-row.ts';
import { settle } from './settle.ts';

/** Status writes bump the version too, so a rollout in progress refuses a few times without any human edit (docker-facts, trap 7). */
const SEQUENCE_TRIES = 8;
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

function stillPlannedAgainst(operation: Operation, now: Service): boolean {
  if (specHash(now.Spec) !== operation.baseHash) return false;
  if (operation.kind === 'service.update') return true;
  return now.PreviousSpec ? specHash(now.PreviousSpec) === operation.targetHash : false;
}
