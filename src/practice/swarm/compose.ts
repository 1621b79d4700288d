import { startAgents } from './agent/agents.ts';
import type { Containers } from './agent/containers.ts';
import { initialCluster } from './manager/initial-cluster.ts';
import { addNode } from './manager/add-node.ts';
import { plainMachine, type Engine } from './engine.ts';
import { startAllocator } from './manager/allocator/allocator.ts';
import { startDispatcher } from './manager/dispatcher/dispatcher.ts';
import { startOrchestrators } from './manager/orchestrator/orchestrator.ts';
import { startRaft } from './manager/raft/arithmetic.ts';
import { onNextLeader, type Raft } from './manager/raft/raft.ts';
import { startScheduler } from './manager/scheduler/scheduler.ts';
import type { SavedSwarm } from './memory/saved-swarm.ts';
import type { NodeOptions } from './options.ts';
import type { World } from './world.ts';

/** A swarm without an API: its machines, its managers and its agents. */
export type Composed = {
  readonly engines: readonly Engine[];
  readonly raft: Raft;
  readonly containers: Containers;
  /** Power and network of an engine; what is so already stays so. */
  readonly setPower: (engine: Engine, powered: boolean) => void;
  readonly setNetwork: (engine: Engine, connected: boolean) => void;
};

/**
 * Puts the parts of a swarm together, in an empty world or in one that was saved: `saved` are its engines then. They begin to work with
 * the timeline.
 *
 * A saved swarm begins as when the power comes back everywhere. What happens then is what happens when one node gets its power back
 * and when another manager takes over, both of which are held against recordings: the managers elect a leader, which calls every node
 * unknown until its agent has found it; the agents find their containers dead (code 255), say so, and the orchestrators replace the
 * tasks. That all of it happens at once is not recorded, and these are choices: that every engine comes back, even one that was lost
 * before; that a container that was just being started is started again; that logs, events, networks of one machine and writes that
 * waited for a quorum are gone, as are images that no task speaks of.
 */
export function composeSwarm(
  world: World,
  nodes: readonly NodeOptions[],
  saved?: SavedSwarm['engines'],
): Composed {
  const engines = nodes.map(engineOf);
  if (saved === undefined) formSwarm(world, engines, nodes);
  else rejoin(world, engines, nodes, saved);

  const raft = startRaft(world, engines, saved !== undefined && world.store.clusters.size > 0);
  const dispatcher = startDispatcher(world, raft);
  startAllocator(world);
  startScheduler(world);
  const orchestrators = startOrchestrators(world);
  onNextLeader(raft, () => orchestrators.restart());
  const containers = startAgents(world, dispatcher, raft, engines);

  if (raft.isResumed === true) {
    for (const engine of engines) engine.powered = true;
    raft.nodeChanged();
  }

  return {
    engines,
    raft,
    containers,
    setPower: (engine, powered) => {
      if (engine.powered === powered) return;
      engine.powered = powered;
      raft.nodeChanged();
    },
    setNetwork: (engine, connected) => {
      if (engine.connected === connected) return;
      engine.connected = connected;
      raft.nodeChanged();
    },
  };
}

function engineOf({ name, platform, resources, engineLabels = {} }: NodeOptions, index: number): Engine {
  const plain = plainMachine(name);
  return {
    name,
    address: `10.77.${Math.floor((index + 11) / 256)}.${(index + 11) % 256}`,
    description: {
      ...plain,
      platform: {
        architecture: platform?.Architecture ?? plain.platform.architecture,
        os: platform?.OS ?? plain.platform.os,
      },
      resources: resources ?? plain.resources,
      engineLabels,
    },
    nodeId: undefined,
    powered: true,
    connected: true,
  };
}

/** Engines are the nodes that they were. New ones join; a node whose engine is no more stays, and will be called down. */
function rejoin(
  world: World,
  engines: readonly Engine[],
  nodes: readonly NodeOptions[],
  saved: SavedSwarm['engines'],
): void {
  for (const [index, { role, labels = {} }] of nodes.entries()) {
    const engine = engines[index];
    if (engine === undefined) continue;
    const before = saved.find(({ name }) => name === engine.name);
    engine.nodeId = before?.nodeId;
    if (world.store.clusters.size === 0) continue;
    if (before === undefined && role !== 'outside')
      addNode(world, engine, { role, availability: 'active', labels });
    engine.powered = false;
  }
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
