import { halfWidth } from './half-width.ts';
import { readImage, type ImageReference } from './image-reference.ts';

const LONGEST = 40_000;
/** Words that stand before a colon and a number in prose and logs. */
const PROSE = new Set(
  'at code delay issue line localhost note number page parallelism port pr re replicas sha256 status step time version'.split(
    ' ',
  ),
);
/** Tags without a digit that are no prose. */
const TAGS = new Set(
  'alpine beta canary dev develop edge head latest lts main master nightly prod production release slim stable staging test testing'.split(
    ' ',
  ),
);
/** Sites whose addresses look like a registry's path. */
const SITES =
  /^(www\.|([\w-]+\.)*(github\.com|bitbucket\.org|google\.com|slack\.com|atlassian\.net|wikipedia\.org)$)/;
const FILES = /\.(html?|md|txt|log|git|png|jpe?g|pdf|ya?ml|json|go|py|sh|[jt]sx?)$/;

/**
 * The image references in a message's plain words, in order of appearance, each once: with a tag or digest, or with a
 * registry's path; in code marks or prose. Times, ports, addresses of pages and e-mail are not taken for images.
 */
export function imagesInText(text: string): string[] {
  const words = halfWidth(text.slice(0, LONGEST)).split(
    /[\s,;(){}"'`|<>=*~\u2018-\u201F\u2190-\u21FF\u3000-\u303F]+|\]\(|->/,
  );
  return [...new Set(words.map(bare).filter(isImage))];
}

/** A word without the punctuation around it. */
function bare(word: string): string {
  return word.replace(/^[[\].:!?/_@-]+/, '').replace(/[[\].:!?/_@-]+$/, '');
}

function isImage(word: string): boolean {
  const reading = readImage(word);
  if (!reading.ok) return false;
  const { path, tag, digest } = reading.value;
  if (!/[a-z]/.test(path) || FILES.test(path) || !isRegistry(reading.value)) return false;
  if (digest !== null) return true;
  return tag === null ? isRegistryPath(reading.value) : isTagged(reading.value, path, tag);
}

/** `8080:80/tcp` has the form of a registry and is none. */
function isRegistry({ registry }: ImageReference): boolean {
  return registry === null || /[a-z]/i.test(registry) || /^\d+(\.\d+){3}(:\d+)?$/.test(registry);
}

function isRegistryPath({ registry, path }: ImageReference): boolean {
  return (
    registry !== null &&
    !SITES.test(registry) &&
    !/\.(html?|md|txt|git|png|jpe?g|pdf|ya?ml|json|[jt]s)$/.test(path)
  );
}

function isTagged({ registry }: ImageReference, path: string, tag: string): boolean {
  if (PROSE.has(path)) return false;
  if (path.includes('/') || registry !== null) return true;
  if (path.includes('.') && /^\d+$/.test(tag)) return false; // a host's port, a file's line
  return /\d/.test(tag) || TAGS.has(tag);
}
