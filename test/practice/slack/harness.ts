import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Workspace } from '../../../src/practice/slack/control.ts';
import type { SeedInput } from '../../../src/practice/slack/seed.ts';
import {
  startSlackServer,
  type SlackServer,
  type SlackServerOptions,
} from '../../../src/practice/slack/server.ts';
import { FakeClock } from './fake-clock.ts';

export type Mode = 'socket' | 'http';

export const tokens = { botToken: 'xoxb-test', appToken: 'xapp-test', signingSecret: 'secret' } as const;

const seed: SeedInput = {
  users: [
    { id: 'U1', name: 'ana' },
    { id: 'U2', name: 'li' },
    { id: 'U3', name: 'guest', kind: 'guest' },
    { id: 'U4', name: 'gone', kind: 'deactivated' },
    { id: 'U5', name: 'stranger', kind: 'stranger' },
  ],
  channels: [
    { id: 'C1', name: 'ops', members: ['U1', 'U2', 'U3'] },
    { id: 'C2', name: 'elsewhere', members: ['U1'], botIsMember: false },
    { id: 'C3', name: 'secret', members: ['U1'], isPrivate: true, botIsMember: false },
    { id: 'C4', name: 'old', members: ['U1'], isArchived: true },
    { id: 'C5', name: 'shared', members: ['U1', 'U5'], isExtShared: true },
  ],
  userGroups: [{ id: 'S1', handle: 'oncall', users: ['U1', 'U2'] }],
};

const manifest = { shortcuts: [{ type: 'message', callbackId: 'deploy' }] } as const;

export type Running = {
  slack: SlackServer;
  workspace: Workspace;
  clock: FakeClock;
  stop: () => Promise<void>;
};

/** A workspace with a real Bolt app behind it. `listen` registers the app's listeners. */
export async function startWithBolt(mode: Mode, listen: (app: App) => void, replicas = 1): Promise<Running> {
  const apps: App[] = [];
  const clock = new FakeClock();
  const started =
    mode === 'http' ? await startHttpApp(listen, apps, clock) : await startServer('socket', clock);
  if (mode === 'socket') {
    for (let count = 0; count < replicas; count += 1) apps.push(await startSocketApp(started.url, listen));
    await started.workspace.until(() => started.workspace.sockets.connections.length === replicas);
  }
  return {
    slack: started,
    workspace: started.workspace,
    clock,
    stop: async () => {
      await Promise.all(apps.map(async (app) => app.stop()));
      await started.stop();
    },
  };
}

/** A workspace alone. */
export async function startServer(
  mode: SlackServerOptions['mode'] = 'socket',
  clock = new FakeClock(),
  more: Partial<SlackServerOptions> = {},
): Promise<SlackServer> {
  return startSlackServer({
    ...tokens,
    seed,
    manifest: structuredClone({ shortcuts: [...manifest.shortcuts] }),
    mode,
    clock,
    ...more,
  });
}

async function startSocketApp(url: string, listen: (app: App) => void): Promise<App> {
  const receiver = new SocketModeReceiver({
    appToken: tokens.appToken,
    logLevel: LogLevel.ERROR,
    clientPingTimeout: 100,
    installerOptions: { clientOptions: { slackApiUrl: url } },
  });
  const app = new App({
    token: tokens.botToken,
    receiver,
    deferInitialization: true,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: url, retryConfig: { retries: 0 } },
  });
  listen(app);
  await app.init();
  await app.start();
  return app;
}

async function startHttpApp(listen: (app: App) => void, apps: App[], clock: FakeClock): Promise<SlackServer> {
  const receiver = new HTTPReceiver({ signingSecret: tokens.signingSecret, logLevel: LogLevel.ERROR });
  // The receiver has to listen before the workspace knows where to post to, and the app has to know the workspace.
  const http = await receiver.start({ port: 0, host: '127.0.0.1' });
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const server = await startServer({ http: `http://127.0.0.1:${address.port}/slack/events` }, clock);
  const app = new App({
    token: tokens.botToken,
    receiver,
    deferInitialization: true,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: server.url, retryConfig: { retries: 0 } },
  });
  listen(app);
  await app.init();
  apps.push(app);
  return server;
}
