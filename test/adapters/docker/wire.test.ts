import nock from 'nock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectSwarm, type SwarmConnection } from '../../../src/adapters/docker/connect-swarm.ts';
import { dialDirect } from '../../../src/adapters/docker/dial-direct.ts';
import { heldClock, managerJson, memoryLog, never, rejection, serviceJson, taskJson } from './support.ts';

const A = 'http://engine-a:2375';
const B = 'http://engine-b:2375';
const worker = {
  message: "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state.",
};

let clock = heldClock();
let log = memoryLog();
let swarm: SwarmConnection;

const connect = (hosts: readonly string[], deadlines = {}): SwarmConnection =>
  connectSwarm({
    endpoints: hosts.map((host) => ({ url: host.replace('http', 'tcp') })),
    dial: dialDirect,
    clock,
    log,
    deadlines,
    credentialsFor: (registry) =>
      registry === 'private:5000'
        ? { username: 'ana', password: 'canary-pw', serveraddress: registry }
        : undefined,
  });

const engine = (base: string, version = '1.41') =>
  nock(base).persist().get('/version').reply(200, { ApiVersion: version, MinAPIVersion: '1.12' });

beforeAll(() => nock.disableNetConnect());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});
beforeEach(() => {
  clock = heldClock();
  log = memoryLog();
});
afterEach(async () => {
  await swarm.close();
  nock.cleanAll();
});

describe('a read', () => {
  test('skips a worker, and remembers it', async () => {
    engine(A);
    engine(B);
    const asked = nock(A).get('/v1.41/nodes').reply(503, worker);
    nock(B)
      .get('/v1.41/nodes')
      .twice()
      .reply(200, [managerJson('m1', 'reachable', true)]);
    swarm = connect([A, B]);
    const first = await swarm.reader.nodes(never());
    const second = await swarm.reader.nodes(never());
    expect([first.length, second.length, asked.isDone()]).toEqual([1, 1, true]);
    expect(log.lines).toEqual([
      'an engine endpoint failed {"endpoint":"tcp://engine-a:2375","reason":"not-manager"}',
    ]);
  });

  test('asks the first endpoint again after some time', async () => {
    engine(A);
    engine(B);
    nock(A).get('/v1.41/nodes').reply(503, worker);
    nock(B).get('/v1.41/nodes').reply(200, []);
    nock(A)
      .get('/v1.41/nodes')
      .reply(200, [managerJson('m1', 'reachable')]);
    swarm = connect([A, B]);
    const first = await swarm.reader.nodes(never());
    clock.pass(60_000);
    const second = await swarm.reader.nodes(never());
    expect([first.length, second.length]).toEqual([0, 1]);
    expect(log.lines).toEqual([
      'an engine endpoint failed {"endpoint":"tcp://engine-a:2375","reason":"not-manager"}',
      'an engine endpoint answers again {"endpoint":"tcp://engine-a:2375"}',
    ]);
  });

  test('says of an endpoint once that it fails', async () => {
    engine(A);
    nock(A).get('/v1.41/nodes').times(3).reply(503, worker);
    swarm = connect([A]);
    for (let times = 0; times < 3; times += 1) await rejection(swarm.reader.nodes(never()));
    expect(log.lines).toHaveLength(1);
  });

  test('goes on after a reset, a silent engine and a manager without a leader', async () => {
    const C = 'http://engine-c:2375';
    const D = 'http://engine-d:2375';
    for (const base of [A, B, C, D]) engine(base);
    nock(A)
      .get('/v1.41/nodes')
      .twice()
      .replyWithError(Object.assign(new Error('x'), { code: 'ECONNRESET' }));
    nock(B).get('/v1.41/nodes').delay(5_000).reply(200, []);
    nock(C)
      .get('/v1.41/nodes')
      .reply(500, { message: 'rpc error: code = Unknown desc = The swarm does not have a leader.' });
    nock(D)
      .get('/v1.41/nodes')
      .reply(200, [managerJson('m1', 'reachable')]);
    swarm = connect([A, B, C, D], { read: 400 });
    const nodes = await swarm.reader.nodes(never());
    expect(nodes.map((node) => node.ID)).toEqual(['m1']);
    expect(log.lines.map((line) => /"reason":"([^"]*)"/.exec(line)?.[1])).toEqual([
      'unreachable',
      'unreachable',
      'no-leader',
    ]);
  });

  test('is asked a second time when its connection breaks', async () => {
    engine(A);
    nock(A)
      .get('/v1.41/nodes')
      .replyWithError(Object.assign(new Error('x'), { code: 'ECONNRESET' }));
    nock(A).get('/v1.41/nodes').reply(200, []);
    swarm = connect([A]);
    expect(await swarm.reader.nodes(never())).toEqual([]);
  });

  test('does not ask elsewhere for what the swarm itself refuses', async () => {
    engine(A);
    engine(B);
    nock(A).get('/v1.41/services').query(true).reply(500, { message: 'something else' });
    swarm = connect([A, B]);
    const error = await rejection(swarm.reader.services({ status: true }, never()));
    expect(error).toMatchObject({ reason: 'refused', words: 'something else', status: 500 });
  });

  test('tells cut JSON by its place', async () => {
    engine(A);
    nock(A).get('/v1.41/nodes').reply(200, '[{"ID":"canary');
    swarm = connect([A]);
    const error = await rejection(swarm.reader.nodes(never()));
    expect(error).toMatchObject({
      reason: 'bad-answer',
      message: "The engine's answer to GET /nodes is not understood (no JSON).",
    });
  });

  test('agrees on the version anew when another engine stands there', async () => {
    nock(A).get('/version').reply(200, { ApiVersion: '1.47' });
    nock(A).get('/v1.47/nodes').reply(200, []);
    nock(A)
      .get('/v1.47/nodes')
      .reply(400, { message: 'client version 1.47 is too new. Maximum supported API version is 1.41' });
    nock(A).get('/version').reply(200, { ApiVersion: '1.41' });
    nock(A)
      .get('/v1.41/nodes')
      .reply(200, [managerJson('m1', 'reachable')]);
    swarm = connect([A]);
    const counts = [await swarm.reader.nodes(never()), await swarm.reader.nodes(never())].map(
      (nodes) => nodes.length,
    );
    expect(counts).toEqual([0, 1]);
  });

  test('refuses an engine that is too old', async () => {
    engine(A, '1.40');
    swarm = connect([A]);
    expect(await rejection(swarm.reader.nodes(never()))).toMatchObject({ reason: 'too-old' });
  });

  test('ends with the reason of its caller', async () => {
    engine(A);
    nock(A).get('/v1.41/nodes').delay(5_000).reply(200, []);
    swarm = connect([A]);
    const caller = new AbortController();
    const reading = swarm.reader.nodes(caller.signal);
    const reason = new Error('the person went away');
    caller.abort(reason);
    expect(await rejection(reading)).toBe(reason);
  });

  test('fails as unreachable at its deadline', async () => {
    engine(A);
    nock(A).get('/v1.41/nodes').delay(5_000).reply(200, []);
    swarm = connect([A], { read: 50 });
    expect(await rejection(swarm.reader.nodes(never()))).toMatchObject({ reason: 'unreachable' });
  });
});

describe('what is asked', () => {
  test('for no service is nothing', async () => {
    swarm = connect([A]);
    const signal = never();
    const none = [
      await swarm.reader.services({ ids: [] }, signal),
      await swarm.reader.tasks({ services: [] }, signal),
      await swarm.reader.tasks({ nodes: [] }, signal),
    ];
    expect(none).toEqual([[], [], []]);
  });

  test('has filters and the status in its query', async () => {
    engine(A);
    nock(A)
      .get('/v1.41/services')
      .query({ filters: '{"id":["s1"]}', status: 'true' })
      .reply(200, [serviceJson('s1', 'redis')]);
    nock(A)
      .get('/v1.41/tasks')
      .query({ filters: '{"service":["s1"],"desired-state":["running"],"_up-to-date":["true"]}' })
      .reply(200, [taskJson('t1', 's1')]);
    swarm = connect([A]);
    const services = await swarm.reader.services({ ids: ['s1'], status: true }, never());
    const tasks = await swarm.reader.tasks(
      { services: ['s1'], desired: ['running'], upToDate: true },
      never(),
    );
    expect([services.map((one) => one.Spec.Name), tasks.map((one) => one.ID)]).toEqual([['redis'], ['t1']]);
  });

  test('of several services goes on without the one that is gone', async () => {
    engine(A);
    const ask = (...ids: string[]) =>
      nock(A)
        .get('/v1.41/tasks')
        .query({ filters: JSON.stringify({ service: ids }) });
    ask('s1', 'gone').reply(404, { message: 'service gone not found' });
    ask('s1').reply(200, [taskJson('t1', 's1')]);
    ask('gone').reply(404, { message: 'service gone not found' });
    swarm = connect([A]);
    const tasks = await swarm.reader.tasks({ services: ['s1', 'gone'] }, never());
    expect(tasks.map((task) => task.ID)).toEqual(['t1']);
  });

  test('by name or id is exact', async () => {
    engine(A);
    const inspect = (name: string) => nock(A).get(`/v1.41/services/${name}`);
    inspect('redis').reply(200, serviceJson('abcdef', 'redis'));
    inspect('abcdef').reply(200, serviceJson('abcdef', 'redis'));
    inspect('abc').reply(200, serviceJson('abcdef', 'redis'));
    inspect('a').reply(500, { message: 'service a is ambiguous (2 matches found)' });
    inspect('nope').reply(404, { message: 'service nope not found' });
    swarm = connect([A]);
    const found = [];
    for (const name of ['redis', 'abcdef', 'abc', 'a', 'nope', '', '..', 'a/b', 'x?y']) {
      found.push((await swarm.reader.service(name, never()))?.ID ?? null);
    }
    expect(found).toEqual(['abcdef', 'abcdef', null, null, null, null, null, null, null]);
  });

  test('is counted in bytes', async () => {
    const version = JSON.stringify({ ApiVersion: '1.41' });
    nock(A).get('/version').reply(200, version);
    nock(A).get('/v1.41/nodes').reply(200, '[]');
    swarm = connect([A]);
    await swarm.reader.nodes(never());
    expect(swarm.reader.bytesRead()).toBe(version.length + 2);
  });
});

describe('freshness', () => {
  const managers = () => nock(A).get('/v1.41/nodes').query({ filters: '{"role":["manager"]}' });

  test('is stale when the swarm has no leader, and unknown when no engine is there', async () => {
    engine(A);
    managers().reply(500, { message: 'The swarm does not have a leader.' });
    managers()
      .twice()
      .replyWithError(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
    swarm = connect([A]);
    expect(await swarm.reader.freshness(never())).toEqual({
      stale: true,
      words: 'The swarm does not have a leader.',
    });
    expect(await rejection(swarm.reader.freshness(never()))).toMatchObject({ reason: 'unreachable' });
  });
});

describe('an image', () => {
  const digest = `sha256:${'ab'.repeat(32)}`;
  const ask = (reference: string) => nock(A).get(`/v1.41/distribution/${reference}/json`);

  test('is found, missing or unknown', async () => {
    engine(A);
    ask('redis:3').reply(200, {
      Descriptor: { digest },
      Platforms: [
        { architecture: 'amd64', os: 'linux' },
        { architecture: 'arm', os: 'linux', variant: 'v7' },
      ],
    });
    ask('redis:9').reply(404, { message: 'manifest unknown: manifest unknown' });
    ask('redis:p').reply(403, { message: 'denied' });
    ask('redis:w').reply(500, { message: 'Get "https://x/v2/": context deadline exceeded' });
    ask('redis:s').delay(5_000).reply(200, {});
    ask('redis:b').reply(200, { Descriptor: {} });
    swarm = connect([A], { image: 200 });
    const found = [];
    for (const tag of ['3', '9', 'p', 'w', 's', 'b'])
      found.push(await swarm.reader.image(`redis:${tag}`, never()));
    expect(found).toEqual([
      {
        kind: 'found',
        digest,
        platforms: [
          { Architecture: 'amd64', OS: 'linux' },
          { Architecture: '', OS: 'linux' },
        ],
      },
      { kind: 'missing', words: 'manifest unknown: manifest unknown' },
      { kind: 'unknown', words: 'denied' },
      { kind: 'unknown', words: 'Get "https://x/v2/": context deadline exceeded' },
      { kind: 'unknown', words: 'The registry did not answer within 0.2 s.' },
      {
        kind: 'unknown',
        words: "The engine's answer to GET /distribution is not understood (Descriptor.?).",
      },
    ]);
    expect(log.lines).toEqual([]);
  });

  test('never reaches the path when it is no reference', async () => {
    swarm = connect([A]);
    const words = { kind: 'missing', words: 'invalid reference format' };
    const found = [];
    for (const bad of ['../../secrets', 'a b', 'a?b', 'x:', `x:${'t'.repeat(500)}`])
      found.push(await swarm.reader.image(bad, never()));
    expect(found).toEqual([words, words, words, words, words]);
  });

  test('is asked for with the credentials of its registry alone', async () => {
    engine(A);
    const seen: unknown[] = [];
    const auth = (reference: string) =>
      ask(reference).reply(200, (request: Request) => {
        const text = request.headers.get('x-registry-auth');
        seen.push(text === null ? null : JSON.parse(Buffer.from(text, 'base64url').toString()));
        return { Descriptor: { digest } };
      });
    auth('private:5000/redis:3');
    auth('redis:3');
    swarm = connect([A]);
    const found = [
      await swarm.reader.image('private:5000/redis:3', never()),
      await swarm.reader.image('redis:3', never()),
    ];
    expect(found.map(({ kind }) => kind)).toEqual(['found', 'found']);
    expect(seen).toEqual([{ username: 'ana', password: 'canary-pw', serveraddress: 'private:5000' }, null]);
  });
});

describe('a write', () => {
  const spec = {
    Name: 'redis',
    TaskTemplate: { ContainerSpec: { Image: 'redis:3', Env: ['PASSWORD=canary-env'] } },
    Mode: { Replicated: { Replicas: 3 } },
  };
  const write = { id: 's1', version: 12, spec };
  const post = (base: string) => nock(base).post('/v1.41/services/s1/update').query(true);

  test('has its spec in the body and never in the URL', async () => {
    engine(A);
    const sent: unknown[] = [];
    post(A)
      .twice()
      .reply(200, async (request: Request) => {
        sent.push({ url: request.url, body: await request.json() });
        return { Warnings: null };
      });
    swarm = connect([A]);
    const answers = [
      await swarm.writer.updateService(write, never()),
      await swarm.writer.rollbackService(write, never()),
    ];
    expect(answers).toEqual([{ warnings: [] }, { warnings: [] }]);
    const path = `${A}/v1.41/services/s1/update`;
    expect(sent).toEqual([
      { url: `${path}?version=12&registryAuthFrom=spec`, body: spec },
      { url: `${path}?version=12&rollback=previous`, body: spec },
    ]);
  });

  test('goes to the endpoint that answered reads', async () => {
    engine(A);
    engine(B);
    nock(A).get('/v1.41/nodes').reply(503, worker);
    nock(B).get('/v1.41/nodes').reply(200, []);
    post(B).reply(200, { Warnings: ['mind the gap'] });
    swarm = connect([A, B]);
    await swarm.reader.nodes(never());
    expect(await swarm.writer.updateService(write, never())).toEqual({ warnings: ['mind the gap'] });
  });

  test.each([
    [
      'a reset',
      (base: string) => post(base).replyWithError(Object.assign(new Error('x'), { code: 'ECONNRESET' })),
    ],
    ['silence', (base: string) => post(base).delay(5_000).reply(200, {})],
    ['a lost leadership', (base: string) => post(base).reply(500, { message: 'node lost leader status' })],
    ['a proxy in despair', (base: string) => post(base).reply(502, 'Bad Gateway')],
  ])('ended by %s is a lost answer, and no other endpoint is tried', async (_what, fail) => {
    engine(A);
    engine(B);
    fail(A);
    const second = post(B).reply(200, {});
    swarm = connect([A, B], { write: 300 });
    const error = await rejection(swarm.writer.updateService(write, never()));
    expect(error).toMatchObject({ reason: 'lost-answer', mayHaveHappened: true });
    expect(second.isDone()).toBe(false);
    expect(`${String(error)} ${JSON.stringify(error)} ${log.lines.join()}`).not.toContain('canary');
  });

  test('refused by a worker is not tried elsewhere', async () => {
    engine(A);
    engine(B);
    post(A).reply(503, worker);
    const second = post(B).reply(200, {});
    swarm = connect([A, B]);
    expect(await rejection(swarm.writer.updateService(write, never()))).toMatchObject({
      reason: 'not-manager',
    });
    expect(second.isDone()).toBe(false);
  });

  test('answered with something else may have happened', async () => {
    engine(A);
    post(A).reply(200, '{"Warnings": 5}');
    swarm = connect([A]);
    const error = await rejection(swarm.writer.updateService(write, never()));
    expect(error).toMatchObject({ reason: 'bad-answer', mayHaveHappened: true });
  });

  test('with a stale version is out of sequence', async () => {
    engine(A);
    post(A).reply(500, { message: 'rpc error: code = Unknown desc = update out of sequence' });
    swarm = connect([A]);
    const error = await rejection(swarm.writer.updateService(write, never()));
    expect(error).toMatchObject({ reason: 'out-of-sequence', mayHaveHappened: false });
  });

  test('given up by its caller after it was sent is a lost answer', async () => {
    engine(A);
    const sent = Promise.withResolvers<void>();
    post(A).reply(() => {
      sent.resolve();
      return new Promise(() => undefined);
    });
    swarm = connect([A]);
    const caller = new AbortController();
    const writing = swarm.writer.updateService(write, caller.signal);
    await sent.promise;
    caller.abort(new Error('shutting down'));
    expect(await rejection(writing)).toMatchObject({ reason: 'lost-answer' });
  });

  test('given up before it was sent ends with the reason of its caller', async () => {
    swarm = connect([A]);
    const reason = new Error('shutting down');
    expect(await rejection(swarm.writer.updateService(write, AbortSignal.abort(reason)))).toBe(reason);
  });
});
