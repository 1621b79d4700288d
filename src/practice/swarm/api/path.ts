/** What a pattern such as `/services/:id/update` catches; `:name*` catches slashes too. */
export type PathPattern = (path: string) => Readonly<Record<string, string>> | undefined;

/** Makes a pattern of a route's path. The path that it is given is without version, and decoded. */
export function pathPattern(pattern: string): PathPattern {
  const names: string[] = [];
  const source = pattern.replaceAll(
    /:(\w+)(\*?)|[.*+?^${}()|[\]\\]/g,
    (found, name?: string, star?: string) => {
      if (name === undefined) return `\\${found}`;
      names.push(name);
      return star === '*' ? '(.+)' : '([^/]+)';
    },
  );
  const whole = new RegExp(`^${source}$`, 's');
  return (path) => {
    const caught = whole.exec(path);
    if (caught === null) return undefined;
    return Object.fromEntries(names.map((name, index) => [name, caught[index + 1] ?? '']));
  };
}

/** A path without `//`, `.` and `..`; the engine sends clients that ask otherwise there (`gorilla/mux`, cleanPath). */
export function cleanPath(path: string): string {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  const clean = `/${kept.join('/')}`;
  return path.endsWith('/') && clean !== '/' ? `${clean}/` : clean;
}

/** A path as its client means it (`go net/url`): what is no UTF-8 becomes U+FFFD. Undefined for a percent sign without its digits. */
export function decodePath(path: string): string | undefined {
  // in a form for proxies the host comes first
  const local = /^[a-z][a-z0-9+.-]*:\/\/[^/]*(\/.*|$)/is.exec(path)?.[1] ?? path;
  if (/%(?![0-9a-fA-F]{2})/.test(local)) return undefined;
  const bytes = local.replaceAll(/%(..)/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8') || '/';
}

/** As Go writes a path into a URL. */
export function encodePath(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part).replaceAll(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent))
    .join('/');
}
