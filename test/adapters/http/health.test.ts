import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startHealth, type HealthServer } from '../../../src/adapters/http/health.ts';
import { portRefusal, tryPort } from '../../../src/adapters/http/port.ts';
import { readinessOf, type Checks } from '../../../src/adapters/http/readiness.ts';
import { UserError } from '../../../src/core/errors.ts';

let ending: AbortController;
beforeEach(() => {
  ending = new AbortController();
});
afterEach(() => ending.abort());

const start = (checks: Checks, patienceMs?: number): Promise<HealthServer> =>
  startHealth({
    port: 0,
    host: '127.0.0.1',
    checks,
    signal: ending.signal,
    ...(patienceMs === undefined ? {} : { patienceMs }),
  });

async function ask({ port }: HealthServer, path: string, method = 'GET'): Promise<[number, unknown]> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
  const body = await response.text();
  return [response.status, body === '' ? '' : JSON.parse(body)];
}

const yes = async () => true;
const no = async () => false;

test('the process is up whatever the parts say', async () => {
  const server = await start({ store: no });

  expect(await ask(server, '/healthz')).toEqual([200, { up: true }]);
});

test('it is ready when every part is', async () => {
  const server = await start({ store: yes, slack: yes });

  expect(await ask(server, '/readyz?full')).toEqual([
    200,
    { ready: true, checks: { store: true, slack: true } },
  ]);
});

test('it is not ready when one part says no, fails, or takes too long, and says which', async () => {
  const signals: AbortSignal[] = [];
  const server = await start(
    {
      store: yes,
      slack: no,
      'cluster prod': () => Promise.reject(new Error('canary')),
      'cluster lab': (signal) => {
        signals.push(signal);
        return new Promise(() => {});
      },
    },
    5,
  );

  expect(await ask(server, '/readyz')).toEqual([
    503,
    { ready: false, checks: { store: true, slack: false, 'cluster prod': false, 'cluster lab': false } },
  ]);
  expect(signals.map((signal) => signal.aborted)).toEqual([true]);
});

test('questions at the same time share one round, later ones get a new one', async () => {
  const { promise: answer, resolve } = Promise.withResolvers<boolean>();
  let asked = 0;
  const readiness = readinessOf({
    store: () => {
      asked += 1;
      return answer;
    },
  });

  const together = [readiness(), readiness(), readiness()];
  resolve(true);

  expect(await Promise.all(together)).toEqual(
    [1, 2, 3].map(() => ({ ready: true, checks: { store: true } })),
  );
  expect(asked).toBe(1);
  await readiness();
  expect(asked).toBe(2);
});

test('HEAD is answered without a body, other methods and paths are refused', async () => {
  const server = await start({ store: yes });

  expect(await ask(server, '/readyz', 'HEAD')).toEqual([200, '']);
  expect(await ask(server, '/readyz', 'POST')).toEqual([405, { error: 'Only GET.' }]);
  expect(await ask(server, '/')).toEqual([404, { error: 'There are /healthz and /readyz.' }]);
});

test('it ends with the signal, open connections too', async () => {
  const server = await start({});
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  const gone = once(socket, 'close');

  ending.abort();

  await Promise.all([server.closed, gone]);
  await expect(ask(server, '/healthz')).rejects.toThrow('fetch failed');
});

test('a port that is taken is an error', async () => {
  const { port } = await start({});

  const refused = new UserError(
    'not-possible',
    `Port ${port} is in use.`,
    'Set PORT to a free one, or stop what listens there.',
  );

  await expect(startHealth({ port, host: '127.0.0.1', checks: {}, signal: ending.signal })).rejects.toEqual(
    refused,
  );
  await expect(tryPort(port, '127.0.0.1')).rejects.toEqual(refused);
});

test('a port that was tried is free again', async () => {
  const { port, closed } = await start({});
  ending.abort();
  await closed;
  ending = new AbortController();

  await tryPort(port, '127.0.0.1');

  const again = await startHealth({ port, host: '127.0.0.1', checks: {}, signal: ending.signal });
  expect(again.port).toBe(port);
});

test('a port that only root may have is told', () => {
  const error = Object.assign(new Error('listen'), { code: 'EACCES', syscall: 'listen' });

  expect(portRefusal(error, 80)?.message).toBe('Port 80 may not be used by the user that runs Waggle.');
  expect(portRefusal(Object.assign(error, { syscall: 'open' }), 80)).toBe(null);
});
