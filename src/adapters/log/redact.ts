/** What stands in the place of a secret. */
export const HIDDEN = '[redacted]';

/** Texts that are secret by their shape, whoever made them; what stands before the secret is kept. */
const SHAPES: readonly (readonly [shape: RegExp, kept: string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, ''],
  [/\bxox[a-z](?:\.xox[a-z])?-[\w-]+/gi, ''], // Slack's bot, user, refresh and configuration tokens
  [/\bxapp-[\w-]+/gi, ''],
  [/(\bBearer\s+)[^\s"',;]+/gi, '$1'],
  [/(\b(?:proxy-)?authorization["'\]\s]*[:=,]\s*["'[]*)(?:\w+\s+)?[^\s"',;}\]]+/gi, '$1'],
  [/(\bx-registry-(?:auth|config)["'\]\s]*[:=,]\s*["'[]*)[^\s"',;}\]]+/gi, '$1'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/"'<>]*@/gi, '$1'], // user and password of a URL
  [/([?&](?:ticket|token|password|secret|key)=)[^\s&#"'<>]+/gi, '$1'],
  [/(https:\/\/hooks\.slack\.com\/)[^\s"'<>|]+/gi, '$1'], // who has it can post
];

/**
 * Replaces in a text each of the secrets, also where it is written in base64 or escaped for a URL or for JSON, and whatever
 * looks like a token.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = new Set(secrets.filter((secret) => secret !== '').flatMap(formsOf));
  const longestFirst = [...forms].toSorted((a, b) => b.length - a.length);
  const known =
    longestFirst.length === 0
      ? null
      : new RegExp(longestFirst.map((form) => RegExp.escape(form)).join('|'), 'g');
  return (text) => {
    const without = known === null ? text : text.replace(known, HIDDEN);
    return SHAPES.reduce((left, [shape, kept]) => left.replace(shape, `${kept}${HIDDEN}`), without);
  };
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    secret.trim(), // a PEM text loses its last newline on the way
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    new URLSearchParams({ '': secret }).toString().slice(1),
    bytes.toString('base64'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
  ].filter((form) => form !== '');
}
