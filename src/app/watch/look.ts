import { distinct } from '../../core/distinct.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Freshness, SwarmReader } from '../../core/ports/swarm.ts';
import { asksFor } from '../../core/rollout/asks-for.ts';
import type { NodeSeen, Observation, RolloutSettings } from '../../core/rollout/observation.ts';
import { observe } from '../../core/rollout/observe.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import type { Service, Task, TaskState } from '../../core/swarm/objects.ts';
import { LOOKS_PER_HISTORY } from './pace.ts';

/** What is kept from one look to the next. */
export type Memory = {
  nodes: ReadonlyMap<string, NodeSeen>;
  /** A node may have changed, or events may have been missed. */
  nodesAreOld: boolean;
  looks: number;
  freshAt: number | null; // when the manager was last known to have its quorum
};

export function newMemory(): Memory {
  return { nodes: new Map(), nodesAreOld: true, looks: 0, freshAt: null };
}

export type Looked =
  | { readonly kind: 'seen'; readonly rollouts: readonly Rollout[] }
  | { readonly kind: 'stale'; readonly words: string }; // the manager answers with the past: nothing of it counts

const LIVE: readonly TaskState[] = ['running', 'ready'];
/** Each look has these; a task that was scaled away stays listed until it has ended (measured on 20.10). */
const LISTED: readonly TaskState[] = [...LIVE, 'remove'];
const SHUT: readonly TaskState[] = ['shutdown'];
const FRESH_FOR_MS = 5_000;

type Tools = {
  readonly swarm: SwarmReader;
  readonly clock: Clock;
  readonly settings: RolloutSettings;
  readonly memory: Memory;
};

/**
 * One look at the cluster for all these rollouts together, and what it makes of them: one request for the services, one for
 * their tasks that shall run or shall be removed, and others only where `asksFor` or the turn says so. Fails as the reader does.
 */
export async function look(tools: Tools, rollouts: readonly Rollout[], signal: AbortSignal): Promise<Looked> {
  const { swarm, memory, clock, settings } = tools;
  const ids = distinct(rollouts.map(({ serviceId }) => serviceId));
  const askEngine = distinct(
    rollouts.filter(({ state }) => state.askEngine).map(({ serviceId }) => serviceId),
  );
  const isHistoryDue = memory.looks % LOOKS_PER_HISTORY === 0;
  // Replaced tasks that are still to end are found nowhere else: no event tells of their end.
  const history = distinct(
    rollouts
      .filter(({ state }) => isHistoryDue || state.leaving.some(({ desired }) => desired === 'shutdown'))
      .map(({ serviceId }) => serviceId),
  );
  if (clock.now() - (memory.freshAt ?? -Infinity) >= FRESH_FOR_MS) {
    const fresh = await freshness(tools, signal);
    if (fresh.stale) return { kind: 'stale', words: fresh.words ?? '' };
  }
  const services = await swarm.services({ ids }, signal);
  const seen: Seen = {
    services: byId(services),
    tasks: await swarm.tasks({ services: ids, desired: LISTED }, signal),
  };
  if (askEngine.length > 0) await addUpToDate(swarm, seen, askEngine, signal);
  if (history.length > 0) await addShut(swarm, seen, history, signal);
  await knowNodes(swarm, memory, seen, signal);

  const asks = rollouts.map((rollout) => {
    const observation = observationOf(seen, memory, rollout, clock.now());
    return { rollout, ...asksFor(rollout, observe(rollout, observation, settings), observation, settings) };
  });
  const upToDate = distinct(asks.filter((ask) => ask.upToDate).map(({ rollout }) => rollout.serviceId));
  const shut = distinct(asks.filter((ask) => ask.shut).map(({ rollout }) => rollout.serviceId));
  if (upToDate.length > 0) await addUpToDate(swarm, seen, upToDate, signal);
  if (shut.length > 0) await addShut(swarm, seen, shut, signal);
  if (upToDate.length + shut.length > 0) await knowNodes(swarm, memory, seen, signal);
  const at = clock.now();
  const after = rollouts.map((rollout) =>
    observe(rollout, observationOf(seen, memory, rollout, at), settings),
  );
  const isClaim = upToDate.length + shut.length > 0 || after.some(({ state }) => state.phase === 'ended');
  if (isClaim) {
    // What is about to be claimed must not rest on a manager that has lost the others.
    const fresh = await freshness(tools, signal);
    if (fresh.stale) return { kind: 'stale', words: fresh.words ?? '' };
  }
  memory.looks += 1;
  return { kind: 'seen', rollouts: after };
}

type Seen = {
  readonly services: ReadonlyMap<string, Service>;
  readonly tasks: readonly Task[];
  shut?: { readonly of: ReadonlySet<string>; readonly tasks: readonly Task[] };
  upToDate?: { readonly of: ReadonlySet<string>; readonly ids: ReadonlySet<string> };
};

async function addUpToDate(swarm: SwarmReader, seen: Seen, services: readonly string[], signal: AbortSignal) {
  const tasks = await swarm.tasks({ services, desired: LIVE, upToDate: true }, signal);
  const ids = new Set([...(seen.upToDate?.ids ?? []), ...tasks.map(({ ID }) => ID)]);
  seen.upToDate = { of: new Set([...(seen.upToDate?.of ?? []), ...services]), ids };
}

async function addShut(swarm: SwarmReader, seen: Seen, services: readonly string[], signal: AbortSignal) {
  const tasks = await swarm.tasks({ services, desired: SHUT }, signal);
  seen.shut = {
    of: new Set([...(seen.shut?.of ?? []), ...services]),
    tasks: [...(seen.shut?.tasks ?? []), ...tasks],
  };
}

async function knowNodes(swarm: SwarmReader, memory: Memory, seen: Seen, signal: AbortSignal): Promise<void> {
  const tasks = [...seen.tasks, ...(seen.shut?.tasks ?? [])];
  const isStrange = tasks.some(({ NodeID = '' }) => NodeID !== '' && !memory.nodes.has(NodeID));
  if (!isStrange && !memory.nodesAreOld) return;
  memory.nodesAreOld = false; // before asking: a hint that comes meanwhile counts
  const nodes = await swarm.nodes(signal).catch((error: unknown) => {
    memory.nodesAreOld = true;
    throw error;
  });
  const known = nodes.map(({ ID, Description, Status }): [string, NodeSeen] => [
    ID,
    { hostname: Description.Hostname, down: Status.State === 'down' },
  ]);
  // A node that was removed is never listed again, but old tasks still name it: it is asked for once.
  const gone = tasks.flatMap(({ NodeID = '' }): [string, NodeSeen][] =>
    NodeID === '' ? [] : [[NodeID, memory.nodes.get(NodeID) ?? { hostname: NodeID, down: true }]],
  );
  memory.nodes = new Map([...gone, ...known]);
}

async function freshness({ swarm, memory, clock }: Tools, signal: AbortSignal): Promise<Freshness> {
  const fresh = await swarm.freshness(signal);
  memory.freshAt = fresh.stale ? null : clock.now();
  return fresh;
}

function observationOf(seen: Seen, memory: Memory, { serviceId }: Rollout, at: number): Observation {
  const isOurs = (task: Task) => task.ServiceID === serviceId;
  const tasks = seen.tasks.filter(isOurs);
  return {
    at,
    service: seen.services.get(serviceId) ?? null,
    tasks: tasks.filter(({ DesiredState }) => DesiredState !== 'remove'),
    removing: tasks.filter(({ DesiredState }) => DesiredState === 'remove'),
    ...(seen.shut?.of.has(serviceId) ? { shut: seen.shut.tasks.filter(isOurs) } : {}),
    ...(seen.upToDate?.of.has(serviceId) ? { upToDate: seen.upToDate.ids } : {}),
    nodes: memory.nodes,
  };
}

function byId(services: readonly Service[]): Map<string, Service> {
  return new Map(services.map((service) => [service.ID, service]));
}
