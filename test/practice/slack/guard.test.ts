import { request, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { SlackServer } from '../../../src/practice/slack/server.ts';
import { call } from './call.ts';
import { startServer, tokens } from './harness.ts';

let slack: SlackServer;
let host: string;

beforeEach(async () => {
  slack = await startServer();
  host = new URL(slack.url).host;
});

afterEach(async () => {
  await slack.stop();
});

type Sent = { path?: string; method?: string; headers?: Record<string, string>; body?: string };

/** A request with exactly these headers, which `fetch` would not send. */
async function send({
  path = '/api/auth.test',
  method = 'POST',
  headers = {},
  body = '',
}: Sent): Promise<[status: number | undefined, text: string]> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(new URL(path, slack.url), {
      method,
      headers: { authorization: `Bearer ${tokens.botToken}`, ...headers },
    });
    sent.once('response', resolve).once('error', reject);
    sent.end(body);
  });
  let text = '';
  for await (const part of response) text += String(part);
  return [response.statusCode, text];
}

const post = {
  path: '/api/chat.postMessage',
  body: JSON.stringify({ channel: 'C1', text: 'from a page' }),
} as const;

describe('a page in a browser', () => {
  test.each([
    ['of another origin', { origin: 'http://evil.example' }],
    ['of this very server', { origin: 'http://127.0.0.1' }],
    ['in a sandbox', { origin: 'null' }],
    ['that only links here', { 'sec-fetch-site': 'cross-site' }],
    ['of another port of this machine', { 'sec-fetch-site': 'same-site' }],
    ['opened by its address', { 'sec-fetch-site': 'none' }],
  ])('%s can do nothing', async (_name, headers) => {
    const [status] = await send({ ...post, headers: { 'content-type': 'application/json', ...headers } });

    expect(status).toBe(403);
    expect(slack.workspace.calls).toEqual([]);
    expect(slack.workspace.messages('ops')).toEqual([]);
  });

  test.each(['evil.example', 'evil.example:80', '127.0.0.1', 'localhost', '127.0.0.1:1', '[::1]:80'])(
    'under the name %s can do nothing',
    async (name) => {
      const [status] = await send({
        ...post,
        headers: { 'content-type': 'application/json', host: name },
      });

      expect(status).toBe(403);
      expect(slack.workspace.calls).toEqual([]);
    },
  );

  test('cannot use an address that was handed out either', async () => {
    await slack.workspace.as('ana').slash('ops', '/swarm x');
    const given = slack.workspace.deliveries.at(-1)?.envelope.payload['response_url'];
    const { pathname } = new URL(typeof given === 'string' ? given : '');
    const body = JSON.stringify({ text: 'from a page' });

    const [stranger] = await send({ path: pathname, headers: { origin: 'http://evil.example' }, body });
    const [image] = await send({ path: pathname, method: 'GET' });
    const [app] = await send({ path: pathname, body });

    expect([stranger, image, app]).toEqual([403, 405, 200]);
    expect(slack.workspace.ephemerals('U1').length).toBe(1);
  });

  test('cannot open a connection of Socket Mode', async () => {
    const opened = await fetch(`${slack.url}apps.connections.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.appToken}` },
    });
    const { url } = (await opened.json()) as { url: string };
    const fails = async (options: object): Promise<string> => {
      const socket = new WebSocket(url, options);
      return new Promise((resolve) => {
        socket.once('error', (error) => {
          resolve(error.message);
        });
        socket.once('open', () => {
          resolve('opened');
          socket.close();
        });
      });
    };

    expect(await fails({ origin: 'http://evil.example' })).toContain('403');
    expect(await fails({ headers: { host: 'evil.example' } })).toContain('403');
    // The ticket was not used up by them.
    expect(await fails({})).toBe('opened');
  });
});

test('an app is answered under both names of the machine', async () => {
  const { port } = new URL(slack.url);

  expect((await send({ headers: { host } }))[0]).toBe(200);
  expect((await send({ headers: { host: `localhost:${port}` } }))[0]).toBe(200);
});

describe('a body that is too large', () => {
  test('is refused before it is read, and nothing is done', async () => {
    const [status, text] = await send({ ...post, body: 'x'.repeat(1024 * 1024 + 1) });

    expect([status, text]).toEqual([413, 'The request is larger than 1048576 bytes.']);
    expect(slack.workspace.calls).toEqual([]);
    expect(await call(slack, 'auth.test')).toMatchObject({ ok: true });
  });

  test('is refused too when nobody said how large it would be', async () => {
    const [status] = await send({
      ...post,
      headers: { 'transfer-encoding': 'chunked' },
      body: 'x'.repeat(1024 * 1024 + 1),
    });

    expect(status).toBe(413);
  });

  test('may be an upload: those may be larger', async () => {
    const size = 2 * 1024 * 1024;
    const { upload_url } = await call(slack, 'files.getUploadURLExternal', {
      filename: 'a.bin',
      length: size,
    });

    const response = await fetch(String(upload_url), { method: 'POST', body: 'x'.repeat(size) });

    expect([response.status, await response.text()]).toEqual([200, `OK - ${size}`]);
  });
});
