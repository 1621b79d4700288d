import { afterEach, describe, expect, it, vi } from 'vitest';
import { distributionRoutes } from '../../../../src/practice/swarm/api/distribution.ts';
import type { LookUp } from '../../../../src/practice/swarm/images/catalog.ts';
import { ask, served, START, type Said, type Served } from './ground.ts';

const open: Served[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.serving.close();
});

async function start(images: Readonly<Record<string, LookUp>> = {}): Promise<Served> {
  const one = await served(distributionRoutes, 'worker');
  open.push(one);
  for (const [reference, found] of Object.entries(images)) one.images.set(reference, found);
  return one;
}

const inspect = (one: Served, reference: string): Promise<Said> =>
  ask(one.serving.port, `/v1.41/distribution/${reference}/json`);

const digest = `sha256:${'a'.repeat(64)}`;
const amd64 = { Architecture: 'amd64', OS: 'linux' };

function found(...platforms: readonly (typeof amd64)[]): LookUp {
  const behaviour = { pull: 0, healthyAfter: 0, stop: { takes: 0, code: 0 }, log: [] };
  return { kind: 'found', image: { digest, platforms, behaviour } };
}

describe('a look-up in a registry', () => {
  it('tells the digest and the platforms', async () => {
    const one = await start({
      'registry:5000/web:1': found(amd64),
      [`registry:5000/web:1@${digest}`]: found(amd64),
      'web:latest': found(amd64, { Architecture: 'arm64', OS: 'linux' }),
    });
    const single = `{"Descriptor":{"mediaType":"application/vnd.docker.distribution.manifest.v2+json","digest":"${digest}","size":527},"Platforms":[{"architecture":"amd64","os":"linux"}]}\n`;
    expect(await inspect(one, 'registry:5000/web:1')).toMatchObject({ status: 200, body: single });
    expect(await inspect(one, `registry:5000/web:1@${digest}`)).toMatchObject({ status: 200, body: single });
    const list = JSON.parse((await inspect(one, 'docker.io/library/web')).body) as unknown;
    expect(list).toMatchObject({
      Descriptor: { mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json' },
      Platforms: [
        { architecture: 'amd64', os: 'linux' },
        { architecture: 'arm64', os: 'linux' },
      ],
    });
  });

  // what a 20.10.24 answered, but for the name server that it could not reach
  it.each([
    ['web:1', 404, 'manifest unknown: manifest unknown'],
    ['A%20B', 400, 'invalid reference format: repository name must be lowercase'],
    ['a:b:c', 400, 'invalid reference format'],
    ['0'.repeat(64), 500, 'no manifest found for full image ID'],
    [
      '127.0.0.1:9/web:1',
      500,
      'Get "http://127.0.0.1:9/v2/": dial tcp 127.0.0.1:9: connect: connection refused',
    ],
    [
      'localhost:1/x:1',
      500,
      'Get "http://localhost:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused',
    ],
    ['nohost.test/x:1', 500, 'Get "https://nohost.test/v2/": dial tcp: lookup nohost.test: no such host'],
    [
      'nohost.test:5000/x:1',
      500,
      'Get "https://nohost.test:5000/v2/": dial tcp: lookup nohost.test: no such host',
    ],
  ])('of %s is %i', async (reference, status, message) => {
    const one = await start({
      '127.0.0.1:9/web:1': { kind: 'unreachable' },
      'localhost:1/x:1': { kind: 'unreachable' },
      'nohost.test/x:1': { kind: 'unreachable' },
      'nohost.test:5000/x:1': { kind: 'unreachable' },
    });
    const said = await inspect(one, reference);
    expect({ status: said.status, body: JSON.parse(said.body) as unknown }).toEqual({
      status,
      body: { message },
    });
  });

  it('is given up after 15 s of silence', async () => {
    const one = await start({ '10.99.0.1:5000/x:1': { kind: 'silent' } });
    const answer = inspect(one, '10.99.0.1:5000/x:1');
    await vi.waitFor(() => expect(one.timeline.next()).toBe(START + 15_000));
    one.timeline.advance(15_000);
    expect(await answer).toMatchObject({
      status: 500,
      body: '{"message":"Get \\"https://10.99.0.1:5000/v2/\\": dial tcp 10.99.0.1:5000: i/o timeout"}\n',
    });
  });
});
