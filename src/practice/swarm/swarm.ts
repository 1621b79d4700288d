import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startAgents } from './agent/agents.ts';
import { Faults } from './api/faults.ts';
import { ROUTES } from './api/routes.ts';
import { serve, type Serving } from './api/server.ts';
import { initialCluster } from './api/swarm/initial-cluster.ts';
import { addNode } from './api/swarm/nodes.ts';
import type { Engine } from './engine.ts';
import { startEventLog } from './events/swarm-events.ts';
import { practiceCatalog } from './images/practice-images.ts';
import { startAllocator } from './manager/allocator/allocator.ts';
import { startDispatcher } from './manager/dispatcher.ts';
import { startOrchestrators } from './manager/orchestrator/orchestrator.ts';
import { startRaft } from './manager/raft-arithmetic.ts';
import { startScheduler } from './manager/scheduler/scheduler.ts';
import type { NodeOptions, PracticeNode, PracticeSwarm, SwarmOptions } from './options.ts';
import { Store } from './state/store.ts';
import { seededRandom } from './time/random.ts';
import { realTimeline } from './time/timeline.ts';
import type { World } from './world.ts';

type Machine = { readonly engine: Engine; readonly serving: Serving; readonly node: PracticeNode };

/**
 * Starts a Docker swarm inside this process: engines that speak the Engine API of 20.10.24 (1.41) on sockets, and behind them an
 * orchestrator that works as swarmkit does. The nodes are `ready` when their agents were heard of, some 100 ms later.
 * @throws when a socket or port cannot be listened on; nothing is left running then.
 */
export async function startSwarm(options: SwarmOptions): Promise<PracticeSwarm> {
  const timeline = options.timeline ?? realTimeline();
  const world: World = {
    timeline,
    random: seededRandom(options.seed ?? 1),
    store: new Store(timeline),
    catalog: options.catalog ?? practiceCatalog(),
  };
  const engines = options.nodes.map(engineOf);
  formSwarm(world, engines, options.nodes);

  const raft = startRaft(world, engines);
  const dispatcher = startDispatcher(world, raft);
  startAllocator(world);
  startScheduler(world);
  const orchestrators = startOrchestrators(world);
  let leader = raft.leader();
  raft.onChange(() => {
    const next = raft.leader();
    if (next === undefined || next === leader) return;
    if (leader !== undefined) orchestrators.restart();
    leader = next;
  });
  const agents = startAgents(world, dispatcher, raft, engines);

  const machines: Machine[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(machines.map(({ serving }) => serving.close()));
    if (options.timeline === undefined) timeline.close();
  };
  const open = async (engine: Engine): Promise<Machine> => {
    const faults = new Faults();
    const events = startEventLog(world, engine);
    const context = { world, engine, events, raft, containers: agents.containers, engines };
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
    });
    const node: PracticeNode = {
      name: engine.name,
      faults,
      ...(socket === undefined ? {} : { socket }),
      ...(serving.port === undefined ? {} : { port: serving.port }),
    };
    return { engine, serving, node };
  };
  try {
    for (const engine of engines) machines.push(await open(engine));
  } catch (error) {
    await stop();
    throw error;
  }

  const machine = (name: string): Machine => {
    const found = machines.find(({ engine }) => engine.name === name);
    if (found === undefined) throw new RangeError(`The practice swarm has no node "${name}".`);
    return found;
  };
  return {
    nodes: machines.map(({ node }) => node),
    node: (name) => machine(name).node,
    timeline,
    catalog: world.catalog,
    parked: () => machines.reduce((sum, { serving }) => sum + serving.parked(), 0),
    loseNode: async (name) => {
      const { engine, serving } = machine(name);
      if (!engine.powered) return;
      engine.powered = false;
      agents.powerLost(engine);
      raft.nodeChanged();
      await serving.powerOff();
    },
    returnNode: async (name) => {
      const { engine, serving } = machine(name);
      if (engine.powered) return;
      await serving.powerOn();
      engine.powered = true;
      raft.nodeChanged();
      agents.powerBack(engine);
    },
    cutNode: (name) => {
      const { engine } = machine(name);
      engine.connected = false;
      agents.cut(engine);
      raft.nodeChanged();
    },
    mendNode: (name) => {
      const { engine } = machine(name);
      engine.connected = true;
      raft.nodeChanged();
      agents.mended(engine);
    },
    stop,
  };
}

function engineOf({ name, platform, resources, engineLabels = {} }: NodeOptions, index: number): Engine {
  return {
    name,
    address: `10.77.${Math.floor((index + 11) / 256)}.${(index + 11) % 256}`,
    description: {
      hostname: name,
      platform: { architecture: platform?.Architecture ?? 'x86_64', os: platform?.OS ?? 'linux' },
      resources: resources ?? { nanoCPUs: 2e9, memoryBytes: 8 * 2 ** 30 },
      engineVersion: '20.10.24',
      engineLabels,
    },
    nodeId: undefined,
    powered: true,
    connected: true,
  };
}

function formSwarm(world: World, engines: readonly Engine[], nodes: readonly NodeOptions[]): void {
  if (nodes.every(({ role }) => role === 'outside')) return;
  initialCluster(world);
  for (const [index, { role, labels = {} }] of nodes.entries()) {
    const engine = engines[index];
    if (engine === undefined || role === 'outside') continue;
    addNode(world, engine, { role, availability: 'active', labels });
  }
}
