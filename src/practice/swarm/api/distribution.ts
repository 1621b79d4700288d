import { familiarName, parseReference, type Reference } from '../images/reference.ts';
import type { Image } from '../images/catalog.ts';
import { ApiError, type ApiRequest, type Context, type Reply, type Route } from './api.ts';

/** How long the engine waits for a registry; ms. */
const REGISTRY_TIMEOUT_MS = 15_000;
/** Of a manifest of one image; bytes. What it is of real images hardly differs. */
const MANIFEST_SIZE = 527;
const MEDIA = 'application/vnd.docker.distribution.manifest';

export const distributionRoutes: readonly Route[] = [
  { method: 'GET', path: '/distribution/:name*/json', needs: 'none', handle: getDistribution },
];

/**
 * What a registry says of an image (`moby api/server/router/distribution/distribution_routes.go`).
 * @throws ApiError 400 for a bad reference, 404, and 500 when the registry is not reached.
 */
function getDistribution({ params }: ApiRequest, { world }: Context): Reply | Promise<Reply> {
  const { name = '' } = params;
  if (/^[a-f0-9]{64}$/.test(name)) throw new ApiError(500, 'no manifest found for full image ID');
  const reference = parseReference(name);
  if (reference.kind === 'invalid') throw new ApiError(400, reference.words);
  const found = world.catalog.lookUp(referenceOf(reference));
  switch (found.kind) {
    case 'found':
      return { status: 200, json: render(found.image) };
    case 'missing':
      throw new ApiError(404, 'manifest unknown: manifest unknown');
    case 'unreachable':
      throw unreachable(reference, isLoopback(reference) ? 'connect: connection refused' : undefined);
    case 'silent':
      return new Promise((_, reject) => {
        const giveUp = (): void => reject(unreachable(reference, 'i/o timeout'));
        world.timeline.after(REGISTRY_TIMEOUT_MS, giveUp, 'engine');
      });
  }
}

function referenceOf(reference: Reference): string {
  const { tag, digest } = reference;
  const name = familiarName(reference);
  if (digest === undefined) return `${name}:${tag ?? 'latest'}`;
  return tag === undefined ? `${name}@${digest}` : `${name}:${tag}@${digest}`;
}

function render({ digest, platforms }: Image): object {
  const single = platforms.length === 1;
  return {
    Descriptor: {
      mediaType: `${MEDIA}${single ? '' : '.list'}.v2+json`,
      digest,
      size: single ? MANIFEST_SIZE : MANIFEST_SIZE + 360 * platforms.length,
    },
    Platforms: platforms.map(({ Architecture: architecture, OS: os }) => ({ architecture, os })),
  };
}

/** Registries on the machine itself are asked without TLS. */
function unreachable(reference: Reference, why: string | undefined): ApiError {
  const host = reference.domain === 'docker.io' ? 'registry-1.docker.io' : reference.domain;
  const insecure = isLoopback(reference);
  const scheme = insecure ? 'http' : 'https';
  const address = /:\d+$/.test(host) ? host : `${host}:${insecure ? 80 : 443}`;
  const dial =
    why === undefined
      ? `dial tcp: lookup ${host.replace(/:\d+$/, '')}: no such host`
      : `dial tcp ${address.replace(/^localhost:/, '127.0.0.1:')}: ${why}`;
  return new ApiError(500, `Get "${scheme}://${host}/v2/": ${dial}`);
}

const isLoopback = ({ domain }: Reference): boolean => /^(localhost|127\.\d+\.\d+\.\d+)(:\d+)?$/.test(domain);
