import { expect, test } from 'vitest';
import { familiarName, parseReference } from '../../../../src/practice/swarm/images/reference.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

test.each([
  ['redis', { domain: 'docker.io', path: 'library/redis' }],
  ['index.docker.io/redis:7', { domain: 'docker.io', path: 'library/redis', tag: '7' }],
  ['waggle/web:1', { domain: 'docker.io', path: 'waggle/web', tag: '1' }],
  ['localhost/web', { domain: 'localhost', path: 'web' }],
  ['registry:5000/a/b_c__d-e.f:v1', { domain: 'registry:5000', path: 'a/b_c__d-e.f', tag: 'v1' }],
  [`redis:7@${DIGEST}`, { domain: 'docker.io', path: 'library/redis', tag: '7', digest: DIGEST }],
  [`ghcr.io/x/y@${DIGEST}`, { domain: 'ghcr.io', path: 'x/y', digest: DIGEST }],
])('%s', (text, reference) => {
  expect(parseReference(text)).toEqual({ kind: 'reference', ...reference });
});

test.each([
  ['A B', 'invalid reference format: repository name must be lowercase'],
  ['Redis', 'invalid reference format: repository name must be lowercase'],
  ['a b', 'invalid reference format'],
  ['', 'invalid reference format'],
  ['redis:', 'invalid reference format'],
  ['redis:a b', 'invalid reference format'],
  ['redis@sha256:1234', 'invalid reference format'],
  [`redis@sha256:${'a'.repeat(40)}`, 'invalid checksum digest length'],
  [`redis@md5:${'a'.repeat(32)}`, 'unsupported digest algorithm'],
  ['a'.repeat(64), `invalid repository name (${'a'.repeat(64)}), cannot specify 64-byte hexadecimal strings`],
  [`x/${'a/'.repeat(130)}a`, 'repository name must not be more than 255 characters'],
])('%s is refused', (text, words) => {
  expect(parseReference(text)).toEqual({ kind: 'invalid', words });
});

test.each([
  ['docker.io/library/redis:7', 'redis'],
  ['waggle/web', 'waggle/web'],
  ['registry:5000/library/web', 'registry:5000/library/web'],
])('%s is shown as %s', (text, name) => {
  const reference = parseReference(text);
  expect(reference.kind === 'reference' && familiarName(reference)).toBe(name);
});
