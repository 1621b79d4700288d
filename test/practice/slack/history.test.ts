import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SlackServer } from '../../../src/practice/slack/server.ts';
import { call, type Answer } from './call.ts';
import { FakeClock } from './fake-clock.ts';
import { startServer } from './harness.ts';

let slack: SlackServer;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock();
  slack = await startServer('socket', clock, { rateLimits: false });
  slack.workspace.grantScope('channels:history');
});

afterEach(async () => {
  await slack.stop();
});

/** Says each text in #ops, a second apart, and gives the ts of each. */
function say(...texts: string[]): string[] {
  return texts.map((text) => {
    clock.advance(1_000);
    return slack.workspace.as('ana').say('ops', text).message.ts;
  });
}

const textsOf = (answer: Answer): unknown[] =>
  (answer['messages'] as { text: string }[]).map(({ text }) => text);

const history = async (args: object = {}): Promise<Answer> =>
  call(slack, 'conversations.history', { channel: 'C1', ...args });

describe('conversations.history', () => {
  test('gives the newest first, without replies, ephemeral and deleted messages', async () => {
    const [root] = say('one', 'two');
    await call(slack, 'chat.postMessage', { channel: 'C1', text: 'reply', thread_ts: root });
    await call(slack, 'chat.postMessage', {
      channel: 'C1',
      text: 'to all',
      thread_ts: root,
      reply_broadcast: true,
    });
    await call(slack, 'chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'psst' });
    const { ts } = await call(slack, 'chat.postMessage', { channel: 'C1', text: 'gone' });
    await call(slack, 'chat.delete', { channel: 'C1', ts });

    const answer = await history();

    expect(textsOf(answer)).toEqual(['to all', 'two', 'one']);
    expect(answer).toMatchObject({ ok: true, has_more: false, pin_count: 0 });
    expect(answer['messages']).toMatchObject([{ subtype: 'thread_broadcast' }, {}, { reply_count: 2 }]);
  });

  test('comes in pages that a new message does not move', async () => {
    say('one', 'two', 'three');
    const first = await history({ limit: 2 });
    say('four');
    const cursor = (first['response_metadata'] as { next_cursor: string }).next_cursor;

    const second = await history({ limit: 2, cursor });

    expect([textsOf(first), first['has_more']]).toEqual([['three', 'two'], true]);
    expect([textsOf(second), second['has_more']]).toEqual([['one'], false]);
    expect(second['response_metadata']).toBeUndefined();
  });

  test('oldest and latest leave their own messages out, unless they are to be included', async () => {
    const [, two, , four] = say('one', 'two', 'three', 'four', 'five');

    expect(textsOf(await history({ oldest: two, latest: four }))).toEqual(['three']);
    expect(textsOf(await history({ oldest: two, latest: four, inclusive: true }))).toEqual([
      'four',
      'three',
      'two',
    ]);
    expect(textsOf(await history({ latest: two }))).toEqual(['one']);
    expect(textsOf(await history({ oldest: four }))).toEqual(['five']);
  });

  test('two messages of the same moment are told apart by their last digit', async () => {
    const [first = '', second = ''] = ['a', 'b'].map(
      (text) => slack.workspace.as('ana').say('ops', text).message.ts,
    );

    expect(textsOf(await history({ oldest: first }))).toEqual(['b']);
    expect(textsOf(await history({ latest: second }))).toEqual(['a']);
  });

  test('metadata comes only when it is asked for', async () => {
    const metadata = { event_type: 'plan', event_payload: { id: 'p1' } };
    await call(slack, 'chat.postMessage', { channel: 'C1', text: 'plan', metadata });

    const [plain, whole] = [await history(), await history({ include_all_metadata: true })];

    expect(plain['messages']).not.toMatchObject([{ metadata }]);
    expect(whole['messages']).toMatchObject([{ metadata }]);
  });

  test.each([
    ['a channel that is not there', { channel: 'C9' }, 'channel_not_found'],
    ['a private channel without the bot', { channel: 'C3' }, 'channel_not_found'],
    ['a public channel without the bot', { channel: 'C2' }, 'not_in_channel'],
    ['a latest that is no time', { latest: 'now' }, 'invalid_ts_latest'],
    ['an oldest that is no time', { oldest: 'yesterday' }, 'invalid_ts_oldest'],
    ['a cursor of something else', { cursor: 'bmV4dDoy' }, 'invalid_cursor'],
    ['too many at once', { limit: 1_000 }, 'invalid_limit'],
  ])('%s is refused', async (_name, args, error) => {
    expect(await history(args)).toEqual({ ok: false, error });
  });

  test('each kind of channel needs its own scope', async () => {
    const { dm } = slack.workspace.as('ana');
    slack.workspace.join('secret', slack.workspace.app.botUserId);
    slack.workspace.revokeScope('channels:history');
    slack.workspace.revokeScope('im:history');

    const needed = await Promise.all(
      ['C1', 'C3', dm].map(async (channel) => {
        const answers = [
          await history({ channel }),
          await call(slack, 'conversations.replies', { channel, ts: '1.000000' }),
        ];
        return answers.map((answer) => answer['needed']);
      }),
    );

    expect(needed).toEqual([
      ['channels:history', 'channels:history'],
      ['groups:history', 'groups:history'],
      ['im:history', 'im:history'],
    ]);
  });
});

describe('conversations.replies', () => {
  const replies = async (args: object): Promise<Answer> =>
    call(slack, 'conversations.replies', { channel: 'C1', ...args });

  test('gives the thread from its start, in pages', async () => {
    const [ts = ''] = say('root', 'beside');
    for (const text of ['a', 'b', 'c'])
      await call(slack, 'chat.postMessage', { channel: 'C1', text, thread_ts: ts });

    const first = await replies({ ts, limit: 3 });
    const cursor = (first['response_metadata'] as { next_cursor: string }).next_cursor;
    const second = await replies({ ts, limit: 3, cursor });

    expect([textsOf(first), first['has_more']]).toEqual([['root', 'a', 'b'], true]);
    expect([textsOf(second), second['has_more']]).toEqual([['c'], false]);
  });

  test('gives one message where there are no replies, and for the ts of a reply', async () => {
    const [root = '', alone = ''] = say('root', 'alone');
    const reply = await call(slack, 'chat.postMessage', { channel: 'C1', text: 'a', thread_ts: root });

    expect(textsOf(await replies({ ts: alone }))).toEqual(['alone']);
    expect(textsOf(await replies({ ts: reply['ts'] }))).toEqual(['a']);
  });

  test('a thread that is not there, or a channel without the bot, is refused', async () => {
    expect(await replies({ ts: '1.000000' })).toEqual({ ok: false, error: 'thread_not_found' });
    expect(await replies({ channel: 'C2', ts: '1.000000' })).toEqual({
      ok: false,
      error: 'not_in_channel',
    });
  });
});

describe('conversations.join', () => {
  const join = async (channel: string): Promise<Answer> => call(slack, 'conversations.join', { channel });

  test('lets the bot into a public channel', async () => {
    slack.workspace.grantScope('channels:join');

    expect(await join('C2')).toMatchObject({ ok: true, channel: { id: 'C2', is_member: true } });
    expect(await call(slack, 'chat.postMessage', { channel: 'C2', text: 'hello' })).toMatchObject({
      ok: true,
    });
    expect(await join('C2')).toMatchObject({ ok: true, warning: 'already_in_channel' });
  });

  test.each([
    ['a private channel without the bot', 'C3', 'channel_not_found'],
    ['an archived channel', 'C4', 'is_archived'],
    ['a channel that is not there', 'C9', 'channel_not_found'],
  ])('%s is refused', async (_name, channel, error) => {
    slack.workspace.grantScope('channels:join');

    expect(await join(channel)).toEqual({ ok: false, error });
  });

  test('a direct message cannot be joined, and without the scope nothing can', async () => {
    expect(await join('C2')).toMatchObject({ error: 'missing_scope', needed: 'channels:join' });
    slack.workspace.grantScope('channels:join');

    expect(await join(slack.workspace.as('ana').dm)).toEqual({
      ok: false,
      error: 'method_not_supported_for_channel_type',
    });
  });
});

describe('users.conversations', () => {
  const ids = async (args: object = {}): Promise<unknown> => {
    const answer = await call(slack, 'users.conversations', args);
    return (answer['channels'] as { id: string }[] | undefined)?.map(({ id }) => id) ?? answer['error'];
  };

  test('lists the bot’s own channels, and with a person those that both are in', async () => {
    expect(await ids()).toEqual(['C1', 'C4', 'C5']);
    expect(await ids({ exclude_archived: true })).toEqual(['C1', 'C5']);
    expect(await ids({ user: 'U2' })).toEqual(['C1']);
    expect(await ids({ user: 'U9' })).toBe('user_not_found');
  });

  test('each kind needs its own scope', async () => {
    expect(await ids({ types: 'im' })).toBe('missing_scope');
    slack.workspace.grantScope('im:read');
    const { dm } = slack.workspace.as('ana');

    expect(await ids({ types: 'im', user: 'U1' })).toEqual([dm]);
    expect(await ids({ types: 'shout' })).toBe('invalid_types');
  });
});
