import { z } from 'zod';
import { callEngine } from '../engine-call.ts';
import type { PracticeSwarm } from '../swarm/options.ts';
import type { CatchUpTimeline } from '../swarm/time/catch-up.ts';
import { serviceSpec } from './service-spec.ts';
import type { ClusterStory, Deed } from './story.ts';

const MINUTE_MS = 60_000;

/** How long after the first start the nodes have surely reported to the manager. */
const READY_MS = 2_000;

/** When a cluster's story begins: milliseconds before now. */
export function lengthOf({ past }: ClusterStory): number {
  return (past[0]?.ago ?? 0) * MINUTE_MS + READY_MS;
}

/**
 * Lets a new swarm live through its story, by its own API.
 * @throws Error when the swarm refuses something, which is a mistake in the story.
 */
export async function liveThrough(
  { past }: ClusterStory,
  swarm: PracticeSwarm,
  timeline: CatchUpTimeline,
): Promise<void> {
  const now = Date.now();
  const manager = swarm.nodes[0]?.socket;
  if (manager === undefined) throw new Error('the practice swarm has no socket');
  for (const deed of past) {
    await timeline.until(now - deed.ago * MINUTE_MS);
    await perform(deed, swarm, `unix://${manager}`);
  }
}

async function perform(deed: Deed, { catalog }: PracticeSwarm, manager: string): Promise<void> {
  const pinned = (image: string): string => {
    const found = catalog.lookUp(image);
    if (found.kind !== 'found') throw new Error(`the story needs ${image}, which no registry has`);
    return `${image}@${found.image.digest}`;
  };
  if ('network' in deed) {
    await post(manager, '/networks/create', { Name: deed.network, Driver: 'overlay', Attachable: true });
    return;
  }
  if ('service' in deed) {
    await post(manager, '/services/create', serviceSpec(deed.service, pinned(deed.service.image)));
    return;
  }
  const { ID, Version, Spec } = Service.parse(
    (await callEngine(manager, 'GET', `/services/${deed.update}`)).body,
  );
  const TaskTemplate = {
    ...Spec.TaskTemplate,
    ContainerSpec: { ...Spec.TaskTemplate.ContainerSpec, Image: pinned(deed.image) },
  };
  await post(manager, `/services/${ID}/update?version=${Version.Index}`, { ...Spec, TaskTemplate });
}

/** As much as an update changes; the rest is posted back as it came. */
const Service = z.looseObject({
  ID: z.string(),
  Version: z.object({ Index: z.number() }),
  Spec: z.looseObject({ TaskTemplate: z.looseObject({ ContainerSpec: z.looseObject({}) }) }),
});

async function post(manager: string, path: string, body: object): Promise<void> {
  const { status, body: said } = await callEngine(manager, 'POST', path, body);
  if (status >= 300)
    throw new Error(`the story's POST ${path} was answered with ${status}: ${JSON.stringify(said)}`);
}
