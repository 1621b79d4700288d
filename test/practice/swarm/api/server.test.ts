import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, type Route } from '../../../../src/practice/swarm/api/api.ts';
import { decode, struct, text } from '../../../../src/practice/swarm/api/decode.ts';
import { ask, served, type Served } from './ground.ts';

const open: Served[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.serving.close();
});

/** What the handlers did. */
let done: string[] = [];

const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/things',
    needs: 'manager-read',
    handle: ({ version, query }) => ({
      status: 200,
      json: { version, mark: '<&>\u2028', q: query.get('q') },
    }),
  },
  {
    method: 'GET',
    path: '/things/:id',
    needs: 'none',
    handle: ({ params }) => {
      if (params['id'] === 'crash') throw new TypeError('oh');
      throw new ApiError(404, `rpc error: code = NotFound desc = thing ${params['id']} not found`);
    },
  },
  {
    method: 'GET',
    path: '/deep/:name*/json',
    needs: 'none',
    handle: ({ params }) => ({ status: 200, json: params }),
  },
  {
    method: 'POST',
    path: '/things/create',
    needs: 'manager-write',
    handle: ({ body }) => {
      done.push(body);
      return { status: 201, json: decode(struct('x.Thing', { Name: text }), body) };
    },
  },
  {
    method: 'DELETE',
    path: '/things/:id',
    needs: 'manager-write',
    handle: () => ({ status: 204, empty: true }),
  },
  {
    method: 'GET',
    path: '/later',
    needs: 'none',
    handle: (_, { world }) =>
      new Promise(
        (resolve) => void world.timeline.after(1000, () => resolve({ status: 200, text: 'late' }), 'engine'),
      ),
  },
  {
    method: 'GET',
    path: '/stream',
    needs: 'none',
    handle: (_, { world }) => ({
      status: 200,
      contentType: 'application/json',
      stream: ({ write, end }) => {
        write('first\n');
        const due = [
          world.timeline.after(1000, () => write('second\n'), 'engine'),
          world.timeline.after(2000, end, 'engine'),
        ];
        return {
          closed: () => {
            done.push('closed');
            for (const one of due) one.cancel();
          },
        };
      },
    }),
  },
];

async function start(role: 'manager' | 'worker' | 'outside' = 'manager', socket?: string): Promise<Served> {
  done = [];
  const one = await served(routes, role, socket);
  open.push(one);
  return one;
}

const settled = (one: Served): Promise<void> => vi.waitFor(() => expect(one.serving.parked()).toBe(0));
/** An answer to a write, which takes the engine a moment. */
async function written<T>(one: Served, answer: Promise<T>): Promise<T> {
  answer.catch(() => {}); // it may break before anybody waits for it
  await parked(one);
  one.timeline.advance(1.5);
  return answer;
}

const parked = (one: Served): Promise<void> => vi.waitFor(() => expect(one.serving.parked()).toBe(1));

describe('an answer', () => {
  it('has the headers of the engine, and its JSON', async () => {
    const { serving } = await start();
    const { status, headers, body } = await ask(serving.port, '/v1.41/things?q=a%20b');
    expect({ status, body }).toEqual({ status: 200, body: '{"version":41,"mark":"<&>\\u2028","q":"a b"}\n' });
    expect(headers).toEqual({
      'api-version': '1.41',
      'content-length': '44',
      'content-type': 'application/json',
      'docker-experimental': 'false',
      ostype: 'linux',
      server: 'Docker/20.10.24 (linux)',
      date: 'Fri, 02 Jan 2026 03:04:05 GMT',
      connection: 'close',
    });
  });

  it('comes with any version that the engine speaks, and with none', async () => {
    const { serving } = await start();
    const versions = await Promise.all(
      ['', '/v1.12', '/v1.24', '/v1.41', '/v1.41.0', '/v01.041'].map((version) =>
        ask(serving.port, `${version}/things`),
      ),
    );
    expect(versions.map(({ body }) => JSON.parse(body) as unknown)).toEqual(
      [41, 12, 24, 41, 41, 41].map((version) => ({ version, mark: '<&>\u2028', q: null })),
    );
  });

  it('takes what slashes and marks a path has', async () => {
    const { serving } = await start();
    const { body } = await ask(serving.port, '/v1.41/deep/reg:5000/a%2Fb@sha256:1/json');
    expect(JSON.parse(body)).toEqual({ name: 'reg:5000/a/b@sha256:1' });
  });

  it('can be empty', async () => {
    const one = await start();
    expect(await written(one, ask(one.serving.port, '/things/x', { method: 'DELETE' }))).toMatchObject({
      status: 204,
      body: '',
    });
  });
});

describe('a refusal', () => {
  // what a 20.10.24 answered
  it.each([
    [
      'GET',
      '/v1.42/things',
      400,
      '{"message":"client version 1.42 is too new. Maximum supported API version is 1.41"}\n',
    ],
    [
      'GET',
      '/v2.0/things',
      400,
      '{"message":"client version 2.0 is too new. Maximum supported API version is 1.41"}\n',
    ],
    [
      'GET',
      '/v1.11/things',
      400,
      'client version 1.11 is too old. Minimum supported API version is 1.12, please upgrade your client to a newer version\n',
    ],
    [
      'GET',
      '/v1.4.1/things',
      400,
      'client version 1.4.1 is too old. Minimum supported API version is 1.12, please upgrade your client to a newer version\n',
    ],
    ['GET', '/v1.42/nope', 404, '{"message":"page not found"}\n'],
    ['GET', '/vx/things', 404, '{"message":"page not found"}\n'],
    ['GET', '/things/', 404, '{"message":"page not found"}\n'],
    ['GET', '/', 404, '{"message":"page not found"}\n'],
    ['PUT', '/things', 404, '{"message":"page not found"}\n'],
    ['PATCH', '/things', 404, '{"message":"page not found"}\n'],
    ['GET', '/things/a/b', 404, '{"message":"page not found"}\n'],
    ['GET', '/v1.41/things?x=%zz', 400, '{"message":"invalid URL escape \\"%zz\\""}\n'],
    ['GET', '/v1.41/things?a;b', 400, '{"message":"invalid semicolon separator in query"}\n'],
    ['GET', '/v1.41/things/%zz', 400, '400 Bad Request'],
    ['GET', '/v1.41/things/x', 404, '{"message":"rpc error: code = NotFound desc = thing x not found"}\n'],
    ['GET', '/v1.23/things/x', 404, 'thing x not found\n'],
  ])('of %s %s', async (method, path, status, body) => {
    const { serving } = await start();
    expect(await ask(serving.port, path, { method })).toMatchObject({ status, body });
  });

  it('sends to the clean path', async () => {
    const { serving } = await start();
    const { status, headers } = await ask(serving.port, '/v1.41//things/../things?q=1');
    expect({ status, location: headers.location }).toEqual({ status: 301, location: '/v1.41/things?q=1' });
  });

  it('of a URL that is too long, and of what is no request, leaves the engine as it was', async () => {
    const { serving } = await start();
    expect((await ask(serving.port, `/things?q=${'a'.repeat(900_000)}`)).status).toBe(200);
    expect(
      await raw(serving.port, `GET /things?q=${'a'.repeat(1_100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`),
    ).toMatch(/^HTTP\/1.1 431 Request Header Fields Too Large\r\n/);
    expect(await raw(serving.port, 'nonsense\r\n\r\n')).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
    expect((await ask(serving.port, '/things')).status).toBe(200);
  });

  it('is 500 for a handler that breaks, and the next one is answered', async () => {
    const { serving, crashes } = await start();
    expect(await ask(serving.port, '/things/crash')).toMatchObject({
      status: 500,
      body: '{"message":"practice engine: TypeError: oh"}\n',
    });
    expect(crashes).toEqual([new TypeError('oh')]);
    expect((await ask(serving.port, '/things')).status).toBe(200);
  });

  it('of a body that swarmkit would not take, once it is JSON', async () => {
    const { serving } = await start();
    const big = JSON.stringify({ Name: 'a'.repeat(5_000_000) });
    const post = { method: 'POST', body: big };
    expect(await ask(serving.port, '/things/create', post)).toMatchObject({
      status: 500,
      body: `{"message":"rpc error: code = ResourceExhausted desc = grpc: received message larger than max (${big.length} vs. 4194304)"}\n`,
    });
    const cut = await ask(serving.port, '/things/create', { method: 'POST', body: big.slice(0, -1) });
    expect(cut).toMatchObject({ status: 400, body: '{"message":"unexpected EOF"}\n' });
    expect(done).toEqual([]);
  });
});

function raw(port: number | undefined, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const connection = connect(port ?? 0, '127.0.0.1', () => connection.write(bytes));
    connection.setEncoding('utf8');
    connection.on('data', (chunk: string) => (answer += chunk));
    connection.on('end', () => resolve(answer));
    connection.on('error', (error) => (answer === '' ? reject(error) : resolve(answer)));
  });
}

describe('what a route needs', () => {
  it('is not to be had of a worker, nor outside a swarm', async () => {
    const worker = await start('worker');
    const refused = await ask(worker.serving.port, '/things');
    expect(refused).toMatchObject({
      status: 503,
      body: `{"message":"This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. Please run this command on a manager node or promote the current node to a manager."}\n`,
    });
    const outside = await start('outside');
    expect(await ask(outside.serving.port, '/things')).toMatchObject({
      status: 503,
      body: '{"message":"This node is not a swarm manager. Use \\"docker swarm init\\" or \\"docker swarm join\\" to connect this node to swarm and try again."}\n',
    });
    expect((await ask(outside.serving.port, '/things/x')).status).toBe(404);
  });

  it('is asked for after the body is read', async () => {
    const worker = await start('worker');
    const post = { method: 'POST', body: '{' };
    expect(await ask(worker.serving.port, '/things/create', post)).toMatchObject({ status: 400 });
    expect(await ask(worker.serving.port, '/things/create', { ...post, body: '{}' })).toMatchObject({
      status: 503,
    });
    expect(done).toEqual([]);
  });

  it('is waited for while an election is on', async () => {
    const one = await start();
    one.setAccess({ kind: 'wait' });
    const answer = ask(one.serving.port, '/things/create', { method: 'POST', body: '{"Name":"x"}' });
    await parked(one);
    expect(done).toEqual([]);
    one.setAccess({ kind: 'granted' });
    await vi.waitFor(() => expect(done).toEqual(['{"Name":"x"}']));
    one.timeline.advance(1.5);
    expect(await answer).toMatchObject({ status: 201, body: '{"Name":"x"}\n' });
    await settled(one);
  });

  it('is refused in the words of the raft, or after 20 s', async () => {
    const one = await start();
    one.setAccess({ kind: 'refused', words: 'no leader' });
    expect(await ask(one.serving.port, '/things')).toMatchObject({
      status: 500,
      body: '{"message":"no leader"}\n',
    });
    one.setAccess({ kind: 'wait' });
    const answer = ask(one.serving.port, '/things');
    await parked(one);
    one.timeline.advance(19_999);
    expect(one.serving.parked()).toBe(1);
    one.timeline.advance(1);
    expect(await answer).toMatchObject({
      status: 500,
      body: '{"message":"rpc error: code = DeadlineExceeded desc = context deadline exceeded"}\n',
    });
  });

  it('does nothing for a client that went away meanwhile', async () => {
    const one = await start();
    one.setAccess({ kind: 'wait' });
    const answer = ask(one.serving.port, '/things/create', { method: 'POST', body: '{}' });
    await parked(one);
    one.serving.destroyConnections();
    await expect(answer).rejects.toThrow('socket hang up');
    await settled(one);
    one.setAccess({ kind: 'granted' });
    expect((await ask(one.serving.port, '/things')).status).toBe(200);
    expect(done).toEqual([]);
  });
});

describe('a stream', () => {
  it('comes as it is written, is not parked, and ends', async () => {
    const one = await start();
    let so = '';
    const answer = ask(one.serving.port, '/stream', { onData: (body) => (so = body) });
    await vi.waitFor(() => expect(so).toBe('first\n'));
    expect(one.serving.parked()).toBe(0);
    one.timeline.advance(1000);
    await vi.waitFor(() => expect(so).toBe('first\nsecond\n'));
    expect(done).toEqual([]);
    one.timeline.advance(1000);
    expect(await answer).toMatchObject({ status: 200, body: 'first\nsecond\n' });
    await vi.waitFor(() => expect(done).toEqual(['closed']));
  });

  it('is closed when the client goes, or is cut', async () => {
    const one = await start();
    let so = '';
    const answer = ask(one.serving.port, '/stream', { onData: (body) => (so = body) });
    await vi.waitFor(() => expect(so).toBe('first\n'));
    one.faults.cutStreams('/events');
    one.faults.cutStreams('/stream');
    await expect(answer).rejects.toThrow('broken after: first\n');
    await vi.waitFor(() => expect(done).toEqual(['closed']));
    expect(one.timeline.next()).toBeUndefined();
  });
});

describe('a fault', () => {
  it('answers for nobody who knows, so many times, for what it is meant for', async () => {
    const { serving, faults } = await start();
    faults.inject({
      kind: 'answer',
      status: 503,
      message: 'tired',
      method: 'GET',
      path: '/things',
      times: 2,
    });
    const other = ask(serving.port, '/things/x');
    expect((await other).status).toBe(404);
    const statuses = [];
    for (let count = 0; count < 3; count++) statuses.push((await ask(serving.port, '/v1.41/things')).status);
    expect(statuses).toEqual([503, 503, 200]);
  });

  it('lasts until it is removed', async () => {
    const { serving, faults } = await start();
    const remove = faults.inject({ kind: 'answer', status: 500, message: 'x' });
    expect((await ask(serving.port, '/things')).status).toBe(500);
    expect((await ask(serving.port, '/things')).status).toBe(500);
    remove();
    expect((await ask(serving.port, '/things')).status).toBe(200);
  });

  it('delays by the timeline', async () => {
    const one = await start();
    one.faults.inject({ kind: 'delay', ms: 500, times: 1 });
    const answer = ask(one.serving.port, '/things/create', { method: 'POST', body: '{}' });
    await parked(one);
    one.timeline.advance(499);
    expect(done).toEqual([]);
    one.timeline.advance(1);
    await vi.waitFor(() => expect(done).toEqual(['{}']));
    one.timeline.advance(1.5);
    expect((await answer).status).toBe(201);
  });

  it('cuts before anything is done, or loses the answer to what is done', async () => {
    const one = await start();
    const { serving, faults } = one;
    const post = { method: 'POST', body: '{"Name":"x"}' };
    faults.inject({ kind: 'cut', path: '/things/create', times: 1 });
    await expect(ask(serving.port, '/things/create', post)).rejects.toThrow('socket hang up');
    expect(done).toEqual([]);
    faults.inject({ kind: 'lose-answer', path: '/things/create', times: 1 });
    await expect(written(one, ask(serving.port, '/things/create', post))).rejects.toThrow('socket hang up');
    expect(done).toEqual(['{"Name":"x"}']);
    expect((await written(one, ask(serving.port, '/things/create', post))).status).toBe(201);
  });

  it('cuts an answer and a stream short', async () => {
    const one = await start();
    one.faults.inject({ kind: 'truncate', bytes: 9 });
    await expect(ask(one.serving.port, '/things')).rejects.toThrow('broken after: {"version');
    const stream = ask(one.serving.port, '/stream');
    await vi.waitFor(() => expect(one.timeline.next()).toBeDefined());
    one.timeline.advance(1000);
    await expect(stream).rejects.toThrow('broken after: first\nsec');
  });
});

describe('an engine', () => {
  it('without power refuses everybody, and comes back at the same places', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'practice-'));
    try {
      const socket = join(folder, 'docker.sock');
      const one = await start('manager', socket);
      const { port } = one.serving;
      const late = ask(port, '/later');
      await parked(one);
      await one.serving.powerOff();
      await expect(late).rejects.toThrow('socket hang up');
      expect(one.serving.parked()).toBe(0);
      await expect(ask(port, '/things')).rejects.toThrow('ECONNREFUSED');
      expect(existsSync(socket)).toBe(false);
      await one.serving.powerOn();
      expect(one.serving.port).toBe(port);
      expect((await ask(port, '/things')).status).toBe(200);
      expect(existsSync(socket)).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('waits for its timeline with the answers that take time', async () => {
    const one = await start();
    const late = ask(one.serving.port, '/later');
    await parked(one);
    one.timeline.advance(1000);
    expect(await late).toMatchObject({ status: 200, body: 'late' });
    await settled(one);
  });
});
