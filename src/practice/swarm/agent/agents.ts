import type { Engine } from '../engine.ts';
import type { Dispatcher } from '../manager/dispatcher/dispatcher.ts';
import type { Raft } from '../manager/raft/raft.ts';
import type { World } from '../world.ts';
import { Agent } from './agent.ts';
import type { Container } from './container.ts';
import type { Containers, LogLine } from './containers.ts';
import { nameOf } from './local-images.ts';

const CRASHED_CODE = 1;

/**
 * Starts an agent on every engine; those in a swarm begin their sessions. They look at their engines again whenever the quorum
 * does (`raft.nodeChanged`).
 */
export function startAgents(
  world: World,
  dispatcher: Dispatcher,
  raft: Raft,
  engines: readonly Engine[],
): Containers {
  const followers = new Map<string, Set<Follower>>();
  const onStarted = (taskId: string, container: Container): void => {
    for (const follower of followers.get(taskId) ?? []) follower.attach(container);
  };
  const agents = engines.map((engine) => new Agent(world, dispatcher, engine, onStarted));

  const leaderEngine = (): Engine | undefined => {
    const leader = raft.leader();
    return leader === undefined
      ? undefined
      : engines.find(({ nodeId, powered }) => nodeId === leader && powered);
  };
  const enginesChanged = (): void => {
    const leader = leaderEngine();
    for (const agent of agents) {
      agent.engineChanged(leader !== undefined && reaches(agent.engine, leader), leader !== undefined);
    }
  };
  const agentOf = (taskId: string): Agent | undefined => {
    const nodeId = world.store.tasks.get(taskId)?.nodeId ?? '';
    return nodeId === '' ? undefined : agents.find(({ engine }) => engine.nodeId === nodeId);
  };

  if (raft.isResumed === true) {
    for (const agent of agents) agent.find(world.store.tasks.find(`node:${agent.engine.nodeId ?? ''}`));
  }
  raft.onChange(enginesChanged);
  world.store.watch(({ kind, before, after }) => {
    if (kind === 'node' && (before === undefined || after === undefined)) enginesChanged();
  });
  enginesChanged();

  const log: Containers['log'] = (taskId) => {
    const agent = agentOf(taskId);
    const leader = leaderEngine();
    if (agent === undefined || leader === undefined || !reaches(agent.engine, leader)) return undefined;
    return agent.container(taskId)?.log();
  };
  const followLog: Containers['followLog'] = (taskId, onLine) => {
    const follower = new Follower(onLine);
    const ofTask = followers.get(taskId) ?? new Set();
    followers.set(taskId, ofTask.add(follower));
    const container = agentOf(taskId)?.container(taskId);
    if (container !== undefined) follower.attach(container);
    return () => {
      follower.stop();
      ofTask.delete(follower);
      if (ofTask.size === 0) followers.delete(taskId);
    };
  };
  const crash: Containers['crash'] = (image) => {
    const isMeant = (other: string): boolean => withoutDigest(other) === withoutDigest(image);
    return agents.reduce((sum, agent) => sum + agent.crash(isMeant, CRASHED_CODE), 0);
  };
  return { log, followLog, crash };
}

/** The API pins a tag by a digest: it is the same image. */
const withoutDigest = (image: string): string => nameOf(image.split('@')[0] ?? '');

class Follower {
  readonly #onLine: (line: LogLine) => void;
  #stop: () => void = () => {};

  constructor(onLine: (line: LogLine) => void) {
    this.#onLine = onLine;
  }

  attach(container: Container): void {
    this.#stop();
    this.#stop = container.follow(this.#onLine);
  }

  stop(): void {
    this.#stop();
  }
}

function reaches(engine: Engine, leader: Engine): boolean {
  if (!engine.powered) return false;
  return engine === leader || (engine.connected && leader.connected);
}
