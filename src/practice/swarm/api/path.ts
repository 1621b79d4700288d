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
