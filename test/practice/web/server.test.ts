import { afterEach, describe, expect, test } from 'vitest';
import { asset } from '../../../src/practice/web/bundle.ts';
import { startWeb } from '../../../src/practice/web/server.ts';
import { startSite, type Site } from './site.ts';

let site: Site;

afterEach(async () => {
  await site.stop();
});

describe('the page', () => {
  const script = asset(Buffer.from('let a;'), 'text/javascript; charset=utf-8');
  const page = async () => Promise.resolve(new Map([['/app.js', script]]));

  test('comes with its script, and is not sent again while it is the same', async () => {
    site = await startSite({ web: { page } });

    const document = await site.raw('GET', '/');
    const code = await site.raw('GET', '/app.js');

    expect(document).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(document.body).toContain('<html lang="en">');
    expect(code).toMatchObject({ status: 200, body: 'let a;' });
    for (const [path, { headers }] of [['/', document] as const, ['/app.js', code] as const]) {
      const again = await site.raw('GET', path, { 'if-none-match': `"other", ${headers.etag}` });
      expect(again).toMatchObject({ status: 304, body: '' });
      expect((await site.raw('GET', path, { 'if-none-match': '"other"' })).status).toBe(200);
    }
  });

  test('lets nothing run but its own script, and nobody frame it', async () => {
    site = await startSite();

    const { headers } = await site.raw('GET', '/');

    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' https: data:; " +
        "frame-ancestors 'none'; form-action 'none'; base-uri 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  test('that cannot be built is said to be broken', async () => {
    const fault = new Error('no such file');
    site = await startSite({ web: { page: async () => Promise.reject(fault) } });

    expect((await site.raw('GET', '/app.js')).status).toBe(500);
    expect(new Set(site.faults)).toEqual(new Set([fault]));
  });

  test('has no other addresses', async () => {
    site = await startSite();

    for (const path of ['/app.css', '/act', '/upload', '/main.tsx', '/../package.json', '/file', '/live/']) {
      expect([path, (await site.raw('GET', path)).status]).toEqual([path, 404]);
    }
  });
});

describe('nobody but the page', () => {
  const json = { 'content-type': 'application/json' };
  const say = JSON.stringify({ act: 'say', channel: 'C1', text: 'x' });

  test('is served under another name', async () => {
    site = await startSite();

    expect((await site.raw('GET', '/', { host: `evil.example:${site.web.port}` })).status).toBe(403);
    expect((await site.raw('GET', '/live?as=U1', { host: `evil.example:${site.web.port}` })).status).toBe(
      403,
    );
  });

  test('makes anybody act', async () => {
    site = await startSite();
    const from = async (headers: Record<string, string>): Promise<number> =>
      (await site.raw('POST', '/act?as=U1', { ...json, ...headers }, say)).status;

    expect(await from({})).toBe(403);
    expect(await from({ origin: 'https://evil.example' })).toBe(403);
    expect(await from({ origin: site.origin, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await from({ origin: site.origin, 'content-type': 'text/plain' })).toBe(415);
    expect(site.workspace.messages('ops')).toEqual([]);
    expect(await from({ origin: site.origin, 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(site.workspace.messages('ops')).toHaveLength(1);
  });

  test('gets in without the token, and its refusals read as answers where the page acts', async () => {
    site = await startSite({ web: { token: 'a+b' } });
    expect(site.web.address).toBe(`${site.origin}/?token=a%2Bb`);
    const own = { ...json, origin: site.origin };

    expect((await site.raw('GET', '/')).status).toBe(401);
    const refused = await site.raw('POST', '/act?as=U1', own, say);
    expect(refused.status).toBe(401);
    expect(JSON.parse(refused.body)).toMatchObject({ ok: false });

    const entered = await site.raw('GET', site.web.address.slice(site.origin.length));
    expect(entered).toMatchObject({ status: 303, headers: { location: '/' } });
    const cookie = entered.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    expect((await site.raw('GET', '/', { cookie })).status).toBe(200);
    expect((await site.raw('GET', '/live?as=U1', { cookie })).status).toBe(200);
    expect((await site.raw('POST', '/act?as=U1', { ...own, cookie }, say)).status).toBe(200);
  });

  test.each(['U4', 'U6', 'U0WAGGLE', 'U9', '', '__proto__'])('can be %s', async (as) => {
    site = await startSite();

    expect((await site.open(as)).things.get('workspace')).toMatchObject({ me: 'U1' });
    expect((await site.raw('GET', `/file/F1?as=${as}`)).status).toBe(400);
    const acted = await site.raw('POST', `/act?as=${as}`, { ...json, origin: site.origin }, say);
    expect(JSON.parse(acted.body)).toMatchObject({ ok: false });
    expect(site.workspace.messages('ops')).toEqual([]);
  });
});

test('an act that is too long is refused in words', async () => {
  site = await startSite();
  const headers = { 'content-type': 'application/json', origin: site.origin };

  const answer = await site.raw('POST', '/act?as=U1', headers, 'x'.repeat(500_001));

  expect(answer.status).toBe(413);
  expect(JSON.parse(answer.body)).toEqual({ ok: false, error: 'That is too long to be sent.' });
});

test('a port that is taken is named by the error of the system', async () => {
  site = await startSite();
  const again = startWeb({
    workspace: site.workspace,
    port: site.web.port,
    playable: [],
    onFault: () => undefined,
    page: async () => Promise.resolve(new Map()),
  });

  await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE', port: site.web.port });
});

test('a stop ends the open pages too, and leaves the port free', async () => {
  site = await startSite();
  const pages = [await site.open('U1'), await site.open('U2')];
  const { port } = site.web;

  await site.web.stop();
  await Promise.all(pages.map(async (page) => page.until(() => false).catch(() => true)));
  expect(pages.map(({ ended }) => ended)).toEqual([true, true]);

  await site.stop();
  site = await startSite({ web: { port } });
  expect(site.web.port).toBe(port);
});
