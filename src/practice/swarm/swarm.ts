import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Faults } from './api/faults.ts';
import { ROUTES } from './api/routes.ts';
import { serve, type Serving } from './api/server.ts';
import { Changes } from './changes.ts';
import { composeSwarm } from './compose.ts';
import type { Engine } from './engine.ts';
import type { EventLog } from './events/event-log.ts';
import { startEventLog } from './events/swarm-events.ts';
import { glanceAt } from './glance.ts';
import { practiceCatalog } from './images/practice-images.ts';
import { InOrder } from './in-order.ts';
import { Keeper } from './memory/keeper.ts';
import { readSaved, type SavedSwarm } from './memory/saved-swarm.ts';
import type { PracticeNode, PracticeSwarm, SwarmOptions } from './options.ts';
import { Store } from './state/store.ts';
import { seededRandom } from './time/random.ts';
import { realTimeline } from './time/timeline.ts';
import type { World } from './world.ts';

type Machine = {
  readonly engine: Engine;
  readonly serving: Serving;
  readonly events: EventLog;
  readonly node: PracticeNode;
  /** What is done to its power and its network. */
  readonly order: InOrder;
};

/**
 * Starts a Docker swarm inside this process: engines that speak the Engine API of 20.10.24 (1.41) on sockets, and behind them an
 * orchestrator that works as swarmkit does. The nodes are `ready` when their agents were heard of, some 100 ms later.
 * @throws when a socket or port cannot be listened on, and SavedSwarmError when its folder holds a file that is damaged; nothing is left
 * running then, and nothing was written.
 */
export async function startSwarm(options: SwarmOptions): Promise<PracticeSwarm> {
  const saved = options.data === undefined ? undefined : await readSaved(options.data);
  const timeline = options.timeline ?? realTimeline(1, options.onCrash);
  const world: World = {
    timeline,
    random: seededRandom(saved?.random ?? options.seed ?? 1),
    store: new Store(timeline, saved?.content),
    catalog: options.catalog ?? practiceCatalog(),
  };
  const { engines, raft, containers, setPower, setNetwork } = composeSwarm(
    world,
    options.nodes,
    saved?.engines,
  );
  const changes = new Changes(world, raft);

  const machines: Machine[] = [];
  let keeper: Keeper | undefined;
  let stopped = false;
  const close = async (): Promise<void> => {
    stopped = true;
    await Promise.all(machines.map(({ order }) => order.settled()));
    await Promise.all(machines.map(({ serving }) => serving.close()));
    if (options.timeline === undefined) timeline.close();
  };
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= close().then(() => keeper?.close()));
  const open = async (engine: Engine): Promise<Machine> => {
    const faults = new Faults();
    const events = startEventLog(world, engine);
    const context = { world, engine, events, raft, containers, engines };
    const socket =
      options.sockets === undefined ? undefined : join(options.sockets, engine.name, 'docker.sock');
    if (socket !== undefined) await mkdir(join(socket, '..'), { recursive: true });
    const port = options.ports?.[engine.name];
    const serving = await serve({
      context,
      routes: ROUTES,
      faults,
      ...(socket === undefined ? {} : { socket }),
      ...(port === undefined ? {} : { tcp: { port } }),
      ...(options.onCrash === undefined ? {} : { onCrash: options.onCrash }),
    });
    const node: PracticeNode = {
      name: engine.name,
      faults,
      ...(socket === undefined ? {} : { socket }),
      ...(serving.port === undefined ? {} : { port: serving.port }),
      get power() {
        return engine.powered ? 'on' : 'off';
      },
      get network() {
        return engine.connected ? 'on' : 'off';
      },
    };
    return { engine, serving, events, node, order: new InOrder() };
  };
  try {
    for (const engine of engines) machines.push(await open(engine));
  } catch (error) {
    await close();
    throw error;
  }
  if (options.data !== undefined) keeper = keep(options.data, world, engines, options.onCrash);

  const machine = (name: string): Machine => {
    const found = machines.find(({ engine }) => engine.name === name);
    if (found === undefined) throw new RangeError(`The practice swarm has no node "${name}".`);
    return found;
  };
  /** Does something to a machine in its turn. */
  const inTurn = async (name: string, work: (machine: Machine) => void | Promise<void>): Promise<void> => {
    const its = machine(name);
    await its.order.run(async () => {
      if (stopped) throw new Error('The practice swarm has ended.');
      await work(its);
      changes.tellNow();
    });
  };
  return {
    nodes: machines.map(({ node }) => node),
    node: (name) => machine(name).node,
    timeline,
    catalog: world.catalog,
    isResumed: saved !== undefined,
    parked: () => machines.reduce((sum, { serving }) => sum + serving.parked(), 0),
    loseNode: (name) =>
      inTurn(name, async ({ engine, serving, events }) => {
        if (!engine.powered) return;
        setPower(engine, false);
        events.restart();
        await serving.powerOff();
      }),
    returnNode: (name) =>
      inTurn(name, async ({ engine, serving }) => {
        if (engine.powered) return;
        await serving.powerOn();
        setPower(engine, true);
      }),
    cutNode: (name) => inTurn(name, ({ engine }) => setNetwork(engine, false)),
    mendNode: (name) => inTurn(name, ({ engine }) => setNetwork(engine, true)),
    crash: (image) => containers.crash(image),
    glance: () => glanceAt(world.store, raft, engines),
    onChange: (listener) => changes.listen(listener),
    stop,
  };
}

/** Saves the swarm in a folder whenever it changes. */
function keep(
  folder: string,
  { store, random, timeline }: World,
  engines: readonly Engine[],
  onFault: (error: unknown) => void = () => {},
): Keeper {
  const look = (): SavedSwarm => ({
    savedAt: timeline.now(),
    random: random.state(),
    engines: engines.map(({ name, nodeId }) => ({ name, ...(nodeId !== undefined && { nodeId }) })),
    content: store.content(),
  });
  const keeper = new Keeper(folder, look, onFault);
  store.watch(() => keeper.changed());
  keeper.changed();
  return keeper;
}
