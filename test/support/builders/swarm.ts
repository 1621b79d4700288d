import type { Observers } from '../../../src/core/command.ts';
import type { Release } from '../../../src/core/ports/store.ts';
import type { ImageLookup, SwarmReader } from '../../../src/core/ports/swarm.ts';
import { specHash } from '../../../src/core/swarm/hash.ts';
import type { Node, Service, Task } from '../../../src/core/swarm/objects.ts';
import type { ServiceSpec } from '../../../src/core/swarm/spec.ts';
import { NOON } from './objects.ts';

type Content = {
  readonly services?: readonly Service[];
  readonly tasks?: readonly Task[];
  readonly nodes?: readonly Node[];
  /** What the registry says, by reference; all others are unknown. */
  readonly images?: Readonly<Record<string, ImageLookup>>;
  /** Ids of the tasks that the engine calls up to date; all unless given. */
  readonly upToDate?: readonly string[];
  readonly stale?: string;
};

/** A swarm that answers from memory. */
function aSwarm(content: Content = {}): SwarmReader {
  const { services = [], tasks = [], nodes = [], images = {}, upToDate, stale } = content;
  return {
    nodes: () => Promise.resolve([...nodes]),
    services: ({ ids }) => Promise.resolve(services.filter(({ ID }) => ids?.includes(ID) ?? true)),
    service: (wanted) =>
      Promise.resolve(services.find(({ ID, Spec }) => ID === wanted || Spec.Name === wanted) ?? null),
    tasks: (query) =>
      Promise.resolve(
        tasks
          .filter((task) => query.services?.includes(task.ServiceID) ?? true)
          .filter((task) => query.desired?.includes(task.DesiredState) ?? true)
          .filter(({ ID }) => query.upToDate !== true || (upToDate?.includes(ID) ?? true)),
      ),
    image: (reference) => Promise.resolve(images[reference] ?? { kind: 'unknown', words: 'no such host' }),
    freshness: () => Promise.resolve(stale === undefined ? { stale: false } : { stale: true, words: stale }),
    bytesRead: () => 0,
  };
}

/** What a command on the cluster `lab` may ask. */
export function observers(content: Content & { readonly release?: Release } = {}): Observers {
  return {
    cluster: { name: 'lab', production: false },
    swarm: aSwarm(content),
    releases: { latest: () => Promise.resolve(content.release ?? null) },
  };
}

/** A change that Waggle made to redis: from one spec to the other. */
export function aRelease(before: ServiceSpec, after: ServiceSpec, over: Partial<Release> = {}): Release {
  return {
    planId: 'plan1',
    cluster: 'lab',
    serviceId: 'redis-id',
    at: NOON,
    requester: 'U1',
    command: 'service update',
    before,
    beforeHash: specHash(before),
    afterHash: specHash(after),
    ...over,
  };
}
