import { request, type IncomingHttpHeaders } from 'node:http';
import type { Context, Route } from '../../../../src/practice/swarm/api/api.ts';
import { Faults } from '../../../../src/practice/swarm/api/faults.ts';
import { serve, type Serving } from '../../../../src/practice/swarm/api/server.ts';
import { initialCluster } from '../../../../src/practice/swarm/manager/initial-cluster.ts';
import { plainMachine, type Engine } from '../../../../src/practice/swarm/engine.ts';
import { startEventLog } from '../../../../src/practice/swarm/events/swarm-events.ts';
import type { LookUp } from '../../../../src/practice/swarm/images/catalog.ts';
import type { Access } from '../../../../src/practice/swarm/manager/raft/raft.ts';
import { Store } from '../../../../src/practice/swarm/state/store.ts';
import { seededRandom } from '../../../../src/practice/swarm/time/random.ts';
import { steppedTimeline, type SteppedTimeline } from '../../../../src/practice/swarm/time/timeline.ts';
import type { World } from '../../../../src/practice/swarm/world.ts';

export const START = Date.UTC(2026, 0, 2, 3, 4, 5);

export type Ground = {
  readonly world: World;
  readonly timeline: SteppedTimeline;
  readonly engine: Engine;
  readonly context: Context;
  /** What the raft says from now on; whoever waits is told. */
  readonly setAccess: (access: Access) => void;
  /** What the catalog says, by reference; anything else is missing. */
  readonly images: Map<string, LookUp>;
};

/** One engine of a swarm of one, without anything that runs. */
export function ground(role: 'manager' | 'worker' | 'outside' = 'manager'): Ground {
  const timeline = steppedTimeline(START - 10);
  const store = new Store(timeline);
  const images = new Map<string, LookUp>();
  const catalog = {
    lookUp: (reference: string): LookUp => images.get(reference) ?? { kind: 'missing' },
    script: () => {},
    withdraw: () => {},
  };
  const world: World = { timeline, random: seededRandom(1), store, catalog };
  const engine: Engine = {
    name: 'node1',
    address: '10.77.0.11',
    description: plainMachine('node1'),
    nodeId: role === 'outside' ? undefined : 'node1id',
    powered: true,
    connected: true,
  };
  if (role !== 'outside') {
    initialCluster(world);
    store.write((tx) => {
      tx.create('node', {
        id: 'node1id',
        spec: { Labels: {}, Role: role, Availability: 'active' },
        description: {
          hostname: 'node1',
          platform: { architecture: 'x86_64', os: 'linux' },
          resources: { nanoCPUs: 4e9, memoryBytes: 2 ** 30 },
          engineVersion: '20.10.24',
          engineLabels: { zone: 'a' },
        },
        status: { state: 'ready', address: '10.77.0.11' },
        ...(role === 'manager'
          ? { manager: { leader: true, reachability: 'reachable', address: '10.77.0.11:2377' } as const }
          : {}),
      });
    });
  }
  const events = startEventLog(world, engine);
  timeline.advance(10); // whoever watches the store has heard of it all
  let access: Access = { kind: 'granted' };
  const listeners: (() => void)[] = [];
  const context: Context = {
    world,
    engine,
    events,
    raft: {
      leader: () => 'node1id',
      access: () => access,
      onChange: (listener) => void listeners.push(listener),
      nodeChanged: () => {},
    },
    containers: { log: () => undefined, followLog: () => () => {}, crash: () => 0 },
    engines: [engine],
  };
  const setAccess = (next: Access): void => {
    access = next;
    for (const listener of listeners) listener();
  };
  return { world, timeline, engine, context, setAccess, images };
}

export type Said = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

export type Asking = {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Called with what the answer's body is so far, and when it begins. */
  readonly onData?: (body: string) => void;
};

/** Asks an engine. Rejects when the connection ends before the answer does; the error's message has what came. */
export function ask(port: number | undefined, path: string, asking: Asking = {}): Promise<Said> {
  const { method = 'GET', body, headers = {}, onData } = asking;
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      onData?.('');
      answer.on('data', (chunk: string) => {
        text += chunk;
        onData?.(text);
      });
      answer.on('error', () => reject(new Error(`broken after: ${text}`)));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export type Served = Ground & {
  readonly serving: Serving;
  readonly faults: Faults;
  readonly crashes: unknown[];
};

/** The ground, and its engine's API on a port of its own. */
export async function served(
  routes: readonly Route[],
  role: 'manager' | 'worker' | 'outside' = 'manager',
  socket?: string,
): Promise<Served> {
  const on = ground(role);
  const faults = new Faults();
  const crashes: unknown[] = [];
  const serving = await serve({
    context: on.context,
    routes,
    faults,
    tcp: { port: 0 },
    ...(socket === undefined ? {} : { socket }),
    onCrash: (error) => crashes.push(error),
  });
  return { ...on, serving, faults, crashes };
}
