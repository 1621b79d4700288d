import { webApi } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SlackServer } from '../../../src/practice/slack/server.ts';
import { FakeClock } from './fake-clock.ts';
import { startServer, tokens } from './harness.ts';

let slack: SlackServer;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock();
  slack = await startServer('socket', clock);
});

afterEach(async () => {
  await slack.stop();
});

type Body = Record<string, unknown> & { ok: boolean };

async function call(
  method: string,
  args: object = {},
  token: string | undefined = tokens.botToken,
): Promise<Body> {
  const response = await fetch(slack.url + method, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined || token === '' ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Body;
}

async function post(text: string, more: object = {}): Promise<string> {
  const { ts } = await call('chat.postMessage', { channel: 'C1', text, ...more });
  return String(ts);
}

const divider = { type: 'divider' };
const home = { type: 'home', blocks: [divider] };
const modal = { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [divider] };

describe('tokens and scopes', () => {
  test('a call without a token, with a wrong one, or with that of the other kind is refused', async () => {
    expect(await call('auth.test', {}, '')).toEqual({ ok: false, error: 'not_authed' });
    expect(await call('auth.test', {}, 'xoxb-other')).toEqual({ ok: false, error: 'invalid_auth' });
    expect(await call('auth.test', {}, tokens.appToken)).toEqual({
      ok: false,
      error: 'not_allowed_token_type',
    });
    expect(await call('apps.connections.open')).toEqual({ ok: false, error: 'not_allowed_token_type' });
  });

  test('a token in a form field is taken, and not written into the log', async () => {
    const response = await fetch(`${slack.url}auth.test`, {
      method: 'POST',
      body: new URLSearchParams({ token: tokens.botToken }),
    });

    expect(await response.json()).toMatchObject({ ok: true, user_id: 'U0WAGGLE', bot_id: 'B0WAGGLE' });
    expect(JSON.stringify(slack.workspace.calls)).not.toContain(tokens.botToken);
  });

  test('a method without its scope names the scope', async () => {
    slack.workspace.revokeScope('users:read');

    expect(await call('users.info', { user: 'U1' })).toMatchObject({
      ok: false,
      error: 'missing_scope',
      needed: 'users:read',
    });
  });

  test('an unknown method is refused', async () => {
    expect(await call('chat.shout')).toEqual({
      ok: false,
      error: 'unknown_method',
      req_method: 'chat.shout',
    });
  });
});

describe('messages', () => {
  test.each([
    ['a channel that is not there', { channel: 'C9', text: 'x' }, 'channel_not_found'],
    ['a channel without the bot', { channel: 'C2', text: 'x' }, 'not_in_channel'],
    ['a private channel without the bot', { channel: 'C3', text: 'x' }, 'channel_not_found'],
    ['an archived channel', { channel: 'C4', text: 'x' }, 'is_archived'],
    ['no text', { channel: 'C1' }, 'no_text'],
    ['a text that is too long', { channel: 'C1', text: 'x'.repeat(40_001) }, 'msg_too_long'],
    ['a thread that is not there', { channel: 'C1', text: 'x', thread_ts: '1.000001' }, 'thread_not_found'],
  ])('%s is refused', async (_name, args, error) => {
    expect(await call('chat.postMessage', args)).toEqual({ ok: false, error });
  });

  test('bad blocks are refused with the reason', async () => {
    expect(await call('chat.postMessage', { channel: 'C1', blocks: [{ type: 'shout' }] })).toEqual({
      ok: false,
      error: 'invalid_blocks',
      response_metadata: { messages: ['[ERROR] unsupported type: shout [json-pointer:/blocks/0/type]'] },
    });
  });

  test('the real client posts blocks as a form', async () => {
    const client = new webApi.WebClient(tokens.botToken, { slackApiUrl: slack.url });

    await client.chat.postMessage({
      channel: 'C1',
      text: 'a & b',
      blocks: [{ type: 'divider', block_id: 'd' }],
    });

    expect(slack.workspace.messages('ops').map(({ text, blocks }) => ({ text, blocks }))).toEqual([
      { text: 'a & b', blocks: [{ type: 'divider', block_id: 'd' }] },
    ]);
  });

  test('text without blocks takes the blocks of a message away, and every form is kept', async () => {
    const ts = await post('one', { blocks: [{ ...divider, block_id: 'd' }] });

    await call('chat.update', { channel: 'C1', ts, text: 'two' });

    const [message] = slack.workspace.messages('ops');
    const at = clock.now();
    expect(message?.blocks).toEqual([]);
    expect(message?.edits).toEqual([
      { at, text: 'one', blocks: [{ type: 'divider', block_id: 'd' }] },
      { at, text: 'two', blocks: [] },
    ]);
  });

  test('only the bot’s own messages can be changed, and no ephemeral one', async () => {
    const { message } = slack.workspace.as('ana').say('ops', 'mine');
    const sent = await call('chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'psst' });

    expect(await call('chat.update', { channel: 'C1', ts: message.ts, text: 'x' })).toEqual({
      ok: false,
      error: 'cant_update_message',
    });
    expect(await call('chat.update', { channel: 'C1', ts: sent['message_ts'], text: 'x' })).toEqual({
      ok: false,
      error: 'message_not_found',
    });
    expect(await call('chat.delete', { channel: 'C1', ts: message.ts })).toEqual({
      ok: false,
      error: 'cant_delete_message',
    });
  });

  test('an ephemeral message needs a person who is in the channel', async () => {
    expect(await call('chat.postEphemeral', { channel: 'C1', user: 'U5', text: 'x' })).toEqual({
      ok: false,
      error: 'user_not_in_channel',
    });
  });

  test('a deleted message is gone', async () => {
    const ts = await post('one');
    await call('chat.delete', { channel: 'C1', ts });

    expect(slack.workspace.messages('ops')).toEqual([]);
    expect(slack.workspace.everyMessage().map(({ text, deleted }) => ({ text, deleted }))).toEqual([
      { text: 'one', deleted: true },
    ]);
  });

  test('a permalink names channel and thread', async () => {
    const ts = await post('one');
    const reply = await post('two', { thread_ts: ts });

    expect(await call('chat.getPermalink', { channel: 'C1', message_ts: reply })).toMatchObject({
      permalink: `https://practice.slack.com/archives/C1/p${reply.replace('.', '')}?thread_ts=${ts}&cid=C1`,
    });
  });
});

describe('rates', () => {
  test('five messages at once are let through, and one more a second later', async () => {
    for (let count = 0; count < 5; count += 1) await post('x');
    const refused = await fetch(`${slack.url}chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.botToken}` },
      body: JSON.stringify({ channel: 'C1', text: 'x' }),
    });

    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
    expect(await refused.json()).toEqual({ ok: false, error: 'ratelimited' });
    clock.advance(5_000);
    expect(await call('chat.postMessage', { channel: 'C1', text: 'x' })).toMatchObject({ ok: true });
  });

  test('fifty updates a minute, in all channels together', async () => {
    const ts = await post('x');
    for (let count = 0; count < 50; count += 1)
      await call('chat.update', { channel: 'C1', ts, text: `${count}` });

    expect(await call('chat.update', { channel: 'C1', ts, text: 'last' })).toEqual({
      ok: false,
      error: 'ratelimited',
    });
    slack.workspace.limitRates(false);
    expect(await call('chat.update', { channel: 'C1', ts, text: 'last' })).toMatchObject({ ok: true });
  });
});

describe('people and places', () => {
  test('a person’s kind is seen in users.info', async () => {
    const kinds = await Promise.all(
      ['U1', 'U3', 'U4', 'U5'].map(async (user) => (await call('users.info', { user }))['user']),
    );

    expect(kinds).toMatchObject([
      { deleted: false, is_restricted: false, team_id: 'T0PRACTICE' },
      { is_restricted: true, is_ultra_restricted: false },
      { deleted: true },
      { is_stranger: true, team_id: 'T0ELSEWHERE' },
    ]);
    expect(await call('users.info', { user: 'U9' })).toEqual({ ok: false, error: 'user_not_found' });
  });

  test('a channel tells whether the bot is in it; direct messages need a scope of their own', async () => {
    const opened = await call('conversations.open', { users: 'U1' });
    const { id } = opened['channel'] as { id: string };

    expect(await call('conversations.info', { channel: 'C2' })).toMatchObject({
      channel: { is_member: false },
    });
    expect(await call('conversations.info', { channel: 'C5' })).toMatchObject({
      channel: { is_ext_shared: true },
    });
    expect(await call('conversations.info', { channel: 'C3' })).toEqual({
      ok: false,
      error: 'channel_not_found',
    });
    expect(await call('conversations.info', { channel: id })).toMatchObject({
      error: 'missing_scope',
      needed: 'im:read',
    });
  });

  test('lists come in pages', async () => {
    const first = await call('conversations.list', { limit: 2 });
    const cursor = (first['response_metadata'] as { next_cursor: string }).next_cursor;
    const second = await call('conversations.list', { limit: 2, cursor });

    expect([first['channels'], second['channels']]).toMatchObject([
      [{ id: 'C1' }, { id: 'C2' }],
      [{ id: 'C4' }, { id: 'C5' }],
    ]);
    expect(second['response_metadata']).toEqual({ next_cursor: '' });
  });

  test('user groups need a paid plan', async () => {
    const free = await startServer('socket', clock, {
      seed: { team: { plan: 'free' }, users: [], channels: [] },
    });

    expect(await call('usergroups.users.list', { usergroup: 'S1' })).toEqual({
      ok: true,
      users: ['U1', 'U2'],
    });
    const response = await fetch(`${free.url}usergroups.list`, {
      headers: { authorization: `Bearer ${tokens.botToken}` },
    });
    expect(await response.json()).toEqual({ ok: false, error: 'plan_upgrade_required' });
    await free.stop();
  });
});

describe('views', () => {
  test('a trigger that is unknown, used or older than 3 s opens nothing', async () => {
    expect(await call('views.open', { trigger_id: 'x', view: modal })).toEqual({
      ok: false,
      error: 'invalid_trigger_id',
    });
  });

  test('App Home is changed only with the hash that it has', async () => {
    const first = await call('views.publish', { user_id: 'U1', view: home });
    const { hash } = first['view'] as { hash: string };
    await call('views.publish', { user_id: 'U1', view: home, hash });

    expect(await call('views.publish', { user_id: 'U1', view: home, hash })).toEqual({
      ok: false,
      error: 'hash_conflict',
    });
    expect(slack.workspace.home('U1')?.edits.length).toBe(2);
  });

  test('an update of a view that is not there is refused', async () => {
    expect(await call('views.update', { view_id: 'V9', view: modal })).toEqual({
      ok: false,
      error: 'not_found',
    });
  });
});

describe('files', () => {
  test('the real client uploads a file into a thread, and its content can be fetched with the token', async () => {
    const client = new webApi.WebClient(tokens.botToken, { slackApiUrl: slack.url });
    const ts = await post('log');

    await client.files.uploadV2({
      channel_id: 'C1',
      thread_ts: ts,
      filename: 'redis.log',
      content: 'line 1',
    });

    const message = slack.workspace.messages('ops').at(-1);
    const [file = ''] = message?.files ?? [];
    const info = await call('files.info', { file });
    const { url_private_download: url } = info['file'] as { url_private_download: string };
    const content = await fetch(url, { headers: { authorization: `Bearer ${tokens.botToken}` } });
    expect(message?.threadTs).toBe(ts);
    expect(await content.text()).toBe('line 1');
    expect(await (await fetch(url)).text()).toContain('Sign in');
  });
});

describe('faults', () => {
  test('each kind shows as it does at Slack', async () => {
    const { workspace } = slack;
    const status = async (): Promise<number> =>
      (await fetch(`${slack.url}auth.test`, { headers: { authorization: `Bearer ${tokens.botToken}` } }))
        .status;

    workspace.inject({ method: 'auth.test', kind: 'status', status: 503 });
    expect(await status()).toBe(503);
    workspace.inject({ method: 'auth.test', kind: 'drop' });
    await expect(status()).rejects.toThrow('fetch failed');
    workspace.inject({ method: '*', kind: 'rate_limited', retryAfter: 7, skip: 1, times: 2 });
    expect([await status(), await status(), await status(), await status()]).toEqual([200, 429, 429, 200]);
    workspace.inject({ method: 'auth.test', kind: 'refuse', error: 'fatal_error' });
    expect(await call('auth.test')).toEqual({ ok: false, error: 'fatal_error' });
  });

  test('a slow answer comes when its time is up', async () => {
    slack.workspace.inject({ method: 'auth.test', kind: 'slow', ms: 10_000 });

    const answer = call('auth.test');
    await slack.workspace
      .until(() => slack.workspace.countOf('auth.test') === 1 || false)
      .catch(() => undefined);
    clock.advance(10_000);

    expect(await answer).toMatchObject({ ok: true });
  });
});
