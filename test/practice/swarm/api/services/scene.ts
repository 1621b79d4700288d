import { plainMachine } from '../../../../../src/practice/swarm/engine.ts';
import type { Containers } from '../../../../../src/practice/swarm/agent/containers.ts';
import { ApiError, type Context, type Route } from '../../../../../src/practice/swarm/api/api.ts';
import { logRoutes } from '../../../../../src/practice/swarm/api/logs/routes.ts';
import { nodeRoutes } from '../../../../../src/practice/swarm/api/nodes/routes.ts';
import { Router } from '../../../../../src/practice/swarm/api/router.ts';
import { serviceRoutes } from '../../../../../src/practice/swarm/api/services/routes.ts';
import { taskRoutes } from '../../../../../src/practice/swarm/api/tasks/routes.ts';
import type { Node, Task } from '../../../../../src/practice/swarm/state/objects.ts';
import { Store, type Draft } from '../../../../../src/practice/swarm/state/store.ts';
import { seededRandom } from '../../../../../src/practice/swarm/time/random.ts';
import { steppedTimeline } from '../../../../../src/practice/swarm/time/timeline.ts';
import type { World } from '../../../../../src/practice/swarm/world.ts';

/** 22 November 2026, 12:00:00 UTC. */
const START = Date.UTC(2026, 10, 22, 12);

export type Said = { readonly status: number; readonly body: unknown };

/** A swarm of nothing but its state, and the routes: nobody schedules, and time stands. */
export function apiScene(containers?: Containers) {
  const timeline = steppedTimeline(START);
  const store = new Store(timeline);
  const world: World = {
    timeline,
    store,
    random: seededRandom(1),
    catalog: { lookUp: () => ({ kind: 'missing' }), script: () => {}, withdraw: () => {} },
  };
  const none: Containers = { log: () => undefined, followLog: () => () => {}, crash: () => 0 };
  const engine = {
    name: 'node1',
    address: '10.77.0.11',
    description: plainMachine('node1'),
    nodeId: 'node1',
    powered: true,
    connected: true,
  };
  const context: Context = {
    world,
    engine,
    engines: [engine],
    events: { recent: () => [], listen: () => () => {}, restart: () => {} },
    raft: {
      leader: () => undefined,
      access: () => ({ kind: 'granted' }),
      onChange: () => {},
      nodeChanged: () => {},
    },
    containers: containers ?? none,
  };
  const router = new Router([...serviceRoutes, ...taskRoutes, ...nodeRoutes, ...logRoutes]);
  return { timeline, store, world, context, call: callOn(router, context), open: openOn(router, context) };
}

type Options = {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly version?: number;
};

/** One request; the answer's JSON as the client would parse it, or of a refusal its words. */
function callOn(router: Router, context: Context) {
  return (method: string, path: string, { body, headers = {}, version = 41 }: Options = {}): Said => {
    try {
      const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
      const reply = handle(router, context, method, path, { text, headers, version });
      const json = 'json' in reply ? (JSON.parse(JSON.stringify(reply.json)) as unknown) : undefined;
      return { status: reply.status, body: json };
    } catch (error) {
      if (error instanceof ApiError) return { status: error.status, body: error.message };
      throw error;
    }
  };
}

/** Opens a stream: what it wrote so far, whether it has ended, and a way to leave. */
function openOn(router: Router, context: Context) {
  return (path: string) => {
    const reply = handle(router, context, 'GET', path, { text: '', headers: {}, version: 41 });
    if (!('stream' in reply)) throw new Error(`${path} is no stream`);
    const chunks: Uint8Array[] = [];
    let ended = false;
    const { closed } = reply.stream({
      write: (chunk) => void chunks.push(Buffer.from(chunk)),
      end: () => {
        ended = true;
      },
    });
    return { bytes: () => Buffer.concat(chunks), ended: () => ended, leave: closed };
  };
}

function handle(
  router: Router,
  context: Context,
  method: string,
  path: string,
  { text, headers, version }: { text: string; headers: Readonly<Record<string, string>>; version: number },
): Exclude<ReturnType<Route['handle']>, Promise<unknown>> {
  const url = new URL(path, 'http://engine');
  const { route, params } = router.find(method, decodeURIComponent(url.pathname));
  const reply = route.handle(
    { method, path: url.pathname, params, query: url.searchParams, headers, body: text, version },
    context,
  );
  if (reply instanceof Promise) throw new Error(`${path} takes its time`);
  return reply;
}

export const filters = (of: Readonly<Record<string, readonly string[]>>): string =>
  `filters=${encodeURIComponent(JSON.stringify(of))}`;

export const nodeDraft = (id: string, change: Partial<Draft<Node>> = {}): Draft<Node> => ({
  id,
  spec: { Labels: {}, Role: 'worker', Availability: 'active' },
  description: {
    hostname: id,
    platform: { architecture: 'x86_64', os: 'linux' },
    resources: { nanoCPUs: 2e9, memoryBytes: 8e9 },
    engineVersion: '20.10.24',
    engineLabels: {},
  },
  status: { state: 'ready', address: '10.77.0.12' },
  ...change,
});

export const managerDraft = (id: string, leader = false): Draft<Node> =>
  nodeDraft(id, {
    spec: { Labels: {}, Role: 'manager', Availability: 'active' },
    manager: { leader, reachability: 'reachable', address: '10.77.0.11:2377' },
  });

export const taskDraft = (id: string, serviceId: string, change: Partial<Draft<Task>> = {}): Draft<Task> => ({
  id,
  serviceId,
  slot: 1,
  nodeId: 'node1',
  spec: { ContainerSpec: { Image: 'web:1', Isolation: 'default' }, ForceUpdate: 0, Runtime: 'container' },
  desiredState: 'running',
  status: { state: 'running', timestamp: START, message: 'started' },
  labels: {},
  ...change,
});
