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

/** Puts the parts of a swarm together in an empty world. They begin to work with the timeline. */
export function composeSwarm(world: World, nodes: readonly NodeOptions[]): Composed {
  const engines = nodes.map(engineOf);
  formSwarm(world, engines, nodes);

  const raft = startRaft(world, engines);
  const dispatcher = startDispatcher(world, raft);
  startAllocator(world);
  startScheduler(world);
  const orchestrators = startOrchestrators(world);
  onNextLeader(raft, () => orchestrators.restart());
  const containers = startAgents(world, dispatcher, raft, engines);

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

function formSwarm(world: World, engines: readonly Engine[], nodes: readonly NodeOptions[]): void {
  if (nodes.every(({ role }) => role === 'outside')) return;
  initialCluster(world);
  for (const [index, { role, labels = {} }] of nodes.entries()) {
    const engine = engines[index];
    if (engine === undefined || role === 'outside') continue;
    addNode(world, engine, { role, availability: 'active', labels });
  }
}
