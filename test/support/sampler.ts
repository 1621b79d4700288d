import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { engineGet } from './engine-http.ts';

export type TaskSample = {
  id: string;
  /** Absent for a global service. */
  slot?: number;
  /** Host name; absent while the task has no node. */
  node?: string;
  state: string;
  desired: string;
  image: string;
  err?: string;
  exitCode?: number;
};

export type ServiceSample = {
  id: string;
  version: number;
  /** `updating`, `paused`, `completed`, `rollback_...`; absent when the engine says nothing of an update. */
  updateState?: string;
  image: string;
  /** Absent for a service that is not replicated. */
  replicas?: number;
};

/** What an engine said, asked at `at` and answered whole at `until` (ms). `service` is null while there is none of the name. */
export type Sample = { at: number; until: number; service: ServiceSample | null; tasks: TaskSample[] };

export type Sampler = {
  samples: readonly Sample[];
  /** Times at which the engine could not be asked, with the reason. */
  failures: readonly { at: number; message: string }[];
  /** Samples the service of this name, five times a second, until `stop`. */
  start: (service: string) => void;
  stop: () => Promise<void>;
  /** Whether the predicate held in any sample taken between these times (ms). Samples are 200 ms apart: leave room. */
  wasTrue: (predicate: (sample: Sample) => boolean, from: number, to: number) => boolean;
  /** When the predicate first held; undefined when never. */
  firstTrue: (predicate: (sample: Sample) => boolean) => number | undefined;
};

export type SamplerOptions = {
  /** The engine's socket: the real one, never a proxy's. */
  socket: string;
  /** Milliseconds between samples. Default 200. */
  every?: number;
  /** Milliseconds. Default the wall clock. */
  now?: () => number;
};

const Service = z.object({
  ID: z.string(),
  Version: z.object({ Index: z.number() }),
  Spec: z.object({
    TaskTemplate: z.object({ ContainerSpec: z.object({ Image: z.string() }) }),
    Mode: z.object({ Replicated: z.object({ Replicas: z.number() }).optional() }),
  }),
  UpdateStatus: z.object({ State: z.string().optional() }).nullish(),
});

const Tasks = z.array(
  z.object({
    ID: z.string(),
    Slot: z.number().optional(),
    NodeID: z.string().optional(),
    DesiredState: z.string(),
    Spec: z.object({ ContainerSpec: z.object({ Image: z.string() }) }),
    Status: z.object({
      State: z.string(),
      Err: z.string().optional(),
      ContainerStatus: z.object({ ExitCode: z.number().optional() }).nullish(),
    }),
  }),
);

const Nodes = z.array(z.object({ ID: z.string(), Description: z.object({ Hostname: z.string() }) }));

/** A witness: reads one service and its tasks from an engine, by a client of its own, and keeps what it saw. */
export const createSampler = (options: SamplerOptions): Sampler => {
  const now = options.now ?? Date.now;
  const every = options.every ?? 200;
  const samples: Sample[] = [];
  const failures: { at: number; message: string }[] = [];
  const hostnames = new Map<string, string>();
  let running: { ended: Promise<void>; stop: AbortController } | undefined;

  const get = async (path: string, signal: AbortSignal) => {
    const { status, body } = await engineGet(options.socket, path, { signal });
    if (status !== 200 && status !== 404) throw new Error(`GET ${path}: ${status} ${body.trim()}`);
    return { found: status === 200, value: JSON.parse(body) as unknown };
  };

  const learnHostnames = async (tasks: z.infer<typeof Tasks>, signal: AbortSignal): Promise<void> => {
    if (tasks.every(({ NodeID = '' }) => NodeID === '' || hostnames.has(NodeID))) return;
    const nodes = Nodes.parse((await get('/nodes', signal)).value);
    for (const node of nodes) hostnames.set(node.ID, node.Description.Hostname);
  };

  const sampleOnce = async (name: string, signal: AbortSignal): Promise<void> => {
    const at = now();
    const answer = await get(`/services/${encodeURIComponent(name)}`, signal);
    if (!answer.found) {
      samples.push({ at, until: now(), service: null, tasks: [] });
      return;
    }
    const service = Service.parse(answer.value);
    const filters = encodeURIComponent(JSON.stringify({ service: [service.ID] }));
    const tasks = Tasks.parse((await get(`/tasks?filters=${filters}`, signal)).value);
    const until = now();
    await learnHostnames(tasks, signal);
    const known = tasks.map((task) => taskSample(task, hostnames));
    samples.push({ at, until, service: serviceSample(service), tasks: known });
  };

  const loop = async (name: string, signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const began = now();
      try {
        await sampleOnce(name, signal);
      } catch (error) {
        if (signal.aborted) return;
        failures.push({ at: began, message: error instanceof Error ? error.message : String(error) });
      }
      const rest = Math.max(0, began + every - now());
      await pause(rest, undefined, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  };

  return {
    samples,
    failures,
    start: (service) => {
      if (running !== undefined) throw new Error('the sampler runs already');
      const stop = new AbortController();
      running = { stop, ended: loop(service, stop.signal) };
    },
    stop: async () => {
      running?.stop.abort();
      await running?.ended;
      running = undefined;
    },
    wasTrue: (predicate, from, to) =>
      samples.some((sample) => sample.until >= from && sample.at <= to && predicate(sample)),
    firstTrue: (predicate) => samples.find(predicate)?.until,
  };
};

const serviceSample = (service: z.infer<typeof Service>): ServiceSample => {
  const updateState = service.UpdateStatus?.State;
  const replicas = service.Spec.Mode.Replicated?.Replicas;
  return {
    id: service.ID,
    version: service.Version.Index,
    image: service.Spec.TaskTemplate.ContainerSpec.Image,
    ...(updateState === undefined || updateState === '' ? {} : { updateState }),
    ...(replicas === undefined ? {} : { replicas }),
  };
};

const taskSample = (
  task: z.infer<typeof Tasks>[number],
  hostnames: ReadonlyMap<string, string>,
): TaskSample => {
  const node = hostnames.get(task.NodeID ?? '');
  const exitCode = task.Status.ContainerStatus?.ExitCode;
  return {
    id: task.ID,
    state: task.Status.State,
    desired: task.DesiredState,
    image: task.Spec.ContainerSpec.Image,
    ...(task.Slot === undefined ? {} : { slot: task.Slot }),
    ...(node === undefined ? {} : { node }),
    ...(task.Status.Err === undefined ? {} : { err: task.Status.Err }),
    ...(exitCode === undefined ? {} : { exitCode }),
  };
};
