import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { UserError } from '../../core/errors.ts';
import type { Dialer, Endpoint } from './endpoint.ts';

/** Idle milliseconds after which the kernel asks whether the other side still lives. */
const KEEP_ALIVE_MS = 15_000;

/** Connects to `unix:///path` and `tcp://host:port`, under TLS where the endpoint has TLS material. */
export const dialDirect: Dialer = (endpoint, signal) => {
  signal.throwIfAborted();
  const socket = open(endpoint);
  const ready = endpoint.tls === undefined ? 'connect' : 'secureConnect';
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      socket.removeListener(ready, onReady);
      socket.removeListener('error', onError);
      act();
    };
    const onReady = (): void => settle(() => resolve(socket));
    const onError = (error: Error): void => settle(() => fail(error));
    const onAbort = (): void => settle(() => fail(signal.reason));
    const fail = (reason: unknown): void => {
      socket.on('error', () => socket.destroy()); // a late one has nobody left to hear it
      socket.destroy();
      reject(reason);
    };
    socket.once(ready, onReady);
    socket.once('error', onError);
    signal.addEventListener('abort', onAbort, { once: true });
  });
};

function open(endpoint: Endpoint): Socket {
  const path = /^unix:\/\/(\/.+)$/s.exec(endpoint.url)?.[1];
  if (path !== undefined) return connectTcp({ path });
  const { host, port } = tcpAddress(endpoint.url);
  const options = { host, port, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS, noDelay: true };
  if (endpoint.tls === undefined) return connectTcp(options);
  const { serverName, ...pem } = endpoint.tls;
  const name = serverName ?? (isIP(host) === 0 ? host : undefined);
  return connectTls({ ...options, ...pem, ...(name === undefined ? {} : { servername: name }) });
}

function tcpAddress(url: string): { readonly host: string; readonly port: number } {
  const match = /^tcp:\/\/(\[[0-9a-f:.]+\]|[^/:@?#\s]+):(\d{1,5})\/?$/i.exec(url);
  const host = match?.[1]?.replace(/^\[|\]$/g, '');
  const port = Number(match?.[2] ?? 0);
  if (host !== undefined && port >= 1 && port <= 65_535) return { host, port };
  throw new UserError(
    'bad-value',
    'An engine endpoint has a form that cannot be dialled.',
    'Write unix:///path/to/docker.sock or tcp://host:port.',
  );
}
