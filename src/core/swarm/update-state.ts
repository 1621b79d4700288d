import type { Service } from './objects.ts';

const UNDER_WAY = new Set(['updating', 'paused', 'rollback_started', 'rollback_paused']);

/** True while a rollout or a rollback has not come to its end, by the engine's UpdateStatus.State. */
export function isUnderWay(state: string | undefined): boolean {
  return state !== undefined && UNDER_WAY.has(state);
}

/**
 * True when the engine itself rolled the service back, or is at it: it then forgets the previous spec, while a rollback by
 * hand keeps it (swarmkit orchestrator/update rollbackUpdate and controlapi UpdateService).
 */
export function rolledBackByEngine({ UpdateStatus, PreviousSpec }: Service): boolean {
  return (UpdateStatus?.State ?? '').startsWith('rollback_') && !PreviousSpec;
}
