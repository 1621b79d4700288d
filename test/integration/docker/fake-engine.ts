import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Endpoint, TlsMaterial } from '../../../src/adapters/docker/endpoint.ts';
import { managerJson } from '../../adapters/docker/support.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that speaks just enough of the Engine API; each path (without version and query) may be given an answer of its own. */
export type FakeEngine = {
  readonly endpoint: Endpoint;
  /** `METHOD /path` of each request. */
  readonly asked: string[];
  /** Connections ever made, and those open now. */
  readonly connections: () => { readonly made: number; readonly open: number };
  /** Events streams open now. */
  readonly streams: () => number;
  readonly answer: (path: string, answer: Answer) => void;
  /** A line to every open stream. */
  readonly emit: (event: unknown) => void;
  readonly endStreams: () => void;
  readonly close: () => Promise<void>;
};

export const json =
  (status: number, body: unknown): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
  };

export const silence: Answer = () => undefined;

/** Headers and half of a body, then the connection is cut. */
export const cutShort: Answer = (_request, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
  response.write('[{"ID":', () => response.socket?.destroy());
};

export const reset: Answer = (request) => void request.socket.destroy();

export const service = (id: string) =>
  JSON.stringify({ Type: 'service', Action: 'update', Actor: { ID: id } });

/** Listens on a unix socket at `where`, or on a free loopback port. Close it. */
export async function fakeEngine(
  where: { readonly path: string } | { readonly tls?: ServerTls },
): Promise<FakeEngine> {
  const asked: string[] = [];
  const answers = new Map<string, Answer>();
  const streams = new Set<ServerResponse>();
  const open = new Set<Socket>();
  let made = 0;

  const stream: Answer = (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.flushHeaders();
    streams.add(response);
    response.on('close', () => streams.delete(response));
  };
  answers.set('/version', json(200, { ApiVersion: '1.41', MinAPIVersion: '1.12' }));
  answers.set('/nodes', json(200, [managerJson('m1', 'reachable', true)]));
  answers.set('/events', stream);

  const listener: RequestListener = (request, response) => {
    const path = (request.url ?? '').replace(/^\/v\d+\.\d+/, '').replace(/\?.*$/, '');
    asked.push(`${request.method} ${path}`);
    const answer = answers.get(path) ?? json(404, { message: 'page not found' });
    request.resume();
    request.on('end', () => answer(request, response));
  };
  const tls = 'tls' in where ? where.tls : undefined;
  const server: Server =
    tls === undefined ? createServer(listener) : createTlsServer({ ...tls, ...verifying(tls) }, listener);
  server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    made += 1;
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => {
    if ('path' in where) server.listen(where.path, resolve);
    else server.listen(0, '127.0.0.1', resolve);
  });

  return {
    endpoint:
      'path' in where ? { url: `unix://${where.path}` } : { url: `tcp://127.0.0.1:${portOf(server)}` },
    asked,
    connections: () => ({ made, open: open.size }),
    streams: () => streams.size,
    answer: (path, answer) => void answers.set(path, answer),
    emit: (event) => {
      const line = typeof event === 'string' ? event : JSON.stringify(event);
      for (const one of streams) one.write(`${line}\n`);
    },
    endStreams: () => {
      for (const one of streams) one.end();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

export type ServerTls = { readonly key: string; readonly cert: string; readonly ca: string };
const verifying = (_tls: ServerTls) => ({ requestCert: true, rejectUnauthorized: true });

const portOf = (server: Server): number => {
  const address = server.address() as AddressInfo;
  return address.port;
};

export const withTls = (endpoint: Endpoint, tls: TlsMaterial): Endpoint => ({ ...endpoint, tls });
