import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { systemClock, type Clock } from './clock.ts';
import { Workspace } from './control.ts';
import { DataFolder } from './store/folder.ts';
import { restore } from './store/saved.ts';
import { Saver } from './store/saver.ts';
import { Courier } from './delivery.ts';
import { Faults } from './faults.ts';
import { HttpDelivery } from './http-delivery.ts';
import { createHttpServer } from './http-server.ts';
import type { Keep } from './keep.ts';
import { RateLimits } from './rate-limits.ts';
import { ResponseUrls } from './response-urls.ts';
import { Manifest, Seed, type ManifestInput, type SeedInput } from './seed.ts';
import { SocketMode } from './socket-mode.ts';
import { State } from './state.ts';
import { Triggers } from './triggers.ts';
import type { Workplace } from './workplace.ts';

export type SlackServerOptions = {
  /** `xoxb-...` */
  botToken: string;
  /** `xapp-...`, for Socket Mode. */
  appToken: string;
  signingSecret: string;
  seed: SeedInput;
  /** How payloads reach the app: by Socket Mode, or posted to this address. */
  mode: 'socket' | { http: string };
  manifest?: ManifestInput;
  /** 0 or missing: any free port of 127.0.0.1. */
  port?: number;
  clock?: Clock;
  /** A folder that keeps the workspace from one start to the next. Without it everything is gone at the end. */
  data?: string;
  /** Hears of writes to `data` that failed. The next change tries again, and `stop` rejects if the last one fails. */
  onFault?: (error: unknown) => void;
  /** How much is remembered of what is over; everything by default. */
  keep?: Keep;
  /** On by default. */
  rateLimits?: boolean;
  /** When an event comes again; Slack's 0, 1 and 5 minutes by default. */
  eventRetryDelaysMs?: readonly number[];
};

/** A running workspace. */
export type SlackServer = {
  /** The base of the Web API, for `slackApiUrl`; ends with a slash. */
  url: string;
  /** What people do and see, and the means to make things go wrong. */
  workspace: Workspace;
  /**
   * Cuts Slack off from the app, until `mend`: connections break, and new ones, calls, uploads and deliveries fail as on a
   * network that is down. People still see and use the workspace.
   */
  cut: () => void;
  mend: () => void;
  /** Whether it is cut off. */
  readonly isCut: boolean;
  /** Ends every connection and timer. */
  stop: () => Promise<void>;
};

/**
 * Starts a strict local Slack on loopback. Rejects if the port is taken.
 * @throws SlackDataError if what is in the folder `data` cannot be used; nothing in it is changed then.
 */
export async function startSlackServer(options: SlackServerOptions): Promise<SlackServer> {
  const clock = options.clock ?? systemClock;
  const manifest = Manifest.parse(options.manifest ?? {});
  const state = new State(Seed.parse(options.seed), manifest, clock, options.keep);
  const folder = options.data === undefined ? undefined : await DataFolder.open(options.data);
  const kept = await folder?.read(state.team.id, state.app.id);
  if (kept !== undefined) restore(state, kept.saved, kept.contents);
  const socketMode = new SocketMode(state);
  const http =
    options.mode === 'socket' ? undefined : new HttpDelivery(clock, options.mode.http, options.signingSecret);
  const courier = new Courier(
    clock,
    http ?? socketMode,
    () => {
      state.changed();
    },
    state.keep,
    options.eventRetryDelaysMs,
  );
  const workplace: Workplace = {
    state,
    triggers: new Triggers(state),
    responseUrls: new ResponseUrls(state),
    faults: new Faults(),
    rateLimits: new RateLimits(clock, options.rateLimits ?? true),
    courier,
    socketMode,
    http,
    calls: [],
    tokens: { bot: options.botToken, app: options.appToken },
    scopes: new Set(manifest.scopes),
  };

  const server = createHttpServer(workplace);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = addressOf(server.address());
  state.port = port;
  state.origin = `http://127.0.0.1:${port}`;
  socketMode.origin = `ws://127.0.0.1:${port}`;

  let isCut = false;
  server.on('connection', (socket) => {
    if (isCut) socket.destroy();
  });

  const saver =
    folder === undefined ? undefined : new Saver(state, folder, options.onFault ?? (() => undefined));
  const workspace = new Workspace(workplace);
  return {
    url: `${state.origin}/api/`,
    workspace,
    cut: () => {
      isCut = true;
      socketMode.drop();
      http?.cut();
      server.closeAllConnections();
      state.changed();
    },
    mend: () => {
      isCut = false;
      http?.mend();
      state.changed();
    },
    get isCut() {
      return isCut;
    },
    stop: async () => {
      workspace.close();
      courier.stop();
      await socketMode.stop();
      http?.stop();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await saver?.stop();
    },
  };
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address;
}
