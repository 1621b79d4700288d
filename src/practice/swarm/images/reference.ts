/** A reference to an image, in full (`docker/distribution reference`). */
export type Reference = {
  readonly kind: 'reference';
  /** `docker.io`, `registry:5000`. */
  readonly domain: string;
  /** `library/redis`, `waggle/web`. */
  readonly path: string;
  readonly tag?: string;
  readonly digest?: string;
};

/** `words` are those of docker's library. The engine says of a service's image only `... is not a valid repository/tag`. */
export type BadReference = { readonly kind: 'invalid'; readonly words: string };

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const DOMAIN_PART = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = `${DOMAIN_PART}(?:\\.${DOMAIN_PART})*(?::[0-9]+)?`;
const TAG = '[\\w][\\w.-]{0,127}';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const WHOLE = new RegExp(`^(${DOMAIN})/(${COMPONENT}(?:/${COMPONENT})*)(?::(${TAG}))?(?:@(${DIGEST}))?$`);
const LONGEST_NAME = 255;
const DIGITS_OF = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

/** Reads a reference as a user writes it: `redis` is `docker.io/library/redis`. The tag is not filled in. */
export function parseReference(text: string): Reference | BadReference {
  if (/^[a-f0-9]{64}$/.test(text)) {
    return invalid(`invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`);
  }
  const { domain, rest } = split(text);
  const name = rest.split(':', 1)[0] ?? '';
  if (name.toLowerCase() !== name) {
    return invalid('invalid reference format: repository name must be lowercase');
  }
  const [whole, host, path, tag, digest] = WHOLE.exec(`${domain}/${rest}`) ?? [];
  if (whole === undefined || host === undefined || path === undefined) {
    return invalid('invalid reference format');
  }
  if (host.length + 1 + path.length > LONGEST_NAME) {
    return invalid(`repository name must not be more than ${LONGEST_NAME} characters`);
  }
  const fault = digest === undefined ? undefined : faultOf(digest);
  if (fault !== undefined) return invalid(fault);
  return {
    kind: 'reference',
    domain: host,
    path,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The name as people write it, without tag and digest: `redis`, `registry:5000/web`. */
export function familiarName({ domain, path }: Reference): string {
  if (domain !== 'docker.io') return `${domain}/${path}`;
  return path.startsWith('library/') ? path.slice('library/'.length) : path;
}

function invalid(words: string): BadReference {
  return { kind: 'invalid', words };
}

function split(text: string): { readonly domain: string; readonly rest: string } {
  const at = text.indexOf('/');
  const first = at === -1 ? '' : text.slice(0, at);
  const isHost = at !== -1 && (/[.:]/.test(first) || first === 'localhost');
  const domain = isHost && first !== 'index.docker.io' ? first : 'docker.io';
  const rest = isHost ? text.slice(at + 1) : text;
  return { domain, rest: domain === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest };
}

function faultOf(digest: string): string | undefined {
  const [algorithm = '', digits = ''] = digest.split(':');
  const length = DIGITS_OF.get(algorithm);
  if (length === undefined) return 'unsupported digest algorithm';
  if (digits.length !== length) return 'invalid checksum digest length';
  return /^[a-f0-9]*$/.test(digits) ? undefined : 'invalid checksum digest format';
}
