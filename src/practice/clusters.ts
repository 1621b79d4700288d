import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { liveThrough, lengthOf } from './story/live-through.ts';
import type { ClusterStory } from './story/story.ts';
import type { PracticeSwarm } from './swarm/options.ts';
import type { Catalog } from './swarm/images/catalog.ts';
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
  readonly onFault: (error: unknown) => void;
};

/** Starts a swarm that has lived through its story. */
export async function startCluster(
  story: ClusterStory,
  { sockets, catalog, onFault }: ClusterMeans,
): Promise<Cluster> {
  const { name, production, nodes } = story;
  const folder = join(sockets, name);
  await mkdir(folder, { recursive: true });
  const timeline = catchUpTimeline(Date.now() - lengthOf(story), onFault);
  const swarm = await startSwarm({ nodes, sockets: folder, timeline, catalog, onCrash: onFault });
  const stop = async (): Promise<void> => {
    await swarm.stop();
    timeline.close();
  };
  try {
    await liveThrough(story, swarm, timeline);
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
