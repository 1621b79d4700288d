import type { ServiceSpec } from './spec.ts';

/** How a service spreads its tasks, in docker's words. */
export type Mode = 'replicated' | 'global' | 'replicated job' | 'global job';

export function modeOf(spec: ServiceSpec): Mode {
  if (spec.Mode.Global !== undefined) return 'global';
  if (spec.Mode.ReplicatedJob !== undefined) return 'replicated job';
  if (spec.Mode.GlobalJob !== undefined) return 'global job';
  return 'replicated';
}

/** True for services that run to completion instead of for ever. */
export function isJob(spec: ServiceSpec): boolean {
  return modeOf(spec).endsWith('job');
}

/** Replicas asked for; null where the mode has none. Absent means 1 (swarmkit). */
export function replicasOf(spec: ServiceSpec): number | null {
  return modeOf(spec) === 'replicated' ? (spec.Mode.Replicated?.Replicas ?? 1) : null;
}
