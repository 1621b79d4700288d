import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Context, Route } from './api.ts';
import { exchange, type Door } from './exchange.ts';
import type { Faults } from './faults.ts';
import { Router } from './router.ts';

export type ServeOptions = {
  readonly context: Context;
  readonly routes: readonly Route[];
  readonly faults: Faults;
  /** Path of a unix socket. */
  readonly socket?: string;
  /** A port on 127.0.0.1; 0 is any free one. */
  readonly tcp?: { readonly port: number };
  /** Is told of what a handler threw that is no refusal; it is answered with 500. */
  readonly onCrash?: (error: unknown) => void;
};

/** One engine's API, being served. */
export type Serving = {
  /** The port on 127.0.0.1, where one was asked for. */
  readonly port: number | undefined;
  /** How many requests have neither been answered nor given up: they wait for the timeline. Of open streams only those count that end by themselves. */
  readonly parked: () => number;
  /** Every connection breaks; new ones are accepted. */
  readonly destroyConnections: () => void;
  /** Every connection breaks, and nobody listens: refused, or no such socket. Resolves when it is so. */
  readonly powerOff: () => Promise<void>;
  /** Listens again, at the same places. */
  readonly powerOn: () => Promise<void>;
  /** For good. */
  readonly close: () => Promise<void>;
};

/** As large as Go's server takes a request's line and headers together; bytes. */
const MOST_HEADERS = 1024 * 1024 + 4096;

/** Serves an engine's API. @throws when it cannot listen. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { context, routes, faults, socket, tcp, onCrash = () => {} } = options;
  const door: Door = {
    context,
    router: new Router(routes),
    faults,
    onCrash,
  };
  const parked = new Set<ServerResponse>();
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const leave = (): void => void parked.delete(response);
    parked.add(response);
    response.once('close', leave);
    response.on('error', () => {}); // the client went away while it was written to
    void exchange(door, request, response).catch(onCrash).finally(leave);
  };

  const doors: Listener[] = [];
  if (socket !== undefined) doors.push(new Listener(answer, { path: socket }));
  const onTcp = tcp === undefined ? undefined : new Listener(answer, { host: '127.0.0.1', port: tcp.port });
  if (onTcp !== undefined) doors.push(onTcp);
  const powerOn = async (): Promise<void> => {
    for (const one of doors) await one.open();
  };
  const powerOff = async (): Promise<void> => {
    await Promise.all(doors.map((one) => one.shut()));
  };
  await powerOn();
  return {
    port: onTcp?.port,
    parked: () => [...parked].filter(({ req }) => !req.socket.destroyed).length,
    destroyConnections: () => doors.forEach((one) => one.destroyConnections()),
    powerOff,
    powerOn,
    close: powerOff,
  };
}

type Place = { path: string } | { host: string; port: number };

/** One place at which an engine listens. */
class Listener {
  readonly #answer: (request: IncomingMessage, response: ServerResponse) => void;
  readonly #connections = new Set<Socket>();
  #place: Place;
  #server: Server | undefined;

  constructor(answer: (request: IncomingMessage, response: ServerResponse) => void, place: Place) {
    this.#answer = answer;
    this.#place = place;
  }

  get port(): number | undefined {
    return 'port' in this.#place ? this.#place.port : undefined;
  }

  async open(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer(
      { maxHeaderSize: MOST_HEADERS, keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 },
      this.#answer,
    );
    this.#server = server;
    server.on('connection', (connection) => {
      this.#connections.add(connection);
      connection.once('close', () => this.#connections.delete(connection));
    });
    server.on('clientError', refuse);
    if ('path' in this.#place) await rm(this.#place.path, { force: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#place, resolve);
    });
    const address = server.address();
    if (address !== null && typeof address === 'object')
      this.#place = { host: '127.0.0.1', port: address.port };
  }

  async shut(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    this.destroyConnections();
    await closed;
  }

  destroyConnections(): void {
    for (const connection of this.#connections) connection.destroy();
  }
}

/** As Go's own server answers what is no request, or one too large. */
function refuse(error: NodeJS.ErrnoException, connection: Duplex): void {
  if (!connection.writable || error.code === 'ECONNRESET') return void connection.destroy();
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const headers = 'Content-Type: text/plain; charset=utf-8\r\nConnection: close';
  connection.end(`HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${status}`);
}
