import { isDeepStrictEqual } from 'node:util';
import type { Node, Service, Task } from '../../state/objects.ts';
import type { TaskTemplate } from '../../state/spec.ts';
import { nodeMatches, parseConstraints, type Constraint } from '../scheduler/constraints.ts';

/**
 * Whether the task is not what the service wants now (`swarmkit manager/orchestrator/task.go`, IsTaskDirty). The same spec version is
 * never dirty, though another one need not be. If nothing but the placement changed, a node that satisfies the new constraints
 * keeps its task. swarmkit also compares the registry's credential of tasks that do not run; here it is no part of the spec.
 */
export function isTaskDirty(service: Service, task: Task, node: Node | undefined): boolean {
  if (task.specVersion !== undefined && task.specVersion === service.specVersion) return false;
  const wanted = service.spec.TaskTemplate;
  if (differsInPlacementOnly(wanted, task.spec)) {
    return node === undefined || !nodeMatches(constraintsOf(wanted), node);
  }
  if (!equal(wanted, task.spec)) return true;
  return task.endpoint !== undefined && !equal(service.spec.EndpointSpec, task.endpoint.spec);
}

/** The constraints of a template; none if they cannot be read, which the API does not let through. */
export function constraintsOf(template: TaskTemplate): readonly Constraint[] {
  const parsed = parseConstraints(template.Placement?.Constraints ?? []);
  return parsed.kind === 'parsed' ? parsed.constraints : [];
}

/** Whether two specs say the same; most of those that do are one object. */
export const equal = (a: unknown, b: unknown): boolean => a === b || isDeepStrictEqual(a, b);

function differsInPlacementOnly(wanted: TaskTemplate, actual: TaskTemplate): boolean {
  if (equal(wanted.Placement, actual.Placement)) return false;
  const { Placement: _wanted, ...wantedRest } = wanted;
  const { Placement: _actual, ...actualRest } = actual;
  return equal(wantedRest, actualRest);
}
