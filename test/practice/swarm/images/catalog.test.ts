import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../../../src/practice/swarm/images/catalog.ts';
import { labCatalog } from '../../../support/lab/catalog.ts';
import { practiceCatalog } from '../../../../src/practice/swarm/images/practice-images.ts';

const digestOf = (catalog: Catalog, reference: string): string => {
  const found = catalog.lookUp(reference);
  if (found.kind !== 'found') throw new Error(`${reference}: ${found.kind}`);
  return found.image.digest;
};
const afterOf = (catalog: Catalog, reference: string): number | undefined => {
  const found = catalog.lookUp(reference);
  return found.kind === 'found' ? found.image.behaviour.healthyAfter : undefined;
};

describe('the registries of the lab', () => {
  test.each([
    ['registry:5000/redis:3.0.6', 'found'],
    ['redis:3.0.6', 'found'],
    ['docker.io/library/web:2', 'found'],
    ['redis:missing', 'missing'],
    ['registry:5000/redis', 'missing'],
    ['nginx', 'missing'],
    ['10.99.0.1:5000/web:1', 'silent'],
    ['nohost.example:5000/web:1', 'unreachable'],
    ['A B', 'missing'],
  ])('%s is %s', (reference, kind) => {
    expect(labCatalog().lookUp(reference).kind).toBe(kind);
  });

  test('a mirror has the same image under another name, and another tag is another image', () => {
    const catalog = labCatalog();
    const digest = digestOf(catalog, 'registry:5000/web:1');
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(digestOf(catalog, 'web:1')).toBe(digest);
    expect(digestOf(labCatalog(), 'web:1')).toBe(digest);
    expect(digestOf(catalog, 'web:2')).not.toBe(digest);
  });

  test('an image is found by its digest, whatever the tag beside it', () => {
    const catalog = labCatalog();
    const digest = digestOf(catalog, 'web:1');
    expect(digestOf(catalog, `web:2@${digest}`)).toBe(digest);
    expect(catalog.lookUp(`redis@${digest}`).kind).toBe('missing');
  });
});

test('a scripted image does what was said, and keeps its digest and the rest', () => {
  const catalog = labCatalog();
  const digest = digestOf(catalog, 'web:1');
  catalog.script('web:1', { healthyAfter: 7000 });
  expect([afterOf(catalog, 'web:1'), afterOf(catalog, `web@${digest}`)]).toEqual([7000, 7000]);
  expect(afterOf(catalog, 'registry:5000/web:1')).toBe(0);
});

test('a new reference can be scripted, and one can be withdrawn', () => {
  const catalog = labCatalog();
  catalog.script('shop.example/new:1', { healthyAfter: 10 });
  expect(afterOf(catalog, 'shop.example/new:1')).toBe(10);
  expect(catalog.lookUp('shop.example/other:1')).toEqual({ kind: 'missing' });
  catalog.withdraw('shop.example/new:1');
  expect(catalog.lookUp('shop.example/new:1')).toEqual({ kind: 'missing' });
});

test.each(['redis', 'nginx:alpine', 'postgres:16', 'traefik', 'traefik/whoami', 'waggle/crash:1'])(
  'practice has %s',
  (reference) => {
    expect(practiceCatalog().lookUp(reference).kind).toBe('found');
  },
);
