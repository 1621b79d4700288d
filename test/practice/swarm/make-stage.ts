import type { ApiNode, ApiService, ApiTask } from './api.ts';
import { filters } from './api.ts';
import { followService } from './follow.ts';
import type { Ground } from './ground.ts';
import { mergeSpec } from './merge-spec.ts';
import { makeNames } from './normalise.ts';
import type { Recording } from './scenario.ts';
import type { Spec, Stage } from './stage.ts';

const EVERY_MS = 100;
const REGISTRY = 'registry:5000';

type Prepared = {
  readonly stage: Stage;
  /** What was stated so far. */
  readonly stated: () => Pick<Recording, 'facts' | 'times'>;
  /** Undoes what the scenario asked to have undone, last first. Throws the first failure after all were tried. */
  readonly clear: () => Promise<void>;
};

/** Names of its own, and a record, for one play of a scenario on a ground. */
export const makeStage = (ground: Ground, scenario: string): Prepared => {
  const names = makeNames();
  const facts: { what: string; value: unknown }[] = [];
  const times: { what: string; seconds: number }[] = [];
  const undoings: (() => Promise<unknown>)[] = [];
  const name = (suffix?: string): string => (suffix === undefined ? scenario : `${scenario}-${suffix}`);
  const image = (short: string): string => `${REGISTRY}/${short}`;

  const call: Stage['call'] = async (method, path, options) => {
    const answer = await ground.call(method, path, options);
    if (answer.status < 300) learn(path, answer.body);
    return answer;
  };

  const learn = (path: string, body: string): void => {
    if (!body.startsWith('{') && !body.startsWith('[')) return;
    try {
      names.learn(path, JSON.parse(body));
    } catch {
      // lines of events or logs: nothing to learn from
    }
  };

  const get = async <T>(path: string): Promise<T> => {
    const { status, body } = await call('GET', path);
    if (status !== 200) throw new Error(`${scenario}: GET ${path}: ${status} ${body.trim()}`);
    return JSON.parse(body) as T;
  };

  const until: Stage['until'] = async (what, holds, seconds = 60) => {
    const end = ground.now() + seconds * 1000;
    while (!(await holds())) {
      if (ground.now() > end) throw new Error(`${scenario}: ${what}: not within ${seconds} s`);
      await ground.pass(EVERY_MS);
    }
  };

  const tasksOf = (id: string) => get<ApiTask[]>(`/tasks?${filters({ service: [id] })}`);

  const untilRunning: Stage['untilRunning'] = (id, count, wanted, seconds) =>
    until(
      `${count} tasks run${wanted === undefined ? '' : ` on ${wanted}`}`,
      async () => {
        const meant = (await tasksOf(id)).filter(({ DesiredState }) => !GONE.has(DesiredState));
        return meant.length === count && meant.every((task) => runs(task, wanted));
      },
      seconds,
    );

  const create: Stage['create'] = async (spec, options = {}) => {
    const post = () => call('POST', '/services/create', { body: spec });
    const first = await post();
    // a play that was killed has left the service behind; its name is this scenario's own
    const taken =
      first.status === 409 && typeof spec['Name'] === 'string' && spec['Name'].startsWith(scenario);
    if (taken) await call('DELETE', `/services/${String(spec['Name'])}`);
    const { status, body } = taken ? await post() : first;
    if (status !== 201) throw new Error(`${scenario}: the service is not created: ${status} ${body.trim()}`);
    const { ID: id } = JSON.parse(body) as { ID: string };
    undoings.push(() => call('DELETE', `/services/${id}`));
    names.learn('/services/', { ID: id });
    if (options.wait !== false) await untilRunning(id, await wantedTasks(id));
    return id;
  };

  /** How often the service should run; of a global one as often as it has tasks meant to run, which are made at once. */
  const wantedTasks = async (id: string): Promise<number> => {
    const { Spec: spec } = await get<ApiService>(`/services/${id}`);
    const { Replicated: replicated } = spec['Mode'] as { Replicated?: { Replicas?: number } };
    if (replicated !== undefined) return replicated.Replicas ?? 1;
    let count = 0;
    await until('its tasks are made', async () => {
      count = (await tasksOf(id)).filter(({ DesiredState }) => !GONE.has(DesiredState)).length;
      return count > 0;
    });
    return count;
  };

  const update: Stage['update'] = async (id, change, query) => {
    const { Spec: spec, Version: version } = await get<ApiService>(`/services/${id}`);
    const rest = query === undefined || query === '' ? '' : `&${query}`;
    return call('POST', `/services/${id}/update?version=${version.Index}${rest}`, { body: change(spec) });
  };

  const hostnames = async (): Promise<ReadonlyMap<string, string>> => {
    const nodes = await get<ApiNode[]>('/nodes');
    return new Map(nodes.map((node) => [node.ID, node.Description.Hostname]));
  };

  const stage: Stage = {
    ground,
    name,
    image,
    spec: (of = 'web:1', change = {}) => mergeSpec(plainSpec(name(), image(of)), change),
    call,
    get,
    create,
    update,
    until,
    untilStatus: (id, state, seconds) =>
      until(
        `its status is ${state}`,
        async () => (await get<ApiService>(`/services/${id}`)).UpdateStatus?.State === state,
        seconds,
      ),
    untilRunning,
    follow: (id, options = {}) =>
      followService({ get, pass: ground.pass, hostnames }, id, options.nodes === true),
    events: async (query) => {
      const stream = await ground.events(query);
      undoings.push(stream.close);
      return stream;
    },
    fact: (what, value) => facts.push({ what, value: names.apply(value) }),
    took: (what, ms) => times.push({ what, seconds: Math.round(ms / 10) / 100 }),
    afterwards: (undo) => undoings.push(undo),
  };

  const clear = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const undo of undoings.toReversed()) {
      try {
        await undo();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };

  return { stage, stated: () => ({ facts, times }), clear };
};

const GONE = new Set(['shutdown', 'remove', 'complete', 'failed', 'rejected']);

const runs = (task: ApiTask, image: string | undefined): boolean =>
  task.Status.State === 'running' && (image === undefined || task.Spec.ContainerSpec.Image === image);

/** One replica, one at a time, watched for one second; everything else is the engine's own default. */
const plainSpec = (name: string, image: string): Spec => ({
  Name: name,
  TaskTemplate: { ContainerSpec: { Image: image } },
  Mode: { Replicated: { Replicas: 1 } },
  UpdateConfig: { Parallelism: 1, Monitor: 1_000_000_000 },
  RollbackConfig: { Parallelism: 1, Monitor: 1_000_000_000 },
});
