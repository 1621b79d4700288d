import { canonicalJson } from './hash.ts';
import type { TaskSpec } from './spec.ts';

/**
 * Whether tasks were made from a spec like this one, as swarmkit's IsTaskDirty tells it (manager/orchestrator/task.go): whole
 * specs are compared, never images alone, and a difference in placement alone makes no new task, since a node that fits stays.
 * What the Engine API does not show cannot be compared here: the endpoint (ports), and whether the node still fits; the engine
 * is asked for those (`_up-to-date`).
 */
export function sameTaskAs(spec: TaskSpec): (other: TaskSpec) => boolean {
  const wanted = fingerprint(spec);
  return (other) => fingerprint(other) === wanted;
}

/** The canonical form leaves null fields out. The engine shows `Runtime` on a service's template, never on its tasks. */
function fingerprint(spec: TaskSpec): string {
  return canonicalJson({ ...spec, Placement: null, Runtime: null });
}
