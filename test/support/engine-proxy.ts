import { rmSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';

/** One request as the proxy saw it. `at` is when it came, in ms; `status` is the engine's answer, absent while there is none. */
export type ProxiedRequest = { at: number; method: string; url: string; status?: number; body?: string };

/**
 * What becomes of a write: `forward` it and its answer; `drop-before`: the engine never gets it; `drop-after`: the engine
 * answers, the client never hears. In both drops the client's connection breaks.
 */
export type WriteFate = 'forward' | 'drop-before' | 'drop-after';

/** A write on its way. `forward` sends it now and resolves with the engine's status; later it is not sent again. */
export type ProxiedWrite = { method: string; url: string; body: string; forward: () => Promise<number> };

/** Decides over each write, and may take its time: until it resolves, the client waits. */
export type WriteHook = (write: ProxiedWrite) => WriteFate | Promise<WriteFate>;

export type EngineProxyOptions = {
  /** The engine's socket. */
  target: string;
  /** A socket path, or a port of 127.0.0.1 (0 chooses one). */
  listen: string | number;
  onWrite?: WriteHook;
  /** Keep request bodies in the records. They may hold secrets: for tests that look for these. */
  keepBodies?: boolean;
  /** Milliseconds. Default the wall clock, which the sampler reads too. */
  now?: () => number;
};

export type EngineProxy = {
  /** `unix:///path` or `tcp://127.0.0.1:port`, as DOCKER_HOST takes it. */
  url: string;
  requests: readonly ProxiedRequest[];
  /** The requests that can change something, dropped ones included. */
  writes: () => ProxiedRequest[];
  /** Takes the place of the hook given at the start. */
  onWrite: (hook: WriteHook) => void;
  /** Breaks every open connection, event streams included. */
  cut: () => void;
  /** true: nobody listens any more, as when an engine is gone (open connections stay: `cut` them). false: listens again. */
  refuse: (refusing: boolean) => Promise<void>;
  /** true: takes requests and answers none, as a host that hangs (streams go on). false: serves those that still wait. */
  silence: (silent: boolean) => void;
  close: () => Promise<void>;
};

type Answer = { status: number; headers: IncomingMessage['headers']; body: Buffer };

const READING_POSTS = [/^\/auth$/, /^\/containers\/[^/]+\/wait$/];

/** Whether a request can change something. Two of the engine's POSTs only ask. */
export const isWrite = (method: string, url: string): boolean => {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return false;
  const path = (url.split('?')[0] ?? '').replace(/^\/v\d+\.\d+(?=\/)/, '');
  return method !== 'POST' || !READING_POSTS.some((pattern) => pattern.test(path));
};

/** Starts an HTTP proxy before an engine that records requests and can lose them at the worst moments. */
export const startEngineProxy = async (options: EngineProxyOptions): Promise<EngineProxy> => {
  const now = options.now ?? Date.now;
  const requests: ProxiedRequest[] = [];
  const sockets = new Set<Socket>();
  let hook: WriteHook = options.onWrite ?? (() => 'forward');
  let silent: PromiseWithResolvers<void> | null = null;

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/' } = incoming;
    const record: ProxiedRequest = { at: now(), method, url };
    requests.push(record);
    if (silent !== null) await silent.promise;
    if (incoming.socket.destroyed) return;
    if (!isWrite(method, url)) return stream(options.target, incoming, outgoing, record);
    const body = await readAll(incoming);
    if (options.keepBodies === true) record.body = body.toString('utf8');
    let sent: Promise<Answer> | undefined;
    const send = () => (sent ??= forwardWrite(options.target, incoming, body, record));
    const fate = await hook({
      method,
      url,
      body: body.toString('utf8'),
      forward: async () => (await send()).status,
    });
    if (fate === 'drop-before') return void incoming.socket.destroy();
    const answer = await send();
    if (fate === 'drop-after') return void incoming.socket.destroy();
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  };

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => {
      // an engine that is gone looks to the client as it would without us; a fault of a hook is said
      if (isNetworkError(error) || outgoing.headersSent) return incoming.socket.destroy();
      const message = `engine proxy: ${error instanceof Error ? error.message : String(error)}`;
      return outgoing.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  let listen = options.listen;
  const open = async (): Promise<void> => {
    if (typeof listen === 'string') rmSync(listen, { force: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      const opened = () => {
        server.off('error', reject);
        resolve();
      };
      if (typeof listen === 'string') server.listen(listen, opened);
      else server.listen(listen, '127.0.0.1', opened);
    });
    const address = server.address();
    if (typeof address === 'object' && address !== null) listen = address.port;
  };
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  // server.close waits for open connections; that the listener is gone is known at once
  const refuse = async (refusing: boolean): Promise<void> => {
    if (refusing === !server.listening) return;
    if (refusing) server.close();
    else await open();
  };

  const silence = (silencing: boolean): void => {
    if (silencing) silent ??= Promise.withResolvers();
    else {
      silent?.resolve();
      silent = null;
    }
  };

  await open();
  return {
    url: typeof listen === 'string' ? `unix://${listen}` : `tcp://127.0.0.1:${listen}`,
    requests,
    writes: () => requests.filter(({ method, url }) => isWrite(method, url)),
    onWrite: (next) => {
      hook = next;
    },
    cut,
    refuse,
    silence,
    close: async () => {
      await refuse(true);
      cut();
      silence(false);
      if (typeof listen === 'string') rmSync(listen, { force: true });
    },
  };
};

/** Passes a request and its answer through as they come: an event stream has no end. */
const stream = (
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  record: ProxiedRequest,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const upstream = openUpstream(target, incoming, (answer) => {
      record.status = answer.statusCode ?? 0;
      outgoing.writeHead(record.status, answer.headers);
      outgoing.flushHeaders();
      // the end of either side is the end of both, whichever way it came
      pipeline(answer, outgoing, () => resolve());
    });
    upstream.on('error', reject);
    outgoing.on('close', () => upstream.destroy());
    incoming.pipe(upstream);
  });

const forwardWrite = (
  target: string,
  incoming: IncomingMessage,
  body: Buffer,
  record: ProxiedRequest,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const upstream = openUpstream(target, incoming, (answer) => {
      readAll(answer).then((answerBody) => {
        record.status = answer.statusCode ?? 0;
        resolve({ status: record.status, headers: answer.headers, body: answerBody });
      }, reject);
    });
    upstream.on('error', reject);
    upstream.end(body);
  });

const openUpstream = (
  target: string,
  incoming: IncomingMessage,
  answered: (answer: IncomingMessage) => void,
) => {
  const { connection: _connection, ...headers } = incoming.headers;
  return request(
    { socketPath: target, method: incoming.method, path: incoming.url, headers, agent: false },
    answered,
  );
};

const readAll = async (message: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

const isNetworkError = (error: unknown): boolean => error instanceof Error && 'syscall' in error;
