import { describe, expect, test } from 'vitest';
import { imageForTable, normaliseImage, shortImage } from '../../../src/core/swarm/image-name.ts';
import { resolveImage } from '../../../src/core/swarm/resolve-image.ts';
import { aSpec, digestOf } from '../../support/builders/index.ts';

const D = digestOf('1a2b3c4d5e6f');

test.each([
  ['redis', 'redis:latest'],
  ['library/redis:3', 'redis:3'],
  ['docker.io/library/redis:3.0.6', 'redis:3.0.6'],
  ['index.docker.io/grafana/grafana', 'grafana/grafana:latest'],
  ['docker.io/library/a/b:1', 'library/a/b:1'],
  ['localhost:5000/redis', 'localhost:5000/redis:latest'],
  [`redis@${D}`, `redis@${D}`],
  [`redis:3@${D}`, `redis:3@${D}`],
])('the image %s is stored as %s', (typed, stored) => {
  expect(normaliseImage(typed)).toBe(stored);
});

test.each([
  [`redis:3.0.6@${D}`, 'redis:3.0.6@sha256:1a2b3c4d5e6f', 'redis:3.0.6'],
  [
    `localhost:5000/redis@${D}`,
    'localhost:5000/redis@sha256:1a2b3c4d5e6f',
    'localhost:5000/redis@sha256:1a2b3c4d5e6f',
  ],
  ['redis:3.0.6', 'redis:3.0.6', 'redis:3.0.6'],
])('the image %s is shown as %s, in tables as %s', (image, short, table) => {
  expect(shortImage(image)).toBe(short);
  expect(imageForTable(image)).toBe(table);
});

describe('resolving an image', () => {
  const found = (platforms: { Architecture?: string; OS?: string }[]) =>
    ({ kind: 'found', digest: D, platforms }) as const;

  test('pins the digest and takes over the platforms, without the architecture of arm', () => {
    const asked = aSpec({ image: 'redis:3.0.6' });
    const lookup = found([
      { Architecture: 'arm64', OS: 'linux' },
      { Architecture: 'ARM', OS: 'linux' },
    ]);

    const resolved = resolveImage(aSpec(), asked, lookup);

    const pinned = aSpec({ image: `redis:3.0.6@${D}` });
    expect(resolved).toEqual({
      spec: {
        ...pinned,
        TaskTemplate: {
          ...pinned.TaskTemplate,
          Placement: { Platforms: [{ Architecture: 'arm64', OS: 'linux' }, { OS: 'linux' }] },
        },
      },
      digests: [{ image: 'redis:3.0.6', digest: D }],
    });
  });

  test('keeps the platforms when the registry names none', () => {
    const resolved = resolveImage(aSpec(), aSpec({ image: 'redis:3.0.6' }), found([]));

    expect(resolved.spec).toEqual(aSpec({ image: `redis:3.0.6@${D}` }));
  });

  test('moves nothing when the image is the same as before', () => {
    const before = aSpec({ image: `redis:3.0.6@${D}` });

    const resolved = resolveImage(before, aSpec({ image: 'redis:3.0.6' }), found([{ OS: 'windows' }]));

    expect(resolved.spec).toEqual(before);
  });

  test('keeps a digest that was asked for', () => {
    const asked = aSpec({ image: `redis@${digestOf('9')}` });

    expect(resolveImage(aSpec(), asked, found([])).spec).toEqual(asked);
  });

  test.each(['missing', 'unknown'] as const)('leaves the spec as it is when the answer is %s', (kind) => {
    const asked = aSpec({ image: 'redis:9' });

    expect(resolveImage(aSpec(), asked, { kind, words: 'no' })).toEqual({ spec: asked, digests: [] });
  });
});
