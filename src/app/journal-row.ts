import { EngineError, UserError } from '../core/errors.ts';
import type { SealedSpecs } from '../core/plan/make-plan.ts';
import type { Attempt, Operation } from '../core/plan/plan.ts';
import type { Clock, Ids } from '../core/ports/clock.ts';
import type { AttemptStore } from '../core/ports/store.ts';
import type { SwarmReader, SwarmWriter } from '../core/ports/swarm.ts';
import type { Service } from '../core/swarm/objects.ts';

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

export type Tools = {
  readonly swarm: SwarmReader;
  readonly writer: SwarmWriter;
  readonly attempts: AttemptStore;
  readonly clock: Clock;
  readonly ids: Ids;
};

/** Sends what the journal's row says, as it says it. */
export async function send(
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

/** The service as it is, or why it cannot be seen: a look that fails says nothing of the write. */
export async function look(
  tools: Tools,
  row: Attempt,
  signal: AbortSignal,
): Promise<Service | null | UserError> {
  try {
    return await tools.swarm.service(row.operation.objectId, signal);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

export async function accept(tools: Tools, row: Attempt): Promise<Result> {
  await tools.attempts.end(row.id, { state: 'accepted', endedAt: tools.clock.now(), words: '' });
  return acceptedAs(row);
}

export function acceptedAs({ begunAt, operation }: Attempt): Result {
  return { kind: 'accepted', begunAt, operation };
}

export async function refuse(tools: Tools, row: Attempt, why: string): Promise<Result> {
  await tools.attempts.end(row.id, { state: 'refused', endedAt: tools.clock.now(), words: why });
  return { kind: 'refused', why };
}

export async function unknown(tools: Tools, row: Attempt, why: string): Promise<Result> {
  await tools.attempts.end(row.id, { state: 'unknown', endedAt: tools.clock.now(), words: why });
  return { kind: 'unknown', why };
}

/** The engine's own words where it has any. */
export function wordsOf(error: UserError): string {
  return error instanceof EngineError && error.words !== '' ? error.words : error.message;
}
