import { bad, good, type Reading } from './reading.ts';

/** An image reference in its parts, as written: nothing is filled in. */
export type ImageReference = {
  /** `localhost:5000`, `ghcr.io`; null when the reference names none (docker.io). */
  readonly registry: string | null;
  readonly path: string;
  readonly tag: string | null;
  readonly digest: string | null;
};

const DOMAIN =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]{1,5})?$/;
const PATH_PART = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const SHA256 = /^sha256:[0-9a-f]{64}$/;
const LENGTH = 255;

/** Reads `[registry/]path[:tag][@digest]`, by the grammar of distribution/reference (ParseNormalizedNamed). */
export function readImage(text: string): Reading<ImageReference> {
  if (text === '') return bad('expected an image such as redis:3.0.6');
  if (text.length > LENGTH + 201) return bad(`expected an image name of at most ${LENGTH} characters`);
  if (/\s/.test(text)) return bad('expected one image such as redis:3.0.6, without spaces');
  if (text.includes('://')) return bad('expected an image such as redis:3.0.6, not a web address');
  const [named = '', digest, ...more] = text.split('@');
  if (more.length > 0) return bad('expected at most one @ before the digest');
  if (digest !== undefined && !SHA256.test(digest)) {
    return bad('expected a digest of the form sha256: and 64 hexadecimal digits after the @');
  }
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const tag = tagged ? named.slice(colon + 1) : null;
  const name = tagged ? named.slice(0, colon) : named;
  if (tag === '') return bad('expected a tag after the colon, such as redis:3.0.6');
  if (tag !== null && !TAG.test(tag)) {
    return bad('expected a tag of letters, digits, _ . and -, at most 128 characters, after the colon');
  }
  const slash = name.indexOf('/');
  const head = slash < 0 ? '' : name.slice(0, slash);
  const hasRegistry = /[.:]/.test(head) || head === 'localhost' || head !== head.toLowerCase();
  const path = hasRegistry ? name.slice(slash + 1) : name;
  if (hasRegistry && !DOMAIN.test(head))
    return bad('expected a registry such as ghcr.io or localhost:5000 before the /');
  const fault = pathFault(path);
  if (fault !== null) return bad(fault);
  if (name.length > LENGTH) return bad(`expected an image name of at most ${LENGTH} characters`);
  return good({ registry: hasRegistry ? head : null, path, tag, digest: digest ?? null });
}

function pathFault(path: string): string | null {
  if (path === '') return 'expected a repository name before the tag, such as redis:3.0.6';
  if (path !== path.toLowerCase()) return 'expected a repository name in lower case';
  if (/^[0-9a-f]{64}$/.test(path)) return 'expected a name, not an image id';
  if (path.split('/').every((part) => PATH_PART.test(part))) return null;
  return 'expected a repository name of lower-case letters, digits and single . _ - / between them';
}
