import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Workspace } from '../../../src/practice/slack/control.ts';
import type { SeedInput } from '../../../src/practice/slack/seed.ts';
import type { Assets } from '../../../src/practice/web/bundle.ts';
import type { Act, Answer } from '../../../src/practice/web/protocol.ts';
import { startWeb, type Web, type WebOptions } from '../../../src/practice/web/server.ts';
import { FakeClock } from '../slack/fake-clock.ts';
import { startServer, tokens } from '../slack/harness.ts';
import { OpenPage } from './open-page.ts';

const seed: SeedInput = {
  users: [
    { id: 'U1', name: 'ana', title: 'operator' },
    { id: 'U2', name: 'li' },
    { id: 'U3', name: 'guest', kind: 'guest' },
    { id: 'U4', name: 'gone', kind: 'deactivated' },
    { id: 'U6', name: 'registry', kind: 'bot' },
  ],
  channels: [
    { id: 'C1', name: 'ops', members: ['U1', 'U2', 'U3', 'U6'] },
    { id: 'C2', name: 'elsewhere', members: ['U1'], botIsMember: false },
    { id: 'C3', name: 'secret', members: ['U1'], isPrivate: true },
    { id: 'C4', name: 'old', members: ['U1'], isArchived: true },
  ],
};

const manifest = {
  commands: [{ command: '/swarm', description: 'See and change services', usageHint: 'services | help' }],
  shortcuts: [
    { type: 'message' as const, callbackId: 'deploy', name: 'Deploy this image' },
    { type: 'global' as const, callbackId: 'start', name: 'Start' },
  ],
};

/** A page of nothing, so that no test waits for the real one to be built. */
const noPage = async (): Promise<Assets> => Promise.resolve(new Map());

export type RawAnswer = { status: number; headers: IncomingHttpHeaders; body: string };

/** The page's server over a workspace, with what a browser would do to it. */
export type Site = {
  workspace: Workspace;
  clock: FakeClock;
  web: Web;
  /** `http://127.0.0.1:port` */
  origin: string;
  faults: unknown[];
  /** What the page does as somebody. */
  act: (as: string, act: Act) => Promise<Answer>;
  upload: (as: string, name: string, bytes: Uint8Array) => Promise<{ status: number; answer: Answer }>;
  /** Opens the page as somebody. */
  open: (as: string) => Promise<OpenPage>;
  /** Any request, with exactly these headers and `host`. */
  raw: (method: string, path: string, headers?: Record<string, string>, body?: string) => Promise<RawAnswer>;
  /** Cuts the app off, for good. */
  cutOff: () => void;
  stop: () => Promise<void>;
};

export async function startSite(
  options: { listen?: (app: App) => void; web?: Partial<WebOptions> } = {},
): Promise<Site> {
  const clock = new FakeClock();
  const slack = await startServer('socket', clock, { seed, manifest });
  const { workspace } = slack;
  const app = options.listen === undefined ? undefined : await startApp(slack.url, options.listen);
  if (app !== undefined) await workspace.until(() => workspace.appIsUp);
  const faults: unknown[] = [];
  const web = await startWeb({
    workspace,
    port: 0,
    playable: ['U1', 'U2', 'U3', 'U4'],
    onFault: (error) => faults.push(error),
    page: noPage,
    ...options.web,
  });
  const origin = `http://127.0.0.1:${web.port}`;
  const pages: OpenPage[] = [];
  const post = async (path: string, type: string, body: string | Uint8Array<ArrayBuffer>) => {
    const headers = { origin, 'content-type': type };
    const response = await fetch(origin + path, { method: 'POST', headers, body });
    return { status: response.status, answer: (await response.json()) as Answer };
  };
  return {
    workspace,
    clock,
    web,
    origin,
    faults,
    act: async (as, act) => (await post(`/act?as=${as}`, 'application/json', JSON.stringify(act))).answer,
    upload: async (as, name, bytes) =>
      post(
        `/upload?as=${as}&name=${encodeURIComponent(name)}`,
        'application/octet-stream',
        new Uint8Array(bytes),
      ),
    open: async (as) => {
      const page = await OpenPage.open(`${origin}/live?as=${as}`);
      pages.push(page);
      return page;
    },
    raw: async (method, path, headers = {}, body = '') => raw(web.port, method, path, headers, body),
    cutOff: () => {
      slack.cut();
    },
    stop: async () => {
      for (const page of pages) page.close();
      await web.stop();
      await app?.stop();
      await slack.stop();
    },
  };
}

async function startApp(url: string, listen: (app: App) => void): Promise<App> {
  const clientOptions = { slackApiUrl: url, retryConfig: { retries: 0 } };
  const receiver = new SocketModeReceiver({
    appToken: tokens.appToken,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { slackApiUrl: url } },
  });
  const token = tokens.botToken;
  const app = new App({
    token,
    receiver,
    deferInitialization: true,
    logLevel: LogLevel.ERROR,
    clientOptions,
  });
  listen(app);
  await app.init();
  await app.start();
  return app;
}

async function raw(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const host = { host: `127.0.0.1:${port}` };
    const request = httpRequest({ port, method, path, headers: { ...host, ...headers }, agent: false });
    request.on('response', (response) => {
      const found = { status: response.statusCode ?? 0, headers: response.headers };
      // The stream of changes does not end by itself.
      if (response.headers['content-type']?.startsWith('text/event-stream') === true) {
        response.destroy();
        resolve({ ...found, body: '' });
        return;
      }
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ ...found, body: Buffer.concat(chunks).toString() });
      });
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}
