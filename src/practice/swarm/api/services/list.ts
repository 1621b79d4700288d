import type { Service } from '../../state/objects.ts';
import type { Store } from '../../state/store.ts';
import type { Filters } from '../filters.ts';
import type { ServiceStatus } from './render.ts';
import { beginsWithOneOf, isOneOf, matchLabels, select } from '../select.ts';

/**
 * The services that a filter lets through, in the order of swarmkit's store (`moby daemon/cluster/services.go`, GetServices, and
 * `swarmkit manager/controlapi/service.go`, ListServices).
 * @throws ApiError 400 for a filter that there is not.
 */
export function listServices(store: Store, filters: Filters): readonly Service[] {
  filters.accept('name', 'id', 'label', 'mode', 'runtime');
  const names = filters.get('name');
  const found = [...store.services.all()].filter(
    ({ id, spec }) =>
      beginsWithOneOf(spec.Name, names) &&
      beginsWithOneOf(id, filters.get('id')) &&
      matchLabels(spec.Labels, filters.get('label')) &&
      isOneOf('container', filters.get('runtime')) &&
      filters.exact('mode', 'Global' in spec.Mode ? 'global' : 'replicated'),
  );
  return select(found, ({ spec }) => spec.Name, { namePrefixes: names });
}

/** How many tasks run, and how many should (`swarmkit manager/controlapi/service.go`, ListServiceStatuses). */
export function serviceStatus(store: Store, { id, spec }: Service): ServiceStatus {
  const tasks = store.tasks.find(`service:${id}`);
  const desired = tasks.filter(({ desiredState }) => desiredState === 'running').length;
  return {
    RunningTasks: tasks.filter(({ status }) => status.state === 'running').length,
    DesiredTasks: 'Replicated' in spec.Mode ? spec.Mode.Replicated.Replicas : desired,
    CompletedTasks: 0,
  };
}
