import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What of a request decides whether it may come in. */
export type Caller = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
};

/** Why a request is turned away, or where it is sent, with the cookie that lets it in there. */
export type Verdict =
  | { readonly pass: true }
  | { readonly pass: false; readonly status: 400 | 401 | 403 | 405 | 415; readonly words: string }
  | { readonly pass: false; readonly status: 303; readonly location: string; readonly cookie: string };

/**
 * Keeps everybody out who is not the page itself. A browser runs pages of other origins beside ours, and each can send requests
 * to loopback: what tells them apart is Host (a foreign name that was pointed at 127.0.0.1 stays in it), Origin, Sec-Fetch-Site,
 * and content types that no foreign form or script can send without asking first. With a start token, other people's programs on
 * the same machine are kept out too.
 */
export class Guard {
  readonly #hosts: ReadonlySet<string>;
  readonly #token: string | undefined;
  readonly #cookieName: string;
  readonly #session = randomBytes(32).toString('base64url');

  /** `port` is the one that is listened on. Cookies are shared by all ports of a host, so its name has the port in it. */
  constructor(port: number, token?: string) {
    this.#hosts = new Set(['127.0.0.1', 'localhost'].map((name) => `${name}:${port}`));
    this.#token = token;
    this.#cookieName = `practice_${port}`;
  }

  judge(caller: Caller): Verdict {
    const host = caller.headers.host?.toLowerCase() ?? '';
    if (!this.#hosts.has(host)) {
      return refuse(
        403,
        'This page is reached by the address that was printed at the start, and by no other name.',
      );
    }
    return this.#judgeOrigin(caller, host) ?? this.#judgeToken(caller) ?? { pass: true };
  }

  #judgeOrigin({ method, path, headers }: Caller, host: string): Verdict | undefined {
    const site = headers['sec-fetch-site'];
    const foreign = refuse(403, 'Another page on the web asked for this. Only the practice page itself may.');
    if (method === 'GET') {
      const isData = path === '/live' || path.startsWith('/file/');
      // `none` is the person, by the address bar.
      return isData && site !== undefined && site !== 'same-origin' && site !== 'none' ? foreign : undefined;
    }
    if (method !== 'POST') return refuse(405, 'There is only GET and POST.');
    if (headers.origin?.toLowerCase() !== `http://${host}`) return foreign;
    if (site !== undefined && site !== 'same-origin') return foreign;
    const wanted = path === '/upload' ? 'application/octet-stream' : 'application/json';
    const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
    return type === wanted ? undefined : refuse(415, `This takes ${wanted} only.`);
  }

  #judgeToken({ method, path, query, headers }: Caller): Verdict | undefined {
    if (this.#token === undefined) return undefined;
    const offered = query.get('token');
    if (method === 'GET' && path === '/' && offered !== null && same(offered, this.#token)) {
      const cookie = `${this.#cookieName}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`;
      return { pass: false, status: 303, location: '/', cookie };
    }
    const sent = cookiesOf(headers.cookie).get(this.#cookieName);
    if (sent !== undefined && same(sent, this.#session)) return undefined;
    return refuse(
      401,
      'This page commands a real Docker engine, so it opens only by the whole address that was printed at the start, ' +
        'with the token in it.',
    );
  }
}

function refuse(status: 400 | 401 | 403 | 405 | 415, words: string): Verdict {
  return { pass: false, status, words };
}

/** Compares in a time that tells nothing of where two texts differ, nor of their lengths. */
function same(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function cookiesOf(header: string | undefined): Map<string, string> {
  return new Map(
    (header ?? '').split(';').map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return at === -1 ? [pair.trim(), ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
}
