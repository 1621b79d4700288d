import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { never, rejection, serviceJson, taskJson } from './support.ts';
import { A, broken, engine, onTheWire } from './wire.ts';

const wire = onTheWire();

describe('what is asked', () => {
  test('for no service is nothing', async () => {
    const swarm = wire().connect([A]);
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
    const swarm = wire().connect([A]);
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
    const swarm = wire().connect([A]);
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
    const swarm = wire().connect([A]);
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
    const swarm = wire().connect([A]);
    await swarm.reader.nodes(never());
    expect(swarm.reader.bytesRead()).toBe(version.length + 2);
  });
});

describe('freshness', () => {
  const managers = () => nock(A).get('/v1.41/nodes').query({ filters: '{"role":["manager"]}' });

  test('is stale when the swarm has no leader, and unknown when no engine is there', async () => {
    engine(A);
    managers().reply(500, { message: 'The swarm does not have a leader.' });
    managers().twice().replyWithError(broken('ECONNREFUSED'));
    const swarm = wire().connect([A]);
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
    const swarm = wire().connect([A], { image: 200 });
    const found = [];
    for (const tag of ['3', '9', 'p', 'w', 's', 'b'])
      found.push(await swarm.reader.image(`redis:${tag}`, never()));
    expect(found).toEqual([
      {
        kind: 'found',
        digest,
        platforms: [
          { Architecture: 'amd64', OS: 'linux' },
          { Architecture: 'arm', OS: 'linux' },
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
    expect(wire().log.lines).toEqual([]);
  });

  test('never reaches the path when it is no reference', async () => {
    const swarm = wire().connect([A]);
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
    const swarm = wire().connect([A]);
    const found = [
      await swarm.reader.image('private:5000/redis:3', never()),
      await swarm.reader.image('redis:3', never()),
    ];
    expect(found.map(({ kind }) => kind)).toEqual(['found', 'found']);
    expect(seen).toEqual([{ username: 'ana', password: 'canary-pw', serveraddress: 'private:5000' }, null]);
  });
});
