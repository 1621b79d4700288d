import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PracticeRefusal } from './refusal.ts';
import { liveThrough, lengthOf } from './story/live-through.ts';
import type { ClusterStory } from './story/story.ts';
import type { PracticeSwarm } from './swarm/options.ts';
import type { Catalog } from './swarm/images/catalog.ts';
import { lastSaved, SavedSwarmError } from './swarm/memory/saved-swarm.ts';
import { startSwarm } from './swarm/swarm.ts';
import { catchUpTimeline } from './swarm/time/catch-up.ts';

/** A practice swarm with its name. */
export type Cluster = {
  readonly name: string;
  readonly production: boolean;
  readonly swarm: PracticeSwarm;
  /** `unix://` of every manager. */
  readonly endpoints: readonly string[];
  readonly stop: () => Promise<void>;
};

export type ClusterMeans = {
  /** A folder with a short path. */
  readonly sockets: string;
  /** The registries, which clusters share. */
  readonly catalog: Catalog;
  /** The folder that clusters are kept in, each in one of its own; undefined: nothing is kept. */
  readonly data: string | undefined;
  readonly onFault: (error: unknown) => void;
};

/**
 * So long ago the power came back, for a swarm that was kept: managers have elected a leader since, and services are up again,
 * which takes them some 15 s.
 */
const POWER_BACK_MS = 60_000;

/**
 * Starts a swarm that has lived through its story, or goes on from where it was kept.
 * @throws PracticeRefusal when what was kept of it cannot be used.
 */
export async function startCluster(
  story: ClusterStory,
  { sockets, catalog, data, onFault }: ClusterMeans,
): Promise<Cluster> {
  const { name, production, seed, nodes } = story;
  const folder = join(sockets, name);
  await mkdir(folder, { recursive: true });
  const kept = data === undefined ? {} : { data: join(data, name) };
  const timeline = catchUpTimeline(await beginningOf(story, kept.data), onFault);
  const swarm = await startSwarm({
    nodes,
    seed,
    sockets: folder,
    timeline,
    catalog,
    ...kept,
    onCrash: onFault,
  }).catch(refuseDamaged);
  const stop = async (): Promise<void> => {
    await swarm.stop();
    timeline.close();
  };
  try {
    if (!swarm.isResumed) await liveThrough(story, swarm, timeline);
    await timeline.goLive();
  } catch (error) {
    await stop();
    throw error;
  }
  const endpoints = nodes.flatMap(({ name: node, role }) => {
    const { socket } = swarm.node(node);
    return role === 'manager' && socket !== undefined ? [`unix://${socket}`] : [];
  });
  return { name, production, swarm, endpoints, stop };
}

/** When the swarm's time begins; milliseconds since 1970. */
async function beginningOf(story: ClusterStory, data: string | undefined): Promise<number> {
  const saved = data === undefined ? undefined : await lastSaved(data).catch(refuseDamaged);
  if (saved === undefined) return Date.now() - lengthOf(story);
  return Math.max(saved, Date.now() - POWER_BACK_MS);
}

function refuseDamaged(error: unknown): never {
  throw error instanceof SavedSwarmError ? new PracticeRefusal(error.message) : error;
}
