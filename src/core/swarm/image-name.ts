import { readImage } from '../chat/image-reference.ts';

const DOCKER_HUB = new Set(['docker.io', 'index.docker.io']);
const DIGEST_SHOWN = 'sha256:'.length + 12;

/**
 * The name docker stores for what somebody typed: the short form, with `latest` where neither tag nor digest was given
 * (docker/cli, distribution/reference FamiliarString of TagNameOnly). Text that is no image name stays as it is.
 */
export function normaliseImage(text: string): string {
  const reading = readImage(text);
  if (!reading.ok) return text;
  const { registry, path, tag, digest } = reading.value;
  const onHub = registry === null || DOCKER_HUB.has(registry);
  const name = onHub ? path.replace(/^library\/(?=[^/]+$)/, '') : `${registry}/${path}`;
  const shownTag = tag ?? (digest === null ? 'latest' : null);
  return `${name}${shownTag === null ? '' : `:${shownTag}`}${digest === null ? '' : `@${digest}`}`;
}

/** The repository an image is of, without tag and digest, in the short form: what two versions of one image share. */
export function repositoryOf(image: string): string {
  const name = withoutDigest(normaliseImage(image));
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
}

/** `redis:3.0.6@sha256:...` without its digest. */
export function withoutDigest(image: string): string {
  return image.split('@')[0] ?? image;
}

/** The digest of a pinned image, or null. */
export function digestIn(image: string): string | null {
  return image.split('@')[1] ?? null;
}

/** For people: a digest is cut to twelve digits, as docker cuts ids. */
export function shortImage(image: string): string {
  const digest = digestIn(image);
  return digest === null ? image : `${withoutDigest(image)}@${digest.slice(0, DIGEST_SHOWN)}`;
}

/** For tables: the tag alone; the digest, shortened, only where there is no tag (docker/cli task and service formatters). */
export function imageForTable(image: string): string {
  const name = withoutDigest(image);
  const tagged = name.lastIndexOf(':') > name.lastIndexOf('/');
  return tagged ? name : shortImage(image);
}
