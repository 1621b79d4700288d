import type { Config, Network, Node, Secret, Service, Task } from '../state/objects.ts';
import type { Store } from '../state/store.ts';
import type { Table } from '../state/table.ts';
import { ApiError } from './api.ts';

/**
 * What people mean by a word: the id, else the name, else the beginning of an id (`moby daemon/cluster/helpers.go`, getService and
 * its siblings).
 * @throws ApiError 404 when there is none, 400 when there are several.
 */
export const findService = (store: Store, input: string): Service =>
  find('service', store.services, input, () =>
    store.services.find(`name:${input.toLowerCase()}`).filter(({ spec }) => spec.Name === input),
  );

export const findNode = (store: Store, input: string): Node =>
  find('node', store.nodes, input, () => store.nodes.find(`name:${input}`));

/** The name of a task is `<service>.<slot or node>.<id>`. */
export const findTask = (store: Store, input: string): Task =>
  find('task', store.tasks, input, () => {
    const task = store.tasks.get(input.slice(input.lastIndexOf('.') + 1));
    return task !== undefined && taskName(store, task) === input ? [task] : [];
  });

/** As `findService`, but an unknown network has the status 500. */
export const findNetwork = (store: Store, input: string): Network =>
  find(
    'network',
    store.networks,
    input,
    () => store.networks.find(`name:${input.toLowerCase()}`).filter(({ name }) => name === input),
    500,
  );

/** As `findService`, but the name may be in any case. */
export const findSecret = (store: Store, input: string): Secret =>
  find('secret', store.secrets, input, () => store.secrets.find(`name:${input.toLowerCase()}`));

/** As `findSecret`. */
export const findConfig = (store: Store, input: string): Config =>
  find('config', store.configs, input, () => store.configs.find(`name:${input.toLowerCase()}`));

/** `swarmkit api/naming/naming.go`. The service's part is empty once the service is gone. */
export function taskName(store: Store, task: Task): string {
  const slot = task.slot === 0 ? task.nodeId : task.slot;
  return `${store.services.get(task.serviceId)?.spec.Name ?? ''}.${slot}.${task.id}`;
}

function find<T extends { readonly id: string }>(
  kind: string,
  table: Table<T>,
  input: string,
  byName: () => readonly T[],
  unknown = 404,
): T {
  const exact = table.get(input);
  if (exact !== undefined) return exact;
  const named = byName();
  const found = named.length > 0 ? named : [...table.all()].filter(({ id }) => id.startsWith(input));
  const [first] = found;
  if (first === undefined) throw new ApiError(unknown, `${kind} ${input} not found`);
  if (found.length > 1) {
    throw new ApiError(400, `${kind} ${input} is ambiguous (${found.length} matches found)`);
  }
  return first;
}
