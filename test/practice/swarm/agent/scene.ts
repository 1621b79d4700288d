import { startAgents } from '../../../../src/practice/swarm/agent/agents.ts';
import { plainMachine, type Engine } from '../../../../src/practice/swarm/engine.ts';
import { labCatalog } from '../../../support/lab/catalog.ts';
import { startDispatcher } from '../../../../src/practice/swarm/manager/dispatcher/dispatcher.ts';
import { startRaft } from '../../../../src/practice/swarm/manager/raft/arithmetic.ts';
import { startScheduler } from '../../../../src/practice/swarm/manager/scheduler/scheduler.ts';
import type { Node, Task, TaskStatus } from '../../../../src/practice/swarm/state/objects.ts';
import type { Labels, ServiceSpec, TaskTemplate } from '../../../../src/practice/swarm/state/spec.ts';
import { Store } from '../../../../src/practice/swarm/state/store.ts';
import { seededRandom } from '../../../../src/practice/swarm/time/random.ts';
import { steppedTimeline } from '../../../../src/practice/swarm/time/timeline.ts';

export type SceneOptions = {
  readonly nodes?: number;
  readonly managers?: number;
  /** By node, in order. */
  readonly labels?: readonly Labels[];
  readonly seed?: number;
};

export const START = 1_700_000_000_000;

/**
 * A swarm on a stepped clock without orchestrators and API: tasks are made by hand, as an orchestrator and the allocator leave them.
 * Every node is ready.
 */
export function scene({ nodes = 3, managers = 1, labels = [], seed = 1 }: SceneOptions = {}) {
  const timeline = steppedTimeline(START);
  const store = new Store(timeline);
  const catalog = labCatalog();
  const world = { timeline, random: seededRandom(seed), store, catalog };
  const engines: Engine[] = Array.from({ length: nodes }, (_, index) => ({
    name: `node${index + 1}`,
    address: `10.77.0.${11 + index}`,
    description: plainMachine(`node${index + 1}`),
    nodeId: `n${index + 1}`,
    powered: true,
    connected: true,
  }));
  store.write((tx) => {
    for (const [index, engine] of engines.entries()) {
      tx.create('node', nodeDraft(engine, index < managers, labels[index] ?? {}));
    }
  });
  const raft = startRaft(world, engines);
  const dispatcher = startDispatcher(world, raft);
  startScheduler(world);
  const containers = startAgents(world, dispatcher, raft, engines);
  /** Every status of each task, as it came into the store. */
  const seen = new Map<string, TaskStatus[]>();
  store.watch(({ kind, before, after }) => {
    if (kind !== 'task' || after === undefined || before?.status === after.status) return;
    seen.set(after.id, [...(seen.get(after.id) ?? []), after.status]);
  });
  timeline.advance(1000);

  let made = 0;
  const makeService = (template: TaskTemplate, specVersion = 1): string => {
    const spec: ServiceSpec = {
      Name: `s${store.services.size}`,
      Labels: {},
      TaskTemplate: template,
      Mode: { Replicated: { Replicas: 1 } },
    };
    const id = `service${store.services.size}`;
    store.write((tx) => tx.create('service', { id, spec, specVersion }));
    return id;
  };
  const makeTask = (serviceId: string, change: Partial<Task> = {}): string => {
    const service = store.services.get(serviceId);
    if (service === undefined) throw new Error(`no service ${serviceId}`);
    made += 1;
    const id = `t${made}`;
    store.write((tx) =>
      tx.create('task', {
        id,
        serviceId,
        slot: made,
        nodeId: '',
        spec: service.spec.TaskTemplate,
        specVersion: service.specVersion ?? 1,
        desiredState: 'running',
        status: { state: 'pending', timestamp: timeline.now(), message: 'pending task scheduling' },
        labels: {},
        ...change,
      }),
    );
    return id;
  };
  const task = (id: string): Task => {
    const found = store.tasks.get(id);
    if (found === undefined) throw new Error(`no task ${id}`);
    return found;
  };
  const node = (id: string): Node => {
    const found = store.nodes.get(id);
    if (found === undefined) throw new Error(`no node ${id}`);
    return found;
  };
  const desire = (id: string, desiredState: Task['desiredState']): void => {
    store.write((tx) => tx.update('task', id, { desiredState }));
  };
  /** Moves the clock until this holds; throws when it does not within so many seconds. Returns the ms that it took. */
  const until = (holds: () => boolean, seconds = 60): number => {
    const start = timeline.now();
    while (!holds()) {
      if (timeline.now() > start + seconds * 1000) throw new Error(`not within ${seconds} s`);
      timeline.advance(10);
    }
    const took = timeline.now() - start;
    timeline.advance(10); // who watches the store hears of it a moment later
    return took;
  };
  const engine = (name: string): Engine => {
    const found = engines.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`no engine ${name}`);
    return found;
  };
  /** Changes an engine's flags and tells everybody. */
  const change = (name: string, flags: Partial<Pick<Engine, 'powered' | 'connected'>>): void => {
    Object.assign(engine(name), flags);
    raft.nodeChanged();
  };
  return {
    timeline,
    store,
    world,
    catalog,
    engines,
    raft,
    dispatcher,
    containers,
    seen,
    makeService,
    makeTask,
    task,
    node,
    desire,
    until,
    change,
  };
}

/** A task template that runs this image of the lab. */
export const running = (
  image: string,
  change: Partial<TaskTemplate['ContainerSpec']> = {},
): TaskTemplate => ({
  ContainerSpec: { Image: `registry:5000/${image}`, ...change },
  ForceUpdate: 0,
});

function nodeDraft(engine: Engine, isManager: boolean, labels: Labels) {
  const manager = { leader: false, reachability: 'reachable' as const, address: `${engine.address}:2377` };
  return {
    id: engine.nodeId ?? '',
    spec: {
      Labels: labels,
      Role: isManager ? ('manager' as const) : ('worker' as const),
      Availability: 'active' as const,
    },
    description: {
      hostname: engine.name,
      platform: { architecture: 'x86_64', os: 'linux' },
      resources: { nanoCPUs: 2e9, memoryBytes: 8 * 2 ** 30 },
      engineVersion: '20.10.24',
      engineLabels: {},
    },
    status: { state: 'unknown' as const, address: engine.address },
    ...(isManager ? { manager } : {}),
  };
}
