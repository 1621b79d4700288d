import { Server } from 'node:http';
import type { App } from '@slack/bolt';
import type { UserError } from '../../core/errors.ts';
import type { Clock, Ids } from '../../core/ports/clock.ts';
import type { Front } from '../../core/ports/front.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Messenger } from '../../core/ports/messenger.ts';
import type { People } from '../../core/ports/people.ts';
import { slackApi } from './api.ts';
import { httpReceiver, makeApp, socketReceiver } from './bolt-app.ts';
import { boltLog } from './bolt-log.ts';
import type { Deps } from './delivery.ts';
import { createIdentity } from './identity.ts';
import { createInFlight } from './in-flight.ts';
import { listen } from './listeners/index.ts';
import { createMessenger } from './messenger.ts';
import type { SlackMode } from './mode.ts';
import { createPeople } from './people.ts';
import { createPublisher } from './publisher.ts';
import { keepConnected, type SocketLink } from './socket.ts';
import { SLACK_API } from './trouble.ts';

export type SlackOptions = {
  readonly mode: SlackMode;
  readonly botToken: string;
  /** Another Slack-compatible server, with the slash at the end. */
  readonly apiUrl?: string;
  /** The slash command to listen to, such as `/swarm`. */
  readonly command: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** True the first time a delivery's id is seen (the store's `deliveries.first`). */
  readonly first: (deliveryId: string) => Promise<boolean>;
  /** How long `stop` waits for work in flight, and then for edits, each. 10 s unless said otherwise. */
  readonly drainMs?: number;
  /** How long one call to Slack may take. 15 s unless said otherwise. */
  readonly callMs?: number;
};

export type Slack = {
  readonly messenger: Messenger;
  readonly people: People;
  /**
   * Connects, and hands deliveries to `front` from then on. Waits for as long as Slack cannot be reached; fails with
   * UserError `bad-value` when it refuses a token.
   */
  readonly start: (front: Front) => Promise<void>;
  /** Resolves with the error when Slack refuses for good, later, what it accepted at the start. */
  readonly refused: Promise<UserError>;
  /** Takes no more deliveries, lets the ones in flight and all edits end, within the deadlines, and closes everything. */
  readonly stop: () => Promise<void>;
  /** Whether deliveries can come in now. */
  readonly isUp: () => boolean;
  /** The port of the HTTP mode's server once it listens. */
  readonly port: () => number | null;
};

const GRACE_MS = 2_000;

/** Makes the Slack side of the bot. Nothing is sent before `start`, save what messenger and people are asked for. */
export function connectSlack(options: SlackOptions): Slack {
  const { clock, ids, log } = options;
  const drainMs = options.drainMs ?? 10_000;
  const logger = boltLog(log);
  const apiUrl = options.apiUrl ?? SLACK_API;
  const reach = { apiUrl, callMs: options.callMs ?? 15_000 };
  const work = new AbortController();
  const stop = new AbortController();
  const api = slackApi({
    token: options.botToken,
    reach,
    logger,
    stop: stop.signal,
  });
  const publisher = createPublisher({
    clock,
    log,
    update: async ({ channel, ts }, { text, blocks }) => {
      await api.call('chat.update', { channel, ts, text, ...(blocks.length === 0 ? {} : { blocks }) });
    },
  });
  const messenger = createMessenger({ api, publisher, log });
  const identity = createIdentity({ api, apiUrl, clock, log, stop: stop.signal });
  const refused = Promise.withResolvers<UserError>();
  const people = createPeople({ api, publisher, clock, identity, stop: stop.signal });
  const inFlight = createInFlight(clock);
  const deps: Deps = {
    api,
    publisher,
    messenger,
    clock,
    ids,
    log,
    first: options.first,
    callMs: reach.callMs,
    work: work.signal,
    stop: stop.signal,
  };
  let link: SocketLink | undefined;
  let server: Server | undefined;
  let reached = false;

  const start = async (front: Front): Promise<void> => {
    const own = await identity();
    reached = true;
    stop.signal.throwIfAborted();
    const { mode } = options;
    const common = {
      botToken: options.botToken,
      own,
      log,
      logger,
      reach,
    };
    const register = (app: App) => {
      app.use(({ next }) => inFlight.during(async () => next()));
      listen(app, deps, front, options.command);
    };
    switch (mode.kind) {
      case 'socket': {
        const receiver = socketReceiver(mode.appToken, reach, logger);
        await makeApp({ ...common, receiver, register });
        link = keepConnected(receiver.client, { apiUrl, clock, log });
        void link.refused.then(refused.resolve);
        return link.connected;
      }
      case 'http': {
        const receiver = httpReceiver(mode, logger);
        await makeApp({ ...common, receiver, register });
        const host = mode.host === undefined ? {} : { host: mode.host };
        const listening: unknown = await receiver.start({ port: mode.port, ...host });
        if (listening instanceof Server) server = listening;
      }
    }
  };

  const closeServer = async (): Promise<void> => {
    const open = server;
    if (open === undefined) return;
    server = undefined;
    open.closeIdleConnections();
    await new Promise<void>((resolve) => {
      open.close(() => {
        resolve();
      });
    });
  };

  return {
    messenger,
    people,
    start,
    refused: refused.promise,
    stop: async () => {
      if (!reached) stop.abort(new Error('Waggle has stopped')); // what waits for Slack would wait in vain
      await Promise.all([link?.close(), closeServer()]);
      if (!(await inFlight.drained(drainMs))) {
        log.warn({ inFlight: inFlight.count() }, 'work is cut short by the stop');
        work.abort(new Error('Waggle is stopping'));
        await inFlight.drained(GRACE_MS);
      }
      work.abort(new Error('Waggle is stopping'));
      if (reached) await drainEdits();
      stop.abort(new Error('Waggle has stopped'));
      publisher.close();
    },
    isUp: () => link?.isUp() ?? server?.listening ?? false,
    port: () => {
      const address = server?.address();
      return typeof address === 'object' && address !== null ? address.port : null;
    },
  };

  async function drainEdits(): Promise<void> {
    const enough = new AbortController();
    const timer = clock.sleep(drainMs, enough.signal).then(
      () => {
        enough.abort(new Error('Edits did not arrive in time'));
      },
      () => {}, // All edits have arrived.
    );
    try {
      await publisher.drained(enough.signal);
    } catch (error) {
      log.warn({ err: error }, 'edits are lost by the stop');
    } finally {
      enough.abort();
      await timer;
    }
  }
}
