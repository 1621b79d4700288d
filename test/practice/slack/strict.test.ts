import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { SlackServer } from '../../../src/practice/slack/server.ts';
import { call } from './call.ts';
import { FakeClock } from './fake-clock.ts';
import { startServer, tokens } from './harness.ts';

let slack: SlackServer;
let clock: FakeClock;
const ends: (() => Promise<void> | void)[] = [];

beforeEach(async () => {
  clock = new FakeClock();
  slack = await startServer('socket', clock);
});

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
  await slack.stop();
});

const raw = async (method: string, args: object = {}, signal?: AbortSignal): Promise<Response> =>
  fetch(slack.url + method, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.botToken}` },
    body: JSON.stringify(args),
    ...(signal === undefined ? {} : { signal }),
  });

describe('answers', () => {
  test('a refusal is HTTP 200 with ok: false', async () => {
    const response = await raw('chat.postMessage', { channel: 'C9', text: 'x' });

    expect([response.status, await response.json()]).toEqual([
      200,
      { ok: false, error: 'channel_not_found' },
    ]);
  });

  test('a call tells which scopes there are and which one it needs', async () => {
    const { headers } = await raw('users.info', { user: 'U1' });

    expect(headers.get('x-accepted-oauth-scopes')).toBe('users:read');
    expect(headers.get('x-oauth-scopes')).toContain('chat:write');
  });

  test.each([
    ['JSON that is none', 'application/json', '{', 'invalid_json'],
    ['a list', 'application/json', '[]', 'invalid_json'],
    ['another type of content', 'text/plain', 'x', 'invalid_post_type'],
  ])('%s is refused', async (_name, type, body, error) => {
    const response = await fetch(`${slack.url}auth.test`, {
      method: 'POST',
      headers: { 'content-type': type, authorization: `Bearer ${tokens.botToken}` },
      body,
    });

    expect(await response.json()).toMatchObject({ ok: false, error });
  });

  test('the methods that a bot of this kind may want are there, each with its scope', async () => {
    const needed: Record<string, string | undefined> = {
      'auth.test': undefined,
      'bots.info': 'users:read',
      'chat.delete': 'chat:write',
      'chat.postEphemeral': 'chat:write',
      'chat.postMessage': 'chat:write',
      'chat.update': 'chat:write',
      'conversations.join': 'channels:join',
      'conversations.open': 'im:write',
      'files.completeUploadExternal': 'files:write',
      'files.delete': 'files:write',
      'files.getUploadURLExternal': 'files:write',
      'files.info': 'files:read',
      'team.info': 'team:read',
      'usergroups.list': 'usergroups:read',
      'usergroups.users.list': 'usergroups:read',
      'users.info': 'users:read',
      'users.list': 'users:read',
    };
    for (const scope of new Set(Object.values(needed))) slack.workspace.revokeScope(scope ?? '');

    const found: Record<string, unknown> = {};
    for (const method of Object.keys(needed)) found[method] = (await call(slack, method))['needed'];

    expect(found).toEqual(needed);
  });

  test('the scope of a channel’s kind is asked for where a channel is named', async () => {
    slack.workspace.join('secret', slack.workspace.app.botUserId);
    slack.workspace.revokeScope('channels:read');
    slack.workspace.revokeScope('groups:read');

    expect(await call(slack, 'conversations.info', { channel: 'C1' })).toMatchObject({
      needed: 'channels:read',
    });
    expect(await call(slack, 'conversations.members', { channel: 'C3' })).toMatchObject({
      needed: 'groups:read',
    });
    expect(await call(slack, 'conversations.list')).toMatchObject({ needed: 'channels:read' });
    expect(await call(slack, 'conversations.list', { types: 'mpim' })).toMatchObject({
      needed: 'mpim:read',
    });
  });

  test('the team and the bot tell who they are', async () => {
    slack.workspace.grantScope('team:read');

    expect(await call(slack, 'team.info')).toMatchObject({
      team: { id: 'T0PRACTICE', domain: 'practice' },
    });
    expect(await call(slack, 'bots.info', { bot: 'B0WAGGLE' })).toMatchObject({
      bot: { id: 'B0WAGGLE', app_id: 'A0WAGGLE', user_id: 'U0WAGGLE' },
    });
    expect(await call(slack, 'bots.info', { bot: 'B9' })).toEqual({ ok: false, error: 'bot_not_found' });
  });

  test.each([
    ['nobody', {}, 'users_list_not_supplied'],
    ['somebody unknown', { users: 'U9' }, 'user_not_found'],
    ['somebody who is gone', { users: 'U4' }, 'user_disabled'],
    ['a bot', { users: 'U0WAGGLE' }, 'cannot_dm_bot'],
    ['a channel', { channel: 'C1' }, 'channel_not_found'],
  ])('a direct message with %s is refused', async (_name, args, error) => {
    expect(await call(slack, 'conversations.open', args)).toEqual({ ok: false, error });
  });
});

describe('messages', () => {
  test('an update takes less text than a new message', async () => {
    const { ts } = await call(slack, 'chat.postMessage', { channel: 'C1', text: 'x'.repeat(40_000) });

    expect(await call(slack, 'chat.update', { channel: 'C1', ts, text: 'x'.repeat(4_000) })).toMatchObject({
      ok: true,
    });
    expect(await call(slack, 'chat.update', { channel: 'C1', ts, text: 'x'.repeat(4_001) })).toEqual({
      ok: false,
      error: 'msg_too_long',
    });
  });

  test('an update needs something to show', async () => {
    const { ts } = await call(slack, 'chat.postMessage', { channel: 'C1', text: 'x' });

    expect(await call(slack, 'chat.update', { channel: 'C1', ts })).toEqual({
      ok: false,
      error: 'no_text',
    });
  });

  test('messages to one channel are limited apart from those to another', async () => {
    const channels = ['C1', 'C1', 'C1', 'C1', 'C1', 'C1', 'C5'];

    const statuses = [];
    for (const channel of channels)
      statuses.push((await raw('chat.postMessage', { channel, text: 'x' })).status);

    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 200]);
  });

  test('in an archived channel nothing is changed or deleted', async () => {
    const { ts } = await call(slack, 'chat.postMessage', { channel: 'C1', text: 'x' });
    slack.workspace.archive('ops');

    const answers = [
      await call(slack, 'chat.update', { channel: 'C1', ts, text: 'y' }),
      await call(slack, 'chat.delete', { channel: 'C1', ts }),
    ];

    expect(answers.map(({ error }) => error)).toEqual(['is_archived', 'is_archived']);
  });
});

describe('faults', () => {
  test('a limit that was asked for says how long to wait', async () => {
    slack.workspace.inject({ method: 'auth.test', kind: 'rate_limited', retryAfter: 7 });

    const response = await raw('auth.test');

    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
  });

  test('a call that breaks off before it was done, or after', async () => {
    const send = async (): Promise<unknown> =>
      raw('chat.postMessage', { channel: 'C1', text: 'x' }).catch((error: unknown) => error);
    slack.workspace.inject({ method: 'chat.postMessage', kind: 'drop' });
    const dropped = await send();
    const afterDrop = slack.workspace.messages('ops').length;
    slack.workspace.inject({ method: 'chat.postMessage', kind: 'lost_answer' });
    const lost = await send();

    expect([dropped, lost]).toEqual([expect.any(TypeError), expect.any(TypeError)]);
    expect([afterDrop, slack.workspace.messages('ops').length]).toEqual([0, 1]);
  });

  test('a call that is never answered', async () => {
    slack.workspace.inject({ method: 'auth.test', kind: 'hang' });
    const patience = new AbortController();

    const answer = raw('auth.test', {}, patience.signal).catch((error: unknown) => error);
    await slack.workspace.until(() => slack.workspace.countOf('auth.test') === 1);
    patience.abort();

    expect(await answer).toMatchObject({ name: 'AbortError' });
  });
});

describe('Socket Mode', () => {
  async function connect(options: object = {}): Promise<WebSocket> {
    const response = await fetch(`${slack.url}apps.connections.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.appToken}` },
    });
    const { url } = (await response.json()) as { url: string };
    const socket = new WebSocket(url, options);
    ends.push(() => {
      socket.terminate();
    });
    await once(socket, 'message');
    return socket;
  }

  test('a connection that does not answer pings is ended, another is not', async () => {
    const deaf = await connect({ autoPong: false });
    const alive = await connect();
    const gone = once(deaf, 'close');
    const ping = once(alive, 'ping');

    slack.workspace.sockets.ping();
    await ping;
    // The pong to that ping is under way before this frame, so it has been read when this one has.
    alive.send(JSON.stringify({ envelope_id: 'unknown' }));
    await expect.poll(() => slack.workspace.sockets.strayAcks).toContain('unknown');
    slack.workspace.sockets.ping();
    await gone;

    expect(slack.workspace.sockets.connections.length).toBe(1);
    expect(alive.readyState).toBe(WebSocket.OPEN);
  });

  test('a ticket that was not used soon opens nothing', async () => {
    const response = await fetch(`${slack.url}apps.connections.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.appToken}` },
    });
    const { url } = (await response.json()) as { url: string };
    clock.advance(30_001);

    const [error] = (await once(new WebSocket(url), 'error')) as [Error];

    expect(error.message).toContain('403');
  });

  test('an acknowledgement that is lost makes an event come again, marked as such', async () => {
    const socket = await connect();
    const frames: Record<string, unknown>[] = [];
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Record<string, unknown>;
      frames.push(frame);
      socket.send(JSON.stringify({ envelope_id: frame['envelope_id'] }));
      slack.workspace.poke();
    });
    slack.workspace.loseAcks();

    slack.workspace.as('ana').say('ops', '@waggle help');
    await slack.workspace.until(() => frames.length === 1);
    clock.advance(3_000);
    await slack.workspace.until(() => slack.workspace.deliveries[0]?.attempts[0]?.outcome === 'timeout');
    clock.advance(0);
    await slack.workspace.until(() => slack.workspace.deliveries[0]?.attempts[1]?.outcome === 'acked');

    expect(frames).toMatchObject([
      { retry_attempt: 0, retry_reason: '' },
      { retry_attempt: 1, retry_reason: 'timeout', envelope_id: frames[0]?.['envelope_id'] },
    ]);
  });
});

describe('an app behind HTTP', () => {
  /** Starts an app that gives these answers in turn, the last one for ever, and a workspace before it. */
  async function start(
    answers: readonly { status: number; headers?: Record<string, string> }[],
  ): Promise<{ http: SlackServer; requests: IncomingMessage[] }> {
    const requests: IncomingMessage[] = [];
    const app = createServer((request, response) => {
      const { status, headers } = answers[Math.min(requests.length, answers.length - 1)] ?? { status: 200 };
      requests.push(request);
      request.resume().once('end', () => response.writeHead(status, headers).end());
    });
    app.listen(0, '127.0.0.1');
    await once(app, 'listening');
    const address = app.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const http = await startServer({ http: `http://127.0.0.1:${address.port}/` }, clock);
    ends.push(async () => {
      await http.stop();
      app.closeAllConnections();
      app.close();
    });
    return { http, requests };
  }

  test('gets an event again that it failed to take, with the reason', async () => {
    const { http, requests } = await start([{ status: 500 }, { status: 200 }]);

    await http.workspace.as('ana').say('ops', '@waggle help').delivered;
    clock.advance(0);
    await http.workspace.until(() => http.workspace.deliveries[0]?.attempts[1]?.outcome === 'acked');

    const marks = requests.map(({ headers }) => [
      headers['x-slack-retry-num'],
      headers['x-slack-retry-reason'],
    ]);
    expect(marks).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
    ]);
  });

  test('can ask not to get it again', async () => {
    const { http, requests } = await start([{ status: 500, headers: { 'x-slack-no-retry': '1' } }]);

    await http.workspace.as('ana').say('ops', '@waggle help').delivered;
    clock.advance(10 * 60_000);
    await http.workspace.as('ana').slash('ops', '/swarm x');

    expect(http.workspace.deliveries.map(({ attempts }) => attempts.length)).toEqual([1, 1]);
    expect(requests.length).toBe(2);
  });

  test('gets a slash command once, whatever comes of it', async () => {
    const { http } = await start([{ status: 500 }]);

    const result = await http.workspace.as('ana').slash('ops', '/swarm x');
    clock.advance(10 * 60_000);

    expect(result).toEqual({ outcome: 'failed', shownError: 'dispatch_failed' });
    expect(http.workspace.deliveries.map(({ attempts }) => attempts.length)).toEqual([1]);
  });
});
