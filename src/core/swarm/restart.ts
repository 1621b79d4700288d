import { canonicalJson } from './hash.ts';
import type { ServiceSpec } from './spec.ts';

/**
 * Whether going from one spec to the other replaces running tasks: the task's own spec or its endpoint differs. A
 * difference in placement alone moves only tasks whose node no longer fits, which cannot be told from here
 * (swarmkit manager/orchestrator IsTaskDirty).
 */
export function restartsTasks(before: ServiceSpec, after: ServiceSpec): boolean {
  return (
    canonicalJson(withoutPlacement(before)) !== canonicalJson(withoutPlacement(after)) ||
    canonicalJson(before.EndpointSpec) !== canonicalJson(after.EndpointSpec)
  );
}

function withoutPlacement({ TaskTemplate }: ServiceSpec): unknown {
  return { ...TaskTemplate, Placement: null };
}
