import { startOrchestrators } from '../../../../../src/practice/swarm/manager/orchestrator/orchestrator.ts';
import type { Node, Service, Task, UpdateStatus } from '../../../../../src/practice/swarm/state/objects.ts';
import type {
  NodeSpec,
  ServiceSpec,
  TaskTemplate,
  UpdateConfig,
} from '../../../../../src/practice/swarm/state/spec.ts';
import { slotKey, Store } from '../../../../../src/practice/swarm/state/store.ts';
import { seededRandom } from '../../../../../src/practice/swarm/time/random.ts';
import { steppedTimeline } from '../../../../../src/practice/swarm/time/timeline.ts';
import type { World } from '../../../../../src/practice/swarm/world.ts';
import { startFakeAgents, type Conduct } from './fake-agents.ts';

export const START = Date.UTC(2024, 0, 1);
export const SECOND = 1e9;

const catalog: World['catalog'] = {
  lookUp: () => ({ kind: 'missing' }),
  script: () => {},
  withdraw: () => {},
};

/** A template with this image and whatever else. */
export const template = (image: string, more: Partial<TaskTemplate> = {}): TaskTemplate => ({
  ContainerSpec: { Image: image },
  ForceUpdate: 0,
  ...more,
});

export const replicated = (
  replicas: number,
  task: TaskTemplate,
  more: Partial<ServiceSpec> = {},
): ServiceSpec => ({
  Name: 'web',
  Labels: {},
  TaskTemplate: task,
  Mode: { Replicated: { Replicas: replicas } },
  ...more,
});

export const everywhere = (task: TaskTemplate, more: Partial<ServiceSpec> = {}): ServiceSpec => ({
  Name: 'agent',
  Labels: {},
  TaskTemplate: task,
  Mode: { Global: {} },
  ...more,
});

export const update = (more: Partial<UpdateConfig> = {}): UpdateConfig => ({
  Parallelism: 1,
  FailureAction: 'pause',
  MaxFailureRatio: 0,
  Order: 'stop-first',
  ...more,
});

/** The orchestrators over three nodes (or so many) with fake agents, on a clock that the test moves. */
export function makeBench(options: { readonly nodes?: number; readonly historyLimit?: number } = {}) {
  const timeline = steppedTimeline(START);
  const store = new Store(timeline);
  const world: World = { timeline, store, catalog, random: seededRandom(7) };
  const conducts = new Map<string, Conduct | 'unplaceable'>();
  let specVersions = 0;

  store.write((tx) => {
    tx.create('cluster', {
      id: 'cluster',
      spec: {
        Name: 'default',
        Labels: {},
        Orchestration: { TaskHistoryRetentionLimit: options.historyLimit ?? 5 },
        Raft: {},
        Dispatcher: {},
        CAConfig: {},
        TaskDefaults: {},
        EncryptionConfig: { AutoLockManagers: false },
      },
      rootCA: '',
      joinTokens: { worker: '', manager: '' },
      unlockKey: '',
    });
    for (let n = 1; n <= (options.nodes ?? 3); n++) {
      tx.create('node', {
        id: `node${n}`,
        spec: { Labels: {}, Role: 'worker', Availability: 'active' },
        description: {
          hostname: `node${n}`,
          platform: { architecture: 'x86_64', os: 'linux' },
          resources: { nanoCPUs: 4e9, memoryBytes: 8e9 },
          engineVersion: '20.10.24',
          engineLabels: {},
        },
        status: { state: 'ready', address: `10.0.0.${n}` },
      });
    }
  });
  startFakeAgents(world, conducts);
  const orchestrators = startOrchestrators(world);
  timeline.advance(10);

  const service = (id = 'web'): Service => {
    const found = store.services.get(id);
    if (found === undefined) throw new Error(`no service ${id}`);
    return found;
  };
  const node = (id: string): Node => {
    const found = store.nodes.get(id);
    if (found === undefined) throw new Error(`no node ${id}`);
    return found;
  };
  const tasks = (id = 'web'): Task[] => store.tasks.find(`service:${id}`);
  const wanted = (id = 'web'): Task[] =>
    tasks(id).filter((task) => task.desiredState === 'ready' || task.desiredState === 'running');

  return {
    world,
    store,
    timeline,
    conducts,
    orchestrators,
    service,
    tasks,
    /** Those in desired state ready or running. */
    wanted,
    /** Image of each task that runs, by slot or node. */
    running: (id = 'web'): Record<string, string[]> => {
      const images: Record<string, string[]> = {};
      for (const task of tasks(id)) {
        if (task.status.state !== 'running') continue;
        const [, slot = ''] = slotKey(task).split('/');
        (images[slot] ??= []).push(task.spec.ContainerSpec.Image);
      }
      return images;
    },
    status: (id = 'web'): UpdateStatus | undefined => service(id).updateStatus,
    /** A new service, and time for its tasks to come up. */
    create: (spec: ServiceSpec, settle = 1000): void => {
      store.write((tx) => tx.create('service', { id: spec.Name, spec, specVersion: 0 }));
      timeline.advance(settle);
    },
    /** As the API's update does (`swarmkit manager/controlapi/service.go`, UpdateService). */
    update: (spec: ServiceSpec): void => {
      const { spec: previousSpec, specVersion: previousSpecVersion } = service(spec.Name);
      store.write((tx) =>
        tx.update('service', spec.Name, {
          spec,
          specVersion: ++specVersions,
          previousSpec,
          previousSpecVersion,
          updateStatus: undefined,
        }),
      );
    },
    /** As the API's `rollback=previous` does. */
    rollBack: (id = 'web'): void => {
      const { spec, specVersion, previousSpec, previousSpecVersion } = service(id);
      if (previousSpec === undefined) throw new Error('no previous spec');
      store.write((tx) =>
        tx.update('service', id, {
          spec: previousSpec,
          specVersion: previousSpecVersion,
          previousSpec: spec,
          previousSpecVersion: specVersion,
          updateStatus: {
            state: 'rollback_started',
            message: 'manually requested rollback',
            startedAt: timeline.now(),
          },
        }),
      );
    },
    removeService: (id = 'web'): void => store.write((tx) => tx.remove('service', id)),
    setNode: (id: string, fields: Partial<NodeSpec> & { readonly state?: 'ready' | 'down' }): void => {
      const { state, ...spec } = fields;
      const before = node(id);
      store.write((tx) =>
        tx.update('node', id, {
          spec: { ...before.spec, ...spec },
          status: { ...before.status, state: state ?? before.status.state },
        }),
      );
    },
    /** Moves on until the condition holds, a step at a time. @throws when it does not within so many ms. @returns the ms it took. */
    until: (condition: () => boolean, within = 600_000): number => {
      const start = timeline.now();
      while (!condition()) {
        const next = timeline.next();
        if (next === undefined || next - start > within) throw new Error('it never came about');
        timeline.advance(next - timeline.now());
      }
      return timeline.now() - start;
    },
  };
}
