import { ApiError, type Context, type Route } from '../../../../../src/practice/swarm/api/api.ts';
import { initialCluster } from '../../../../../src/practice/swarm/manager/initial-cluster.ts';
import { addNode } from '../../../../../src/practice/swarm/manager/add-node.ts';
import { plainMachine, type Engine } from '../../../../../src/practice/swarm/engine.ts';
import { startAllocator } from '../../../../../src/practice/swarm/manager/allocator/allocator.ts';
import type { Access } from '../../../../../src/practice/swarm/manager/raft/raft.ts';
import type { ServiceSpec } from '../../../../../src/practice/swarm/state/spec.ts';
import { Store } from '../../../../../src/practice/swarm/state/store.ts';
import { seededRandom } from '../../../../../src/practice/swarm/time/random.ts';
import { steppedTimeline, type SteppedTimeline } from '../../../../../src/practice/swarm/time/timeline.ts';

export type Asking = {
  readonly context: (node?: string) => Context;
  readonly store: Store;
  readonly timeline: SteppedTimeline;
  readonly engine: (name: string) => Engine;
  readonly id: (node: string) => string;
  /** What the managers can do from now on. */
  readonly access: (access: Access) => void;
  /** Status and what the body says: JSON, or the message of a refusal. Then so much time passes that the swarm is at rest. */
  readonly ask: (call: string, body?: unknown, node?: string) => Promise<readonly [number, unknown]>;
};

const unused = new Proxy({}, { get: () => () => undefined });

/** A swarm of node1 (manager), node2 and node3 (workers), and node4 that is in none; only the allocator runs. */
export function asking(routes: readonly Route[]): Asking {
  const timeline = steppedTimeline(Date.parse('2026-01-02T03:04:05Z'));
  const store = new Store(timeline);
  const world = { timeline, store, random: seededRandom(1), catalog: unused as Context['world']['catalog'] };
  const engines = [1, 2, 3, 4].map((number): Engine => ({
    name: `node${number}`,
    address: `10.77.0.1${number}`,
    description: plainMachine(`node${number}`),
    nodeId: undefined,
    powered: true,
    connected: true,
  }));
  initialCluster(world);
  startAllocator(world);
  for (const [index, engine] of engines.slice(0, 3).entries()) {
    addNode(world, engine, { role: index === 0 ? 'manager' : 'worker', availability: 'active' });
  }
  timeline.advance(100);
  let access: Access = { kind: 'granted' };
  const raft: Context['raft'] = {
    leader: () => undefined,
    access: () => access,
    onChange: () => {},
    nodeChanged: () => {},
  };
  const engine = (name: string): Engine => {
    const found = engines.find((one) => one.name === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  };
  const context = (node = 'node1'): Context => ({
    world,
    engine: engine(node),
    events: unused as Context['events'],
    containers: unused as Context['containers'],
    raft,
    engines,
  });
  const ask: Asking['ask'] = async (call, body, node) => {
    const [method = '', address = ''] = call.split(' ');
    const url = new URL(address, 'http://d');
    const { route, params } = find(routes, method, url.pathname);
    const request = {
      method,
      path: url.pathname,
      params,
      query: url.searchParams,
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body),
      version: 41,
    };
    try {
      const replying = route.handle(request, context(node));
      timeline.advance(50);
      const reply = await replying;
      timeline.advance(50);
      return [reply.status, 'json' in reply ? reply.json : ''];
    } catch (error) {
      if (error instanceof ApiError) return [error.status, error.message];
      throw error;
    }
  };
  return {
    context,
    store,
    timeline,
    engine,
    id: (node) => engine(node).nodeId ?? '',
    access: (next) => (access = next),
    ask,
  };
}

function find(routes: readonly Route[], method: string, path: string) {
  for (const route of routes) {
    const pattern = new RegExp(`^${route.path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
    const caught = route.method === method ? pattern.exec(path) : null;
    if (caught !== null) return { route, params: { ...caught.groups } };
  }
  throw new Error(`no route for ${method} ${path}`);
}

/** A service of one replica on these networks, with these ports. */
export const serviceSpec = (
  Name: string,
  networks: readonly string[] = [],
  EndpointSpec?: ServiceSpec['EndpointSpec'],
): ServiceSpec => ({
  Name,
  Labels: {},
  TaskTemplate: {
    ContainerSpec: { Image: 'web:1' },
    ...(networks.length > 0 && { Networks: networks.map((Target) => ({ Target })) }),
    ForceUpdate: 0,
  },
  Mode: { Replicated: { Replicas: 1 } },
  ...(EndpointSpec && { EndpointSpec }),
});
