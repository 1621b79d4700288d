import type { ApiService, ApiTask } from './api.ts';
import { filters } from './api.ts';
import type { Course, CourseTask, Following } from './stage.ts';

type Reading = {
  readonly get: <T>(path: string) => Promise<T>;
  readonly pass: (ms: number) => Promise<void>;
  /** Host names by node id. */
  readonly hostnames: () => Promise<ReadonlyMap<string, string>>;
};

type Status = Course['statuses'][number];

const EVERY_MS = 100;

/** Samples a service and its tasks until it is told to stop; the last sample is taken then. */
export const followService = (reading: Reading, id: string, withNodes: boolean): Following => {
  const statuses: Status[] = [];
  const tasks = new Map<string, ApiTask>();
  let hostnames: ReadonlyMap<string, string> = new Map();
  let mostRunningInASlot = 0;
  let fewestRunning = Number.POSITIVE_INFINITY;
  const asked = { toStop: false };

  const sample = async (): Promise<void> => {
    const [service, seen] = await Promise.all([
      reading.get<ApiService>(`/services/${id}`),
      reading.get<ApiTask[]>(`/tasks?${filters({ service: [id] })}`),
    ]);
    const status = statusOf(service);
    if (statuses.length === 0 || JSON.stringify(statuses.at(-1)) !== JSON.stringify(status))
      statuses.push(status);
    for (const task of seen) tasks.set(task.ID, task);
    const nodes = seen.some(({ NodeID = '' }) => NodeID !== '' && !hostnames.has(NodeID));
    if (nodes) hostnames = await reading.hostnames();
    const running = seen.filter((task) => task.Status.State === 'running');
    const perSlot = Object.values(Object.groupBy(running, (task) => slotOf(task, hostnames)));
    mostRunningInASlot = Math.max(mostRunningInASlot, ...perSlot.map((group) => group?.length ?? 0));
    fewestRunning = Math.min(fewestRunning, running.length);
  };

  const loop = async (): Promise<void> => {
    while (!asked.toStop) {
      await sample();
      if (!asked.toStop) await reading.pass(EVERY_MS);
    }
  };
  const failure = loop().then(
    () => null,
    (error: unknown) => ({ error }),
  );

  return {
    stop: async () => {
      asked.toStop = true;
      const failed = await failure;
      if (failed !== null) throw failed.error;
      await sample();
      return {
        statuses,
        slots: slotsOf([...tasks.values()], hostnames, withNodes),
        mostRunningInASlot,
        fewestRunning,
      };
    },
  };
};

/** UpdateStatus without its times; null when the engine says nothing of an update. */
export const statusOf = (service: ApiService): Status => {
  const { State: state, Message: message } = service.UpdateStatus ?? {};
  return state === undefined ? null : { state, message: message ?? '' };
};

const slotOf = (task: ApiTask, hostnames: ReadonlyMap<string, string>): string =>
  task.Slot === undefined ? (hostnames.get(task.NodeID ?? '') ?? 'no node') : `${task.Slot}`;

const slotsOf = (
  tasks: readonly ApiTask[],
  hostnames: ReadonlyMap<string, string>,
  withNodes: boolean,
): Course['slots'] => {
  const inOrder = tasks.toSorted((a, b) => order(a.CreatedAt, b.CreatedAt));
  const slots: Record<string, CourseTask[]> = {};
  for (const task of inOrder) {
    const node = withNodes ? hostnames.get(task.NodeID ?? '') : undefined;
    (slots[slotOf(task, hostnames)] ??= []).push({
      ...courseTask(task),
      ...(node === undefined ? {} : { node }),
    });
  }
  const names = Object.keys(slots).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return Object.fromEntries(names.map((name) => [name, slots[name] ?? []]));
};

/** RFC 3339 with up to nine decimals: trailing zeros are dropped by the engine, so they are compared as padded text. */
const order = (a: string, b: string): number => {
  const [left, right] = [padded(a), padded(b)];
  return left < right ? -1 : left > right ? 1 : 0;
};

const padded = (time: string): string => {
  const [seconds = '', decimals = ''] = time.replace('Z', '').split('.');
  return `${seconds}.${decimals.padEnd(9, '0')}`;
};

/** A task as facts show it: image, state, desired state, and the error and exit code where there are any. */
export const courseTask = (task: ApiTask): CourseTask => {
  const { Err: err, ContainerStatus: container } = task.Status;
  const exitCode = container?.ExitCode;
  return {
    image: task.Spec.ContainerSpec.Image,
    state: task.Status.State,
    desired: task.DesiredState,
    ...(err === undefined ? {} : { err }),
    ...(exitCode === undefined ? {} : { exitCode }),
  };
};
