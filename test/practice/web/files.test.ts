import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileName } from '../../../src/practice/web/files.ts';
import { startSite, type Site } from './site.ts';

let site: Site;

beforeEach(async () => {
  site = await startSite();
});

afterEach(async () => {
  await site.stop();
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function uploaded(as: string, name: string, content: string): Promise<string> {
  const { answer } = await site.upload(as, name, bytes(content));
  if (!answer.ok || typeof answer.result !== 'string') throw new Error('was not taken');
  return answer.result;
}

test('a file goes up, into a message, and down again byte for byte', async () => {
  const page = await site.open('U2');
  const id = await uploaded('U1', 'stack ü.yml', 'services:\n  redis: {}\n');

  await site.act('U1', { act: 'say', channel: 'C1', text: '', files: [id] });
  const message = await page.message(({ files }) => files.length > 0);
  const got = await site.raw('GET', `/file/${id}?as=U2`);

  expect(message.files).toEqual([
    {
      id,
      name: 'stack ü.yml',
      title: 'stack ü.yml',
      mimetype: 'text/x-yaml',
      size: 22,
      user: 'U1',
      preview: 'services:\n  redis: {}\n',
      isDeleted: false,
    },
  ]);
  expect(got).toMatchObject({ status: 200, body: 'services:\n  redis: {}\n' });
});

test('nothing in a file runs in the page', async () => {
  const id = await uploaded('U1', 'a"b;.html', '<script>alert(1)</script>');

  const { headers } = await site.raw('GET', `/file/${id}?as=U1`);

  expect(headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="a_b_.html"; filename*=UTF-8''a%22b%3B.html`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
});

test.each([
  ['a.png', 'image/png', 'inline'],
  ['a.JPG', 'image/jpeg', 'inline'],
  ['a.svg', 'application/octet-stream', 'attachment'],
  ['a.txt', 'application/octet-stream', 'attachment'],
  ['a', 'application/octet-stream', 'attachment'],
])('only pictures are shown: %s', async (name, type, disposition) => {
  const id = await uploaded('U1', name, 'x');

  const { headers } = await site.raw('GET', `/file/${id}?as=U1`);

  expect(headers['content-type']).toBe(type);
  expect(headers['content-disposition']).toMatch(new RegExp(`^${disposition}; `));
});

test('a file is for those who see the conversation that it is in', async () => {
  const status = async (id: string, as: string): Promise<number> =>
    (await site.raw('GET', `/file/${id}?as=${as}`)).status;
  const id = await uploaded('U1', 'secret.txt', 'x');

  expect([await status(id, 'U1'), await status(id, 'U2')]).toEqual([200, 404]);
  await site.act('U1', { act: 'say', channel: 'C3', text: 'see', files: [id] });
  expect([await status(id, 'U1'), await status(id, 'U2')]).toEqual([200, 404]);
  site.workspace.join('secret', 'U2');
  expect(await status(id, 'U2')).toBe(200);
  await site.act('U1', { act: 'say', channel: 'C2', text: 'see', files: [id] });
  // Guests see no channel that they are not in.
  expect(await status(id, 'U3')).toBe(404);
  expect(await status('F9', 'U1')).toBe(404);
});

test('nobody says the file of somebody else', async () => {
  const id = await uploaded('U1', 'a.txt', 'x');

  expect(await site.act('U2', { act: 'say', channel: 'C1', text: 'mine', files: [id] })).toEqual({
    ok: false,
    error: 'That file is not there any more; attach it again.',
  });
});

test('what is no text has no preview, and a long text only its first lines', async () => {
  const page = await site.open('U1');
  const lines = Array.from({ length: 100 }, (_, at) => `line ${at}`).join('\n');
  const ids = [
    await uploaded('U1', 'binary.txt', 'a\0b'),
    await uploaded('U1', 'picture.png', 'abc'),
    await uploaded('U1', 'long.log', lines),
    await uploaded('U1', 'cut.txt', `${'x'.repeat(1_999)}ü`),
  ];

  await site.act('U1', { act: 'say', channel: 'C1', text: '', files: ids });
  const { files } = await page.message((message) => message.files.length > 0);

  expect(files.map(({ preview }) => preview)).toEqual([
    undefined,
    undefined,
    lines.split('\n').slice(0, 8).join('\n'),
    'x'.repeat(1_999),
  ]);
});

test('a deleted file leaves a mark', async () => {
  const page = await site.open('U1');
  const id = await uploaded('U1', 'a.txt', 'x');
  await site.act('U1', { act: 'say', channel: 'C1', text: '', files: [id] });
  await page.message(({ files }) => files[0]?.isDeleted === false);

  site.workspace.state.files.delete(id);
  site.workspace.poke();
  const message = await page.message(({ files }) => files[0]?.isDeleted === true);

  expect(message.files).toEqual([expect.objectContaining({ id, isDeleted: true })]);
  expect((await site.raw('GET', `/file/${id}?as=U1`)).status).toBe(404);
});

test('an empty file, and one without a name, are refused', async () => {
  expect(await site.upload('U1', 'a.txt', bytes(''))).toEqual({
    status: 400,
    answer: { ok: false, error: 'a.txt is empty.' },
  });
  expect(await site.upload('U1', '', bytes('x'))).toEqual({
    status: 400,
    answer: { ok: false, error: 'The file has no name.' },
  });
});

describe('a file that is too large', () => {
  const answer = {
    ok: false,
    error: 'The file is too large: 25 MB is the most that this practice workspace takes.',
  };

  test('is refused in words', async () => {
    expect(await site.upload('U1', 'a.bin', new Uint8Array(25_000_001))).toEqual({ status: 413, answer });
    expect(site.workspace.state.files.size).toBe(0);
  });

  test('is refused too when its length is not said before', async () => {
    const request = httpRequest({
      port: site.web.port,
      method: 'POST',
      path: '/upload?as=U1&name=a.bin',
      headers: {
        host: `127.0.0.1:${site.web.port}`,
        origin: site.origin,
        'content-type': 'application/octet-stream',
        'transfer-encoding': 'chunked',
      },
    });
    for (let sent = 0; sent <= 25_000_000; sent += 1_000_000) request.write(Buffer.alloc(1_000_000));
    request.end();
    const [response] = (await once(request, 'response')) as [AsyncIterable<Buffer> & { statusCode: number }];
    let body = '';
    for await (const chunk of response) body += chunk.toString();

    expect(response.statusCode).toBe(413);
    expect(JSON.parse(body)).toEqual(answer);
  });
});

test('an upload that is broken off leaves nothing and is no fault', async () => {
  const request = httpRequest({
    port: site.web.port,
    method: 'POST',
    path: '/upload?as=U1&name=a.bin',
    headers: {
      host: `127.0.0.1:${site.web.port}`,
      origin: site.origin,
      'content-type': 'application/octet-stream',
      'content-length': '100',
    },
  });
  const broken = once(request, 'error');
  request.write('half');
  request.flushHeaders();
  await new Promise<void>((resolve) => {
    request.write('more', () => {
      resolve();
    });
  });
  request.destroy(new Error('gone'));
  await broken;
  // The server goes on, and has heard of it by now.
  await uploaded('U1', 'b.txt', 'x');

  expect([...site.workspace.state.files.values()].map(({ name }) => name)).toEqual(['b.txt']);
  expect(site.faults).toEqual([]);
});

test.each([
  ['a.txt', 'a.txt'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\a.txt', 'a.txt'],
  ['a\u0000\nb.txt', 'ab.txt'],
  // A sign that turns the reading direction makes gpj.exe of exe.jpg.
  ['a\u202egpj.exe', 'agpj.exe'],
  ['..', undefined],
  [' ', undefined],
  ['x'.repeat(300), 'x'.repeat(255)],
])('a name is made safe: %j', (offered, name) => {
  expect(fileName(offered)).toBe(name);
});

test('a message takes ten files, each once', async () => {
  const id = await uploaded('U1', 'a.txt', 'x');
  const others = await Promise.all(Array.from({ length: 10 }, () => uploaded('U1', 'b.txt', 'x')));
  const say = (files: string[]): ReturnType<typeof site.act> =>
    site.act('U1', { act: 'say', channel: 'C1', text: 'look', files });

  expect(await say([id, ...others])).toEqual({
    ok: false,
    error: 'A message takes 10 files at most.',
  });
  expect(await say([id, id])).toMatchObject({ ok: true });
  expect(site.workspace.everyMessage().at(-1)?.files).toHaveLength(1);
});
