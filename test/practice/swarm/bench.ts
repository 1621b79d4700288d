/**
 * `npm run bench:swarm`: what the practice swarm takes at three sizes, in memory and in time for one step of a task. The target:
 * 100 nodes, 1,000 services and 10,000 tasks within 250 MB, and a step that costs no more there than in a small swarm.
 */
import { spawnSync } from 'node:child_process';
import type { Context } from '../../../src/practice/swarm/api/api.ts';
import { goJson } from '../../../src/practice/swarm/api/go-json.ts';
import { composeSwarm } from '../../../src/practice/swarm/compose.ts';
import { startEventLog } from '../../../src/practice/swarm/events/swarm-events.ts';
import { labCatalog } from '../../support/lab/catalog.ts';
import type { Task } from '../../../src/practice/swarm/state/objects.ts';
import { Store } from '../../../src/practice/swarm/state/store.ts';
import { seededRandom } from '../../../src/practice/swarm/time/random.ts';
import { steppedTimeline } from '../../../src/practice/swarm/time/timeline.ts';
import { callInProcess } from './property/in-process.ts';

const SIZES = [
  { nodes: 10, services: 100 },
  { nodes: 30, services: 300 },
  { nodes: 100, services: 1000 },
] as const;
const REPLICAS = 10;
/** A rollout of the same size in every swarm, so that the sizes can be compared. */
const SAME_FOR_ALL = 50;
const ROUNDS = 15;

type Result = {
  /** With each task running, and nothing to remember; MB. */
  readonly heap: number;
  readonly rss: number;
  /** With every history full: five past tasks for each that runs. */
  readonly fullHeap: number;
  readonly fullRss: number;
  /** CPU for a step of a task; microseconds. */
  readonly creating: number;
  readonly updatingSome: number;
  readonly updatingAll: number;
  readonly failing: number;
  readonly draining: number;
  /** CPU for one task of GET /tasks, through the socket's own writer; microseconds. */
  readonly listing: number;
};

const memory = (): { readonly heap: number; readonly rss: number } => {
  global.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed / 2 ** 20, rss: rss / 2 ** 20 };
};

const measure = ({ nodes, services }: { readonly nodes: number; readonly services: number }): Result => {
  const timeline = steppedTimeline(Date.UTC(2026, 0, 1));
  const world = { timeline, store: new Store(timeline), random: seededRandom(1), catalog: labCatalog() };
  const { store } = world;
  let steps = 0;
  /** Tasks that run and shall, by image. Counted as they change, so that looking costs the same at each size. */
  const running = new Map<string, number>();
  const count = (task: Task | undefined, by: number): void => {
    if (task?.status.state !== 'running' || task.desiredState !== 'running') return;
    const { Image } = task.spec.ContainerSpec;
    running.set(Image, (running.get(Image) ?? 0) + by);
  };
  let paused = 0;
  store.watch((change) => {
    if (change.kind === 'task') {
      if (change.before?.status.state !== change.after?.status.state) steps += 1;
      count(change.before, -1);
      count(change.after, 1);
    }
    if (change.kind === 'service') {
      if (change.before?.updateStatus?.state === 'paused') paused -= 1;
      if (change.after?.updateStatus?.state === 'paused') paused += 1;
    }
  });
  const options = Array.from({ length: nodes }, (_, index) => ({
    name: `node${index + 1}`,
    role: index < 3 ? ('manager' as const) : ('worker' as const),
  }));
  const { engines, raft, containers } = composeSwarm(world, options);
  const [engine] = engines;
  if (engine === undefined) throw new Error('a swarm has engines');
  // each engine has a log, as in a swarm with sockets
  const [events] = engines.map((each) => startEventLog(world, each));
  if (events === undefined) throw new Error('an engine has a log');
  const context: Context = { world, engine, events, raft, containers, engines };
  const ask = (method: string, path: string, body?: unknown): unknown => {
    const answer = callInProcess(context, method, path, body);
    if (answer === undefined || answer.status >= 300)
      throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer.json;
  };
  /** CPU in microseconds for each step of a task while this happens. */
  const perStep = (work: () => void, isOver: () => boolean): number => {
    const [cpu, before] = [process.cpuUsage(), steps];
    work();
    for (let minutes = 0; !isOver(); minutes += 1) {
      if (minutes > 600) throw new Error('it does not come to its end');
      timeline.advance(60_000);
    }
    const { user, system } = process.cpuUsage(cpu);
    return (user + system) / (steps - before);
  };
  const image = (name: string): string => `registry:5000/${name}`;
  const specOf = (index: number, tag: string) => ({
    Name: `service${index}`,
    Labels: { team: `team${index % 10}` },
    TaskTemplate: { ContainerSpec: { Image: image(tag), Env: ['TIER=front', `NUMBER=${index}`] } },
    Mode: { Replicated: { Replicas: REPLICAS } },
    UpdateConfig: { Parallelism: 2, Delay: 1e9, Monitor: 1e9, FailureAction: 'pause', Order: 'stop-first' },
  });
  const update = (count: number, tag: string) => () => {
    for (let index = 0; index < count; index += 1) {
      const { ID, Version } = ask('GET', `/services/service${index}`) as {
        ID: string;
        Version: { Index: number };
      };
      ask('POST', `/services/${ID}/update?version=${Version.Index}`, specOf(index, tag));
    }
  };

  timeline.advance(60_000);
  const total = services * REPLICAS;
  const creating = perStep(
    () => {
      for (let index = 0; index < services; index += 1)
        ask('POST', '/services/create', specOf(index, 'web:1'));
    },
    () => running.get(image('web:1')) === total,
  );
  const { heap, rss } = memory();
  const rounds = Array.from({ length: ROUNDS }, (_, round) => {
    const tag = round % 2 === 0 ? 'web:2' : 'web:1';
    const left = tag === 'web:1' ? total : total - SAME_FOR_ALL * REPLICAS;
    return perStep(
      update(SAME_FOR_ALL, tag),
      () => (running.get(image('web:1')) ?? 0) === left && running.get(image('web:2')) === total - left,
    );
  });
  const updatingSome = rounds.toSorted((a, b) => a - b)[(ROUNDS - 1) / 2] ?? 0; // the median
  const updatingAll = perStep(
    update(services, 'redis:3.0.6'),
    () => running.get(image('redis:3.0.6')) === total,
  );
  const failing = perStep(update(SAME_FOR_ALL, 'redis:crash'), () => paused === SAME_FOR_ALL);
  const nodeOf = (): {
    readonly ID: string;
    readonly Spec: object;
    readonly Version: { readonly Index: number };
  } => ask('GET', `/nodes/node${nodes}`) as ReturnType<typeof nodeOf>;
  const last = nodeOf();
  const onLast = () =>
    store.tasks.find(`node:${last.ID}`).filter(({ status }) => status.state === 'running').length;
  const drain = () =>
    ask('POST', `/nodes/${last.ID}/update?version=${nodeOf().Version.Index}`, {
      ...last.Spec,
      Availability: 'drain',
    });
  const draining = perStep(drain, () => onLast() === 0);
  ask('POST', `/nodes/${last.ID}/update?version=${nodeOf().Version.Index}`, last.Spec);
  const listed = process.cpuUsage();
  const length = goJson(ask('GET', '/tasks')).length;
  const { user, system } = process.cpuUsage(listed);
  if (length < total) throw new Error('there is a byte for each task');
  const listing = (user + system) / store.tasks.size;
  // the histories are full: as much as a swarm of this size ever holds
  for (const tag of ['web:1', 'web:2', 'redis:3.0.5', 'web:1', 'web:2']) {
    perStep(update(services, tag), () => running.get(image(tag)) === total);
  }
  const full = memory();
  return {
    heap,
    rss,
    fullHeap: full.heap,
    fullRss: full.rss,
    creating,
    updatingSome,
    updatingAll,
    failing,
    draining,
    listing,
  };
};

const [only] = process.argv.slice(2);
if (only === undefined) {
  const rows = SIZES.map((size) => {
    // a process of its own for each size, so that the memory is its own
    const args = ['--expose-gc', import.meta.filename, JSON.stringify(size)];
    const { status, stdout } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (status !== 0) throw new Error(`${JSON.stringify(size)}: exit code ${status}`);
    const { heap, rss, fullHeap, fullRss, creating, updatingSome, updatingAll, failing, draining, listing } =
      JSON.parse(stdout) as Result;
    return {
      nodes: size.nodes,
      services: size.services,
      tasks: size.services * REPLICAS,
      'heap (RSS), MB': `${Math.round(heap)} (${Math.round(rss)})`,
      'histories full': `${Math.round(fullHeap)} (${Math.round(fullRss)})`,
      'µs a step: create': Math.round(creating),
      [`update ${SAME_FOR_ALL}`]: Math.round(updatingSome),
      'update all': Math.round(updatingAll),
      [`fail ${SAME_FOR_ALL}`]: Math.round(failing),
      'drain a node': Math.round(draining),
      'µs a task: list': Math.round(listing),
    };
  });
  console.table(rows);
} else {
  console.log(JSON.stringify(measure(JSON.parse(only) as { nodes: number; services: number })));
}
