import { expect, test } from 'vitest';
import { readImage } from '../../../src/core/chat/image-reference.ts';

const digest = `sha256:${'a'.repeat(64)}`;

test.each([
  ['redis', { registry: null, path: 'redis', tag: null, digest: null }],
  ['ana/redis:3', { registry: null, path: 'ana/redis', tag: '3', digest: null }],
  ['registry:5000/redis', { registry: 'registry:5000', path: 'redis', tag: null, digest: null }],
  ['localhost/redis', { registry: 'localhost', path: 'redis', tag: null, digest: null }],
  [`ghcr.io/a/b:1@${digest}`, { registry: 'ghcr.io', path: 'a/b', tag: '1', digest }],
])('%s is read in its parts', (text, value) => {
  expect(readImage(text)).toEqual({ ok: true, value });
});
