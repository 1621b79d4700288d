import type { IncomingMessage, ServerResponse } from 'node:http';
import { admit, Proposed, waitForLeader, whenWritableAgain } from './access.ts';
import { ApiError, type ApiRequest, type Context, type Reply, type Route } from './api.ts';
import { decode, raw } from './decode.ts';
import type { Effect, Faults } from './faults.ts';
import { cleanPath, decodePath, encodePath } from './path.ts';
import { queryFault } from './query.ts';
import { ENGINE } from '../release.ts';
import { writeError, writeReply, type Truncation } from './reply.ts';
import { minorOf, speaksJsonErrors, splitVersion, type Router } from './router.ts';

/**
 * How long the engine takes to answer a write, as measured; ms. The answer is there before the managers have heard of the change
 * (state/store.ts), and of two writes one after the other each has its own time.
 */
const WRITE_MS = 1.5;

/** The largest message that swarmkit's managers take from the engine; bytes. */
const MOST_MESSAGE = 4 * 1024 * 1024;

/** The real engine reads on until its memory is full; bytes. */
const MOST_BODY = 64 * 1024 * 1024;

/** What one engine's API is made of. */
export type Door = {
  readonly context: Context;
  readonly router: Router;
  readonly faults: Faults;
  /** Is told of what a handler threw that is no refusal. */
  readonly onCrash: (error: unknown) => void;
};

/** Answers one request; resolves when nothing of it waits for the timeline any more. Never rejects: what is thrown that is no refusal is answered with 500. */
export async function exchange(
  door: Door,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { context, faults } = door;
  const [rawPath = '/', ...rawQuery] = (request.url ?? '/').split('?');
  const whole = decodePath(rawPath);
  if (whole === undefined) return badRequest(response);
  const method = request.method ?? 'GET';
  const { version, path } = splitVersion(whole);
  response.sendDate = false;
  response.setHeader('Date', new Date(context.world.timeline.now()).toUTCString());
  const effects = faults.take(method, path);
  const gone = (): boolean => response.destroyed || request.socket.destroyed;
  const has = (kind: Effect['kind']): boolean => effects.some((effect) => effect.kind === kind);
  try {
    for (const effect of effects) if (effect.kind === 'delay') await pause(context, effect.ms);
    if (has('cut')) return void response.destroy();
    const answer = effects.find((effect) => effect.kind === 'answer');
    if (answer !== undefined) throw new ApiError(answer.status, answer.message);
    if (cleanPath(whole) !== whole)
      return redirect(response, encodePath(cleanPath(whole)), rawQuery.join('?'));

    const { route, params } = door.router.find(method, path);
    response.setHeader('Api-Version', '1.41');
    response.setHeader('Ostype', 'linux');
    response.setHeader('Server', `Docker/${ENGINE.version} (linux)`);
    const minor = minorOf(version);
    response.setHeader('Docker-Experimental', 'false');
    const fault = queryFault(rawQuery.join('?'));
    if (fault !== undefined) throw new ApiError(400, fault);
    const body = await bodyOf(request);
    if (body === undefined) return;
    const asked: ApiRequest = {
      method,
      path,
      params,
      query: new URLSearchParams(rawQuery.join('?')),
      headers: headersOf(request),
      body,
      version: minor,
    };
    const reply = await handle(door, route, asked, gone);
    if (reply === undefined || gone()) return;
    if (has('lose-answer')) return void response.destroy();
    const truncation = effects.find((effect): effect is Truncation & object => effect.kind === 'truncate');
    writeReply(response, reply, truncation, (cut) => faults.opened(path, cut));
    if ('stream' in reply && reply.timed === true) await closed(response);
  } catch (error) {
    if (!(error instanceof ApiError)) door.onCrash(error);
    if (response.destroyed || response.headersSent) return void response.destroy();
    if (has('lose-answer')) return void response.destroy();
    const refusal =
      error instanceof ApiError ? error : new ApiError(500, `practice engine: ${String(error)}`);
    writeError(response, refusal, speaksJsonErrors(version));
  }
}

/** Undefined: the client went away before anything was done. */
async function handle(
  { context }: Door,
  route: Route,
  asked: ApiRequest,
  gone: () => boolean,
): Promise<Reply | undefined> {
  try {
    if (admit(route.needs, context) === 'wait') await waitForLeader(route.needs, context);
  } catch (refusal) {
    // the engine reads the body before it asks for the swarm
    if (asked.method === 'POST' && asked.body !== '') decode(raw, asked.body);
    if (refusal instanceof Proposed) whenWritableAgain(context, () => void attempt(route, asked, context));
    throw refusal;
  }
  if (gone()) return undefined;
  const size = Buffer.byteLength(asked.body);
  if (route.needs === 'manager-write' && size > MOST_MESSAGE) {
    decode(raw, asked.body);
    const words = `grpc: received message larger than max (${size} vs. ${MOST_MESSAGE})`;
    throw new ApiError(500, `rpc error: code = ResourceExhausted desc = ${words}`);
  }
  const reply = await route.handle(asked, context);
  if (route.needs === 'manager-write') await pause(context, WRITE_MS);
  return reply;
}

/** The answer was given long ago: nobody is told what comes of it. */
async function attempt(route: Route, asked: ApiRequest, context: Context): Promise<void> {
  try {
    await route.handle(asked, context);
  } catch {
    // as refused as it would have been then
  }
}

function pause({ world }: Context, ms: number): Promise<void> {
  return new Promise((resolve) => void world.timeline.after(ms, resolve, 'engine'));
}

function closed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => (response.closed ? resolve() : void response.once('close', resolve)));
}

/** As Go's own server answers what is no request at all. */
function badRequest(response: ServerResponse): void {
  response.sendDate = false;
  response.writeHead(400, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
  response.end('400 Bad Request');
}

function redirect(response: ServerResponse, path: string, query: string): void {
  response.writeHead(301, { Location: query === '' ? path : `${path}?${query}`, 'Content-Length': 0 });
  response.end();
}

function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}

/** Undefined: the client went away in the middle of it, or was sent away because it was without end. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  try {
    let size = 0;
    for await (const chunk of request) {
      chunks.push(chunk as Uint8Array);
      size += (chunk as Uint8Array).length;
      if (size > MOST_BODY) return void request.socket.destroy();
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}
