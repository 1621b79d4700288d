import { describe, expect, test } from 'vitest';
import { Guard, type Caller, type Verdict } from '../../../src/practice/web/guard.ts';

const host = '127.0.0.1:4268';
const origin = `http://${host}`;
const own = { host, origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };

function caller(method: string, address: string, headers: Caller['headers']): Caller {
  const url = new URL(address, 'http://x');
  return { method, path: url.pathname, query: url.searchParams, headers };
}

function statusOf(verdict: Verdict): number {
  return verdict.pass ? 200 : verdict.status;
}

describe('without a token', () => {
  const guard = new Guard(4268);
  const judge = (method: string, address: string, headers: Caller['headers']): number =>
    statusOf(guard.judge(caller(method, address, headers)));

  test.each([
    ['the address by number', '127.0.0.1:4268', 200],
    ['the address by name', 'localhost:4268', 200],
    ['the name in capitals', 'LOCALHOST:4268', 200],
    ['a foreign name that points here', 'evil.example:4268', 403],
    ['a foreign name that begins like ours', '127.0.0.1.evil.example:4268', 403],
    ['another port', '127.0.0.1:4269', 403],
    ['no port', '127.0.0.1', 403],
    ['nothing', undefined, 403],
  ])('takes Host for what it is: %s', (_what, name, status) => {
    const headers = name === undefined ? {} : { host: name };
    expect(judge('GET', '/', headers)).toBe(status);
    expect(judge('GET', '/live?as=U1', headers)).toBe(status);
    const posted = { ...own, origin: `http://${name?.toLowerCase()}` };
    expect(
      judge('POST', '/act?as=U1', { ...posted, ...headers, ...(name === undefined && { host: '' }) }),
    ).toBe(status);
  });

  test.each([
    ['the page itself', {}, 200],
    ['a browser that says nothing of sites', { 'sec-fetch-site': undefined }, 200],
    ['no origin', { origin: undefined }, 403],
    ['another origin', { origin: 'https://evil.example' }, 403],
    ['a page that hides its origin', { origin: 'null' }, 403],
    ['our host over TLS', { origin: `https://${host}` }, 403],
    ['another port of this machine', { origin: 'http://127.0.0.1:3000' }, 403],
    ['our other name', { origin: 'http://localhost:4268' }, 403],
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['another port by Sec-Fetch-Site', { 'sec-fetch-site': 'same-site' }, 403],
    ['the address bar', { 'sec-fetch-site': 'none' }, 403],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['text, which needs no leave from us', { 'content-type': 'text/plain' }, 415],
    ['no type', { 'content-type': undefined }, 415],
    ['JSON with a charset', { 'content-type': 'application/json; charset=utf-8' }, 200],
  ])('lets an act in from the page alone: %s', (_what, headers, status) => {
    expect(judge('POST', '/act?as=U1', { ...own, ...headers })).toBe(status);
  });

  test('takes uploads as bytes only', () => {
    expect(judge('POST', '/upload?as=U1', { ...own, 'content-type': 'application/octet-stream' })).toBe(200);
    expect(judge('POST', '/upload?as=U1', own)).toBe(415);
    expect(
      judge('POST', '/upload?as=U1', { ...own, 'content-type': 'multipart/form-data; boundary=x' }),
    ).toBe(415);
  });

  test.each(['/live?as=U1', '/file/F1?as=U1'])('gives %s to no other site', (address) => {
    expect(judge('GET', address, { host })).toBe(200);
    expect(judge('GET', address, { host, 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(judge('GET', address, { host, 'sec-fetch-site': 'none' })).toBe(200);
    expect(judge('GET', address, { host, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(judge('GET', address, { host, 'sec-fetch-site': 'same-site' })).toBe(403);
  });

  test('lets a link from elsewhere open the page', () => {
    expect(judge('GET', '/', { host, 'sec-fetch-site': 'cross-site' })).toBe(200);
  });

  test.each(['HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', ''])('knows no method %s', (method) => {
    expect(judge(method, '/act?as=U1', own)).toBe(405);
  });
});

describe('with a token', () => {
  const guard = new Guard(4268, 'the-token');
  const enter = (): string => {
    const verdict = guard.judge(caller('GET', '/?token=the-token', { host }));
    if (verdict.pass || verdict.status !== 303) throw new Error('was not let in');
    return verdict.cookie.split(';')[0] ?? '';
  };

  test('the right one is changed for a cookie that tells nothing of it', () => {
    const verdict = guard.judge(caller('GET', '/?token=the-token', { host }));

    expect(verdict).toMatchObject({ status: 303, location: '/' });
    const cookie = !verdict.pass && verdict.status === 303 ? verdict.cookie : '';
    expect(cookie).toMatch(/^practice_4268=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(cookie).not.toContain('the-token');
  });

  test.each(['/', '/app.js', '/live?as=U1', '/file/F1?as=U1'])(
    'the cookie opens %s, and nothing else does',
    (address) => {
      const cookie = enter();
      const judge = (sent?: string): number =>
        statusOf(
          guard.judge(caller('GET', address, { host, ...(sent === undefined ? {} : { cookie: sent }) })),
        );

      expect(judge(cookie)).toBe(200);
      expect(judge(`a=b; ${cookie}; c=d`)).toBe(200);
      expect(judge()).toBe(401);
      expect(judge('practice_4268=the-token')).toBe(401);
      expect(judge('practice_4268=')).toBe(401);
      expect(judge(cookie.replace('practice_4268', 'practice_4269'))).toBe(401);
      expect(judge(`${cookie}x`)).toBe(401);
    },
  );

  test('an act needs it too', () => {
    expect(statusOf(guard.judge(caller('POST', '/act?as=U1', own)))).toBe(401);
    expect(statusOf(guard.judge(caller('POST', '/act?as=U1&token=the-token', own)))).toBe(401);
    expect(statusOf(guard.judge(caller('POST', '/act?as=U1', { ...own, cookie: enter() })))).toBe(200);
  });

  test.each([
    '/?token=',
    '/?token=the-toke',
    '/?token=the-token2',
    '/?token=THE-TOKEN',
    '/live?as=U1&token=the-token',
  ])('a wrong one is refused in words that say what to do: %s', (address) => {
    const verdict = guard.judge(caller('GET', address, { host }));

    expect(verdict).toMatchObject({ status: 401 });
    expect(!verdict.pass && 'words' in verdict && verdict.words).toContain('address that was printed');
  });

  test('the cookie of one start is worth nothing at the next', () => {
    const cookie = enter();
    const next = new Guard(4268, 'the-token');

    expect(statusOf(next.judge(caller('GET', '/', { host, cookie })))).toBe(401);
  });

  test('a cookie does not open the door to another origin', () => {
    const headers = { ...own, origin: 'https://evil.example', cookie: enter() };

    expect(statusOf(guard.judge(caller('POST', '/act?as=U1', headers)))).toBe(403);
  });
});
