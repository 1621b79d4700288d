import { isTaskDirty } from '../../manager/orchestrator/dirty.ts';
import { TASK_STATES, type Task } from '../../state/objects.ts';
import type { Store } from '../../state/store.ts';
import { ApiError } from '../api.ts';
import type { Filters } from '../filters.ts';
import { findNode, findService, taskName } from '../look-up.ts';
import { beginsWithOneOf, isOneOf, matchLabels, select } from '../select.ts';

/**
 * The tasks that a filter lets through, in the order of swarmkit's store (`moby daemon/cluster/tasks.go`, GetTasks, and `swarmkit
 * manager/controlapi/task.go`, ListTasks). Only those of the services or nodes that are asked for are looked at.
 * @throws ApiError 400 for a filter that there is not, 404 for a service or node that there is not, 500 for a state.
 */
export function listTasks(store: Store, filters: Filters): readonly Task[] {
  filters.accept('name', 'id', 'label', 'service', 'node', 'desired-state', '_up-to-date', 'runtime');
  const services = filters.get('service').map((input) => findService(store, input).id);
  const nodes = filters.get('node').map((input) => findNode(store, input).id);
  const states = filters.get('desired-state').flatMap(stateOf);
  const names = filters.get('name');
  const upToDate = filters.get('_up-to-date').length > 0;
  const found = candidates(store, services, nodes).filter(
    (task) =>
      (names.length === 0 || beginsWithOneOf(taskName(store, task), names)) &&
      beginsWithOneOf(task.id, filters.get('id')) &&
      matchLabels(task.labels, filters.get('label')) &&
      isOneOf(task.serviceId, services) &&
      isOneOf(task.nodeId, nodes) &&
      isOneOf('container', filters.get('runtime')) &&
      isOneOf(task.desiredState, states) &&
      (!upToDate || isUpToDate(store, task)),
  );
  return select(found, (task) => taskName(store, task), { namePrefixes: names });
}

function candidates(store: Store, services: readonly string[], nodes: readonly string[]): readonly Task[] {
  if (services.length > 0) return unique(services).flatMap((id) => store.tasks.find(`service:${id}`));
  if (nodes.length > 0) return unique(nodes).flatMap((id) => store.tasks.find(`node:${id}`));
  return [...store.tasks.all()];
}

const unique = (ids: readonly string[]): readonly string[] => [...new Set(ids)];

/** An empty word stands for nothing. */
function stateOf(word: string): readonly string[] {
  const state = TASK_STATES.find((one) => one === word.toLowerCase());
  if (state === undefined && word !== '') throw new ApiError(500, `Invalid desired-state filter: '${word}'`);
  return state === undefined ? [] : [state];
}

function isUpToDate(store: Store, task: Task): boolean {
  const service = store.services.get(task.serviceId);
  return service !== undefined && !isTaskDirty(service, task, store.nodes.get(task.nodeId));
}
