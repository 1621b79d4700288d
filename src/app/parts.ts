import type { Command, Observers } from '../core/command.ts';
import { UserError } from '../core/errors.ts';
import type { Access } from '../core/policy/access.ts';
import type { Clock, Ids } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import type { Messenger } from '../core/ports/messenger.ts';
import type { People } from '../core/ports/people.ts';
import type { Store } from '../core/ports/store.ts';
import type { SwarmReader } from '../core/ports/swarm.ts';

/** A cluster as everybody but the executor sees it: no writer. */
export type Cluster = {
  readonly name: string;
  readonly production: boolean;
  readonly swarm: SwarmReader;
};

/** What the use cases stand on. `main` puts it together. */
export type Parts = {
  readonly access: Access;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly catalog: readonly Command[];
  readonly store: Store;
  readonly people: People;
  readonly messenger: Messenger;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly planExpiresMs: number;
};

export function clusterNamed(parts: Pick<Parts, 'clusters'>, name: string): Cluster {
  const cluster = parts.clusters.get(name);
  if (cluster !== undefined) return cluster;
  throw new UserError('not-found', `The cluster "${name}" is not in the configuration any more.`);
}

/** What a command may ask of a cluster. */
export function observersOf(parts: Pick<Parts, 'store'>, cluster: Cluster): Observers {
  return {
    cluster: { name: cluster.name, production: cluster.production },
    swarm: cluster.swarm,
    releases: parts.store.releases,
  };
}
