import { UserError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import type { SwarmEvents, SwarmReader, SwarmWriter } from '../../core/ports/swarm.ts';
import { clientOf, defaultDeadlines, type Deadlines } from './client.ts';
import type { Dialer, Endpoint } from './endpoint.ts';
import { eventsOf } from './events.ts';
import type { CredentialsFor } from './image.ts';
import { readerOf } from './reader.ts';
import { writerOf } from './writer.ts';

export type SwarmOptions = {
  /** At least one; asked in this order. */
  readonly endpoints: readonly Endpoint[];
  readonly dial: Dialer;
  readonly clock: Clock;
  readonly log: Log;
  /** Whom to be at a registry, for looking images up. Default: nobody. */
  readonly credentialsFor?: CredentialsFor;
  /** Milliseconds; what is left out has its default. */
  readonly deadlines?: Partial<Deadlines>;
};

export type SwarmConnection = {
  readonly reader: SwarmReader;
  readonly writer: SwarmWriter;
  readonly events: SwarmEvents;
  /** Closes every connection; what is under way fails. */
  readonly close: () => Promise<void>;
};

/** The three ports of one cluster over its engines. Connects when first asked. @throws UserError without endpoints. */
export function connectSwarm(options: SwarmOptions): SwarmConnection {
  if (options.endpoints.length === 0) {
    throw new UserError(
      'bad-value',
      'The cluster has no endpoint.',
      'Give it at least one, such as unix:///var/run/docker.sock.',
    );
  }
  const deadlines = { ...defaultDeadlines, ...options.deadlines };
  const client = clientOf({ ...options, deadlines });
  return {
    reader: readerOf({
      client,
      credentialsFor: options.credentialsFor ?? (() => undefined),
      imageMs: deadlines.image,
    }),
    writer: writerOf(client),
    events: eventsOf({ client, clock: options.clock, log: options.log }),
    close: async () => client.close(),
  };
}
