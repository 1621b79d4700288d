import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { portRefusal } from './port.ts';
import { readinessOf, type Checks } from './readiness.ts';

/** A route in the shape that Bolt's receivers take as `customRoutes`, for when Slack's own HTTP server has the port. */
export type Route = {
  readonly path: string;
  readonly method: string[];
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
};

/** `/healthz`: the process is up (200). `/readyz`: every check holds (200), or which does not (503). */
export function healthRoutes(checks: Checks, patienceMs?: number): Route[] {
  const readiness = readinessOf(checks, patienceMs);
  const method = ['GET', 'HEAD'];
  return [
    { path: '/healthz', method, handler: (_request, response) => answer(response, 200, { up: true }) },
    {
      path: '/readyz',
      method,
      handler: (_request, response) => {
        void readiness().then((state) => answer(response, state.ready ? 200 : 503, state));
      },
    },
  ];
}

export type HealthServer = {
  readonly port: number;
  /** Resolves when the server has ended, which the signal brings about. */
  readonly closed: Promise<void>;
};

export type HealthOptions = {
  /** 0: any free one. */
  readonly port: number;
  /** Default: every address, since a container's own is not known. */
  readonly host?: string;
  readonly checks: Checks;
  readonly signal: AbortSignal;
  /** How long a check may take, milliseconds. */
  readonly patienceMs?: number;
};

/** Serves the health routes alone, for Socket Mode. @throws UserError `not-possible` when the port cannot be had. */
export async function startHealth(options: HealthOptions): Promise<HealthServer> {
  const { port, host, checks, signal, patienceMs } = options;
  signal.throwIfAborted();
  const routes = healthRoutes(checks, patienceMs);
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0];
    const route = routes.find((each) => each.path === path);
    if (route === undefined) return answer(response, 404, { error: 'There are /healthz and /readyz.' });
    if (!route.method.includes(request.method ?? '')) return answer(response, 405, { error: 'Only GET.' });
    return route.handler(request, response);
  });
  const { promise: closed, resolve: markClosed } = Promise.withResolvers<void>();
  server.once('close', markClosed);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(portRefusal(error, port) ?? error);
    });
    server.listen({ port, ...(host === undefined ? {} : { host }) }, resolve);
  });
  const end = () => {
    server.close();
    server.closeAllConnections();
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return { port: portOf(server.address()), closed };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`); // node leaves the body of an answer to HEAD out
}

function portOf(address: ReturnType<Server['address']>): number {
  if (address === null || typeof address === 'string') throw new Error('The health server has no port.');
  return address.port;
}
