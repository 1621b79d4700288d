import { ApiError, type Route } from './api.ts';
import { pathPattern, type PathPattern } from './path.ts';

/** The API's newest and oldest version, as minors of 1. */
const NEWEST = 41;
const OLDEST = 12;

export type Found = { readonly route: Route; readonly params: Readonly<Record<string, string>> };

/** Finds the route of a request. Of two that match the one that was given first is taken. */
export class Router {
  readonly #routes: readonly { readonly route: Route; readonly pattern: PathPattern }[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map((route) => ({ route, pattern: pathPattern(route.path) }));
  }

  /** @throws ApiError 404 `page not found`, for another method too. */
  find(method: string, path: string): Found {
    for (const { route, pattern } of this.#routes) {
      if (route.method !== method) continue;
      const params = pattern(path);
      if (params !== undefined) return { route, params };
    }
    throw new ApiError(404, 'page not found');
  }
}

/** Takes the version off a path: `/v1.41/services` is `1.41` and `/services`. */
export function splitVersion(path: string): { readonly version: string | undefined; readonly path: string } {
  const [, version, rest] = /^\/v([0-9.]+)(\/.*)$/s.exec(path) ?? [];
  return version === undefined || rest === undefined ? { version: undefined, path } : { version, path: rest };
}

/**
 * The minor of a version that a client asked for; the newest if it asked for none.
 * @throws ApiError 400 for one that the engine does not speak (`moby api/server/middleware/version.go`).
 */
export function minorOf(version: string | undefined): number {
  if (version === undefined) return NEWEST;
  if (compareVersions(version, `1.${OLDEST}`) < 0) {
    const please = 'please upgrade your client to a newer version';
    throw new ApiError(
      400,
      `client version ${version} is too old. Minimum supported API version is 1.${OLDEST}, ${please}`,
    );
  }
  if (compareVersions(version, `1.${NEWEST}`) > 0) {
    throw new ApiError(
      400,
      `client version ${version} is too new. Maximum supported API version is 1.${NEWEST}`,
    );
  }
  return Number(version.split('.')[1] ?? 0);
}

/** Errors are plain text for clients that ask for a version below this one. */
export function speaksJsonErrors(version: string | undefined): boolean {
  return version === undefined || compareVersions(version, '1.24') >= 0;
}

/** By their numbers, missing ones being 0 (`moby api/types/versions`). */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
