import type { Containers, LogLine } from '../../agent/containers.ts';
import { compareStates, type Task } from '../../state/objects.ts';
import type { Store } from '../../state/store.ts';
import type { LogOptions } from './options.ts';

/** Whose logs: a service's tasks, or one task. */
export type Selector = { readonly kind: 'service' | 'task'; readonly id: string };

const tasksOf = (store: Store, { kind, id }: Selector): readonly Task[] =>
  kind === 'service' ? store.tasks.find(`service:${id}`) : [store.tasks.get(id) ?? []].flat();

/**
 * What has been written so far, task by task. The tail is cut before lines are left out for their time (`moby
 * daemon/cluster/executor/container/controller.go`, Logs).
 */
export function linesSoFar(
  { store, containers }: { readonly store: Store; readonly containers: Containers },
  selector: Selector,
  { tail, since }: LogOptions,
): readonly { readonly task: Task; readonly line: LogLine }[] {
  return tasksOf(store, selector).flatMap((task) => {
    const lines = isAvailable(store, task.nodeId) ? (containers.log(task.id) ?? []) : [];
    const last = tail === undefined ? lines : lines.slice(Math.max(0, lines.length - tail));
    return last.filter(({ at }) => at >= since).map((line) => ({ task, line }));
  });
}

/**
 * Why a log is not whole; undefined when it is (`swarmkit manager/logbroker/subscription.go`, Err). A service's tasks that do not run
 * yet are not missed, and neither is anything by somebody who follows.
 */
export function whyIncomplete(store: Store, selector: Selector): string | undefined {
  const missed = tasksOf(store, selector).filter(
    ({ status }) => selector.kind === 'task' || compareStates(status.state, 'running') >= 0,
  );
  const nodes = new Set(missed.map(({ nodeId }) => nodeId).filter((id) => id !== ''));
  const reasons = [
    ...[...nodes].filter((id) => !isAvailable(store, id)).map((id) => `node ${id} is not available`),
    ...missed.filter(({ nodeId }) => nodeId === '').map(({ id }) => `task ${id} has not been scheduled`),
  ];
  if (reasons.length === 0) return undefined;
  return `rpc error: code = Unknown desc = warning: incomplete log stream. some logs could not be retrieved for the following reasons: ${reasons.join(', ')}`;
}

/** Calls back for each line to come, of tasks to come too, until the function that it returns is called. */
export function followLines(
  { store, containers }: { readonly store: Store; readonly containers: Containers },
  selector: Selector,
  onLine: (task: Task, line: LogLine) => void,
): () => void {
  const followed = new Map<string, () => void>();
  const follow = (task: Task): void => {
    if (followed.has(task.id)) return;
    followed.set(
      task.id,
      containers.followLog(task.id, (line) => onLine(store.tasks.get(task.id) ?? task, line)),
    );
  };
  for (const task of tasksOf(store, selector)) follow(task);
  const leave =
    selector.kind === 'service'
      ? watchService(store, selector.id, { made: follow, removed: (task) => leaveTask(followed, task.id) })
      : () => {};
  return () => {
    leave();
    for (const stop of followed.values()) stop();
  };
}

const isAvailable = (store: Store, nodeId: string): boolean =>
  store.nodes.get(nodeId)?.status.state === 'ready';

function leaveTask(followed: Map<string, () => void>, id: string): void {
  followed.get(id)?.();
  followed.delete(id);
}

type Listener = { readonly made: (task: Task) => void; readonly removed: (task: Task) => void };

/** One watcher a store, since a store's watchers stay for good: who wants to hear of tasks that come and go, by service. */
const listeners = new WeakMap<Store, Map<string, Set<Listener>>>();

function watchService(store: Store, serviceId: string, listener: Listener): () => void {
  const byService = listeners.get(store) ?? watchTasks(store);
  const those = byService.get(serviceId) ?? new Set();
  byService.set(serviceId, those.add(listener));
  return () => {
    those.delete(listener);
    if (those.size === 0 && byService.get(serviceId) === those) byService.delete(serviceId);
  };
}

function watchTasks(store: Store): Map<string, Set<Listener>> {
  const byService = new Map<string, Set<Listener>>();
  listeners.set(store, byService);
  store.watch(({ kind, before, after }) => {
    if (kind !== 'task') return;
    if (before === undefined && after !== undefined) {
      for (const { made } of byService.get(after.serviceId) ?? []) made(after);
    }
    if (before !== undefined && after === undefined) {
      for (const { removed } of byService.get(before.serviceId) ?? []) removed(before);
    }
  });
  return byService;
}
