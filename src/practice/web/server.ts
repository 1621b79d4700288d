import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Workspace } from '../slack/control.ts';
import { parseJsonObject } from '../slack/json.ts';
import type { User } from '../slack/state.ts';
import { ActShape } from './acts.ts';
import { sendAnswer, sendAsset, sendWords, setHeaders } from './answers.ts';
import { readBody, TooLarge } from './body.ts';
import { asset, bundlePage, type Asset, type Assets } from './bundle.ts';
import { fileFor, fileName, sendFile, uploadMax } from './files.ts';
import { Guard } from './guard.ts';
import { indexHtml } from './index-html.ts';
import { Live, liveTimes, type LiveTimes } from './live.ts';
import { Offers } from './offers.ts';
import type { Panel } from './panel.ts';
import { perform, type Means } from './perform.ts';
import { Things } from './things.ts';

/** The largest act, bytes: a long message in a script of three bytes a letter, or a full form. */
const actMax = 500_000;
const index = asset(Buffer.from(indexHtml), 'text/html; charset=utf-8');

export type WebOptions = {
  readonly workspace: Workspace;
  /** What can be broken and mended, if there is anything. */
  readonly panel?: Panel;
  /** On 127.0.0.1; 0 is any free one. */
  readonly port: number;
  /** Has to be in the address that the page is opened by. Without it everybody on this machine may open it. */
  readonly token?: string;
  /** The ids of the people one can be. */
  readonly playable: readonly string[];
  /** Hears of the program's own faults. */
  readonly onFault: (error: unknown) => void;
  readonly times?: LiveTimes;
  /** Gives the page's script and style. Made of their sources if it is missing. */
  readonly page?: () => Promise<Assets>;
};

export type Web = {
  /** What to open in a browser, with the token if there is one. */
  readonly address: string;
  readonly port: number;
  /** Ends every stream and connection. */
  readonly stop: () => Promise<void>;
};

/** Serves the practice page. Rejects with the error of the system if the port cannot be had, such as EADDRINUSE. */
export async function startWeb(options: WebOptions): Promise<Web> {
  const { workspace, panel, token, playable, onFault } = options;
  const server = createServer();
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The page has no port.');
  const { port } = address;

  const things = new Things(workspace.state, playable);
  const live = new Live(workspace, things, panel, options.times ?? liveTimes);
  const guard = new Guard(port, token);
  const means: Means = { workspace, panel, offers: new Offers(), onFault };
  // Made while the rest starts. Who asks for it hears of its faults.
  const page = options.page ?? bundlePage;
  const making = page().catch(onFault);

  const site: Site = { guard, live, means, playable, page };
  server.on('request', (request, response) => {
    setHeaders(response);
    route(site, request, response).catch((error: unknown) => {
      // Who breaks a request off does not wait for an answer.
      if (request.destroyed && !request.complete) return;
      onFault(error);
      const words = 'The practice server has made a mistake. What it was stands in its log.';
      if (response.headersSent) response.destroy();
      else refuse(request, response, 500, words);
    });
  });

  const base = `http://127.0.0.1:${port}/`;
  return {
    address: token === undefined ? base : `${base}?token=${encodeURIComponent(token)}`,
    port,
    stop: async () => {
      live.stop();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await making;
    },
  };
}

type Site = {
  readonly guard: Guard;
  readonly live: Live;
  readonly means: Means;
  readonly playable: readonly string[];
  readonly page: () => Promise<Assets>;
};

async function route(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = URL.parse(request.url ?? '/', 'http://localhost');
  if (url === null) {
    refuse(request, response, 400, 'That is no address.');
    return;
  }
  const { pathname: path, searchParams: query } = url;
  const verdict = site.guard.judge({ method: request.method ?? '', path, query, headers: request.headers });
  if (!verdict.pass) {
    if (verdict.status === 303) {
      response.writeHead(303, { location: verdict.location, 'set-cookie': verdict.cookie }).end();
    } else refuse(request, response, verdict.status, verdict.words);
    return;
  }
  const isPost = request.method === 'POST';
  const file = isPost ? undefined : await pageFile(site, path);
  if (file !== undefined) {
    sendAsset(request, response, file);
    return;
  }
  const door = doors.find((each) => each.isPost === isPost && each.fits(path));
  if (door === undefined) {
    refuse(request, response, 404, 'There is nothing here.');
    return;
  }
  const asked = personOf(site, query.get('as') ?? '');
  // At first the page knows nobody, and a tab may remember somebody of another practice: it begins as the first person then.
  const user = asked ?? (path === '/live' ? personOf(site, site.playable[0] ?? '') : undefined);
  if (user === undefined) {
    refuse(request, response, 400, 'Choose who you are: nobody here has that id, or nobody can be them.');
    return;
  }
  await door.enter(site, { request, response, user, path, query });
}

/** A file that the page is made of. */
async function pageFile(site: Site, path: string): Promise<Asset | undefined> {
  if (path === '/') return index;
  return path === '/app.js' || path === '/app.css' ? (await site.page()).get(path) : undefined;
}

/** Says no in the form that the page reads: what it does is answered with an `Answer`. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number, words: string): void {
  if (request.method === 'POST') sendAnswer(response, { ok: false, error: words }, status);
  else sendWords(response, status, words);
}

/** Somebody whom the one at the page can be. */
function personOf({ means, playable }: Site, id: string): User | undefined {
  const user = means.workspace.state.users.get(id);
  return user === undefined || user.kind === 'deactivated' || !playable.includes(id) ? undefined : user;
}

type Visit = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly user: User;
  readonly path: string;
  readonly query: URLSearchParams;
};

type Door = {
  readonly isPost: boolean;
  readonly fits: (path: string) => boolean;
  readonly enter: (site: Site, visit: Visit) => void | Promise<void>;
};

const doors: readonly Door[] = [
  { isPost: false, fits: (path) => path === '/live', enter: openLive },
  { isPost: false, fits: (path) => path.startsWith('/file/'), enter: download },
  { isPost: true, fits: (path) => path === '/act', enter: act },
  { isPost: true, fits: (path) => path === '/upload', enter: upload },
];

function openLive(site: Site, { user, response }: Visit): void {
  // Everybody has a direct message with the app, also before anything was said in it.
  site.means.workspace.state.imWith(user.id);
  site.live.open(user, response);
}

function download({ means }: Site, { user, path, response }: Visit): void {
  const found = fileFor(means.workspace.state, user, path.slice('/file/'.length));
  if (found?.content === undefined) sendWords(response, 404, 'There is no such file, or it is not for you.');
  else sendFile(response, found.name, found.content);
}

async function act(site: Site, { user, request, response }: Visit): Promise<void> {
  const body = await bounded(request, response, actMax, 'That is too long to be sent.');
  if (body === undefined) return;
  const checked = ActShape.safeParse(parseJsonObject(body.toString('utf8')));
  if (!checked.success) {
    // The page and this server are of one make, so a person sees this after an update at most.
    sendAnswer(
      response,
      { ok: false, error: 'The server does not understand this page. Load the page again.' },
      400,
    );
    return;
  }
  sendAnswer(response, await perform(site.means, site.means.workspace.as(user.id), checked.data));
}

async function upload({ means }: Site, { user, query, request, response }: Visit): Promise<void> {
  const name = fileName(query.get('name') ?? '');
  const words = `The file is too large: ${uploadMax / 1_000_000} MB is the most that this practice workspace takes.`;
  const body = await bounded(request, response, uploadMax, words);
  if (body === undefined) return;
  if (name === undefined) sendAnswer(response, { ok: false, error: 'The file has no name.' }, 400);
  else if (body.length === 0) sendAnswer(response, { ok: false, error: `${name} is empty.` }, 400);
  else sendAnswer(response, { ok: true, result: means.workspace.as(user.id).upload(name, body) });
}

/** The body of a request; one that is too large is answered here. */
async function bounded(
  request: IncomingMessage,
  response: ServerResponse,
  most: number,
  words: string,
): Promise<Buffer | undefined> {
  try {
    return await readBody(request, most);
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    sendAnswer(response, { ok: false, error: words }, 413);
    return undefined;
  }
}
