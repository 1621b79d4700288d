import { createHash } from 'node:crypto';
import type { Behaviour, Catalog, Image, LookUp } from './catalog.ts';
import { parseReference, type Reference } from './reference.ts';

export type CatalogEntry = {
  /** All names of the image, each with its tag; the first makes its digest. */
  readonly references: readonly string[];
  readonly behaviour: Behaviour;
  /** Default: linux/amd64. */
  readonly platforms?: Image['platforms'];
  readonly programs?: readonly string[];
};

export type CatalogOptions = {
  readonly entries: readonly CatalogEntry[];
  /** Registries that never answer: `10.99.0.1:5000`. */
  readonly silent?: readonly string[];
};

/** A good server without a health check: what an image does of which only a part is said. */
export const PLAIN_BEHAVIOUR: Behaviour = {
  pull: 1500,
  healthyAfter: 0,
  stop: { takes: 20, code: 0 },
  log: [{ after: 20, stream: 'stdout', line: 'ready' }],
};

const HUB = 'docker.io';
const PLATFORMS: Image['platforms'] = [{ Architecture: 'amd64', OS: 'linux' }];

/** Registries with these images. Docker's own is there even when it has none. @throws RangeError for a bad reference. */
export function makeCatalog({ entries, silent = [] }: CatalogOptions): Catalog {
  /** By name with tag. */
  const images = new Map<string, Image>();
  /** Name with digest, to name with tag. */
  const digests = new Map<string, string>();
  const domains = new Set([HUB]);

  const put = (reference: Reference, image: Image): void => {
    const key = tagKey(reference);
    domains.add(reference.domain);
    images.set(key, image);
    digests.set(digestKey(reference, image.digest), key);
  };
  const keyOf = (reference: Reference): string | undefined =>
    reference.digest === undefined ? tagKey(reference) : digests.get(digestKey(reference, reference.digest));

  for (const { references, behaviour, platforms = PLATFORMS, programs } of entries) {
    const parsed = references.map(mustParse);
    const digest = digestOf(parsed[0]);
    for (const reference of parsed) {
      put(reference, { digest, platforms, behaviour, ...(programs === undefined ? {} : { programs }) });
    }
  }

  return {
    lookUp: (text): LookUp => {
      const reference = parseReference(text);
      if (reference.kind === 'invalid') return { kind: 'missing' };
      if (silent.includes(reference.domain)) return { kind: 'silent' };
      if (!domains.has(reference.domain)) return { kind: 'unreachable' };
      const image = images.get(keyOf(reference) ?? '');
      return image === undefined ? { kind: 'missing' } : { kind: 'found', image };
    },
    script: (text, change) => {
      const reference = mustParse(text);
      const key = keyOf(reference);
      const image = images.get(key ?? '');
      if (key !== undefined && image !== undefined) {
        images.set(key, { ...image, behaviour: { ...image.behaviour, ...change } });
        return;
      }
      if (reference.digest !== undefined) throw new RangeError(`no image has the digest of ${text}`);
      const behaviour = { ...PLAIN_BEHAVIOUR, ...change };
      put(reference, { digest: digestOf(reference), platforms: PLATFORMS, behaviour });
    },
    withdraw: (text) => {
      const reference = mustParse(text);
      const key = keyOf(reference);
      const image = images.get(key ?? '');
      if (key === undefined || image === undefined) return;
      images.delete(key);
      digests.delete(digestKey(reference, image.digest));
    },
  };
}

/** Of the last part of the name and the tag: a mirror has the same image under another name. */
function digestOf(reference: Reference | undefined): string {
  const name = reference?.path.split('/').at(-1) ?? '';
  const content = `${name}:${reference?.tag ?? 'latest'}`;
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function tagKey({ domain, path, tag = 'latest' }: Reference): string {
  return `${domain}/${path}:${tag}`;
}

function digestKey({ domain, path }: Reference, digest: string): string {
  return `${domain}/${path}@${digest}`;
}

function mustParse(text: string): Reference {
  const reference = parseReference(text);
  if (reference.kind === 'invalid') throw new RangeError(`${text}: ${reference.words}`);
  return reference;
}
