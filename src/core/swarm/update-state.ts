import type { Service } from './objects.ts';

/** What the engine says of a rollout, or of a rollback: both go the same way. `''`: nothing. */
export type EngineWord = 'updating' | 'paused' | 'completed' | '';

const WORDS: ReadonlyMap<string, EngineWord> = new Map([
  ['updating', 'updating'],
  ['paused', 'paused'],
  ['completed', 'completed'],
  ['rollback_started', 'updating'],
  ['rollback_paused', 'paused'],
  ['rollback_completed', 'completed'],
]);

/** How far the engine is, by its UpdateStatus.State (moby api/types/swarm/service.go); `isRollback` tells with what. */
export function engineWord(state: string | undefined): EngineWord {
  return WORDS.get(state ?? '') ?? '';
}

/** True when an UpdateStatus.State is that of a rollback, by the engine or by hand, at whatever point it is. */
export function isRollback(state: string | undefined): boolean {
  return state?.startsWith('rollback_') === true;
}

/** True while a rollout or a rollback has not come to its end, by the engine's UpdateStatus.State. */
export function isUnderWay(state: string | undefined): boolean {
  const word = engineWord(state);
  return word === 'updating' || word === 'paused';
}

/**
 * True when the engine itself rolled the service back, or is at it: it then forgets the previous spec, while a rollback by
 * hand keeps it (swarmkit orchestrator/update rollbackUpdate and controlapi UpdateService).
 */
export function rolledBackByEngine({ UpdateStatus, PreviousSpec }: Service): boolean {
  return isRollback(UpdateStatus?.State) && !PreviousSpec;
}
