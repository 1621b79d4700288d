import { HTTPReceiver, LogLevel } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Envelope } from '../../../src/practice/slack/delivery.ts';
import type { SlackServer } from '../../../src/practice/slack/server.ts';
import { FakeClock } from './fake-clock.ts';
import { startServer, tokens } from './harness.ts';

/** No app is connected: payloads are read from the log of deliveries. */
let slack: SlackServer;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock();
  slack = await startServer('socket', clock);
});

afterEach(async () => {
  await slack.stop();
});

type Body = Record<string, unknown>;

async function call(method: string, args: object): Promise<Body> {
  const response = await fetch(slack.url + method, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.botToken}` },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Body;
}

async function respond(url: unknown, body: object): Promise<[number, string]> {
  const response = await fetch(String(url), { method: 'POST', body: JSON.stringify(body) });
  return [response.status, await response.text()];
}

function lastPayload(): Envelope['payload'] {
  return slack.workspace.deliveries.at(-1)?.envelope.payload ?? {};
}

async function newTrigger(who = 'ana'): Promise<unknown> {
  await slack.workspace.as(who).slash('ops', '/swarm x');
  return lastPayload()['trigger_id'];
}

const modal = (callbackId = 'm', more: object = {}): object => ({
  type: 'modal',
  callback_id: callbackId,
  title: { type: 'plain_text', text: 'T' },
  blocks: [{ type: 'divider' }],
  ...more,
});

const menu = {
  type: 'actions',
  block_id: 'b',
  elements: [
    {
      type: 'static_select',
      action_id: 'delay',
      options: ['10s', '1m'].map((value) => ({
        text: { type: 'plain_text', text: `after ${value}` },
        value,
      })),
    },
    { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' }, value: 'v' },
  ],
};

describe('a response_url', () => {
  test('works five times, and not a sixth', async () => {
    await slack.workspace.as('ana').slash('ops', '/swarm x');
    const url = lastPayload()['response_url'];

    const statuses = [];
    for (let count = 0; count < 6; count += 1) statuses.push((await respond(url, { text: `${count}` }))[0]);

    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    expect(slack.workspace.ephemerals('U1').map(({ text }) => text)).toEqual(['0', '1', '2', '3', '4']);
  });

  test('is good for thirty minutes', async () => {
    await slack.workspace.as('ana').slash('ops', '/swarm x');
    clock.advance(30 * 60_000 + 1);

    expect(await respond(lastPayload()['response_url'], { text: 'late' })).toEqual([
      404,
      '{"ok":false,"error":"expired_url"}',
    ]);
  });

  test('of a slash command replaces nothing, and reaches a channel without the bot', async () => {
    await slack.workspace.as('ana').slash('elsewhere', '/swarm x');
    const url = lastPayload()['response_url'];

    await respond(url, { text: 'one', response_type: 'in_channel' });
    await respond(url, { text: 'two', response_type: 'in_channel', replace_original: true });
    await respond(url, { delete_original: true });

    expect(slack.workspace.messages('elsewhere').map(({ text }) => text)).toEqual(['one', 'two']);
  });

  test('of a click replaces or deletes the message that was clicked, an ephemeral one too', async () => {
    const { workspace } = slack;
    await call('chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'ask', blocks: [menu] });
    const [asked] = workspace.ephemerals('U1');
    if (asked === undefined) throw new Error('no message');

    await workspace.as('ana').click(asked, 'go');
    const payload = lastPayload();
    await respond(payload['response_url'], { text: 'done', replace_original: true });
    const replaced = workspace.ephemerals('U1').map(({ ts, text, blocks }) => ({ ts, text, blocks }));
    await respond(payload['response_url'], { delete_original: true });

    expect(payload['message']).toBeUndefined();
    expect(replaced).toEqual([{ ts: asked.ts, text: 'done', blocks: [] }]);
    expect(workspace.ephemerals('U1')).toEqual([]);
  });

  test('checks blocks as a message', async () => {
    await slack.workspace.as('ana').slash('ops', '/swarm x');

    const [status, body] = await respond(lastPayload()['response_url'], { blocks: [{ type: 'alert' }] });

    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ ok: false, error: 'invalid_blocks' });
  });
});

describe('a trigger', () => {
  test('opens one view', async () => {
    const trigger_id = await newTrigger();

    expect(await call('views.open', { trigger_id, view: modal() })).toMatchObject({ ok: true });
    expect(await call('views.open', { trigger_id, view: modal() })).toEqual({
      ok: false,
      error: 'exchanged_trigger_id',
    });
  });

  test('lasts three seconds', async () => {
    const trigger_id = await newTrigger();
    clock.advance(3_001);

    expect(await call('views.open', { trigger_id, view: modal() })).toEqual({
      ok: false,
      error: 'expired_trigger_id',
    });
  });
});

describe('views', () => {
  test('three can be stacked', async () => {
    await call('views.open', { trigger_id: await newTrigger(), view: modal('1') });
    await call('views.push', { trigger_id: await newTrigger(), view: modal('2') });
    await call('views.push', { trigger_id: await newTrigger(), view: modal('3') });

    expect(await call('views.push', { trigger_id: await newTrigger(), view: modal('4') })).toEqual({
      ok: false,
      error: 'push_limit_reached',
    });
    expect(slack.workspace.views('U1').map(({ callbackId }) => callbackId)).toEqual(['1', '2', '3']);
  });

  test('an update with an old hash is refused, and what was typed is kept over a good one', async () => {
    const { workspace } = slack;
    const blocks = [
      {
        type: 'input',
        block_id: 'image',
        label: { type: 'plain_text', text: 'Image' },
        element: { type: 'plain_text_input', action_id: 'image', initial_value: 'a' },
      },
    ];
    const view = modal('m', { blocks, submit: { type: 'plain_text', text: 'Go' } });
    const opened = await call('views.open', { trigger_id: await newTrigger(), view });
    const { id, hash } = opened['view'] as { id: string; hash: string };
    await workspace.as('ana').select({ id }, 'image', 'b');

    await call('views.update', { view_id: id, hash, view });
    const refused = await call('views.update', { view_id: id, hash, view });

    expect(refused).toEqual({ ok: false, error: 'hash_conflict' });
    expect(workspace.views('U1')[0]?.view['state']).toEqual({
      values: { image: { image: { type: 'plain_text_input', value: 'b' } } },
    });
  });

  test('what a form requires cannot be left out, and nobody uses the view of another', async () => {
    const { workspace } = slack;
    const blocks = [
      {
        type: 'input',
        block_id: 'delay',
        label: { type: 'plain_text', text: 'Delay' },
        element: { type: 'number_input', action_id: 'delay', is_decimal_allowed: false, min_value: '0' },
      },
    ];
    const view = modal('m', { blocks, submit: { type: 'plain_text', text: 'Go' } });
    await call('views.open', { trigger_id: await newTrigger(), view });
    const [seen] = workspace.views('U1');
    if (seen === undefined) throw new Error('no view');

    await expect(workspace.as('ana').submit(seen)).rejects.toThrow(
      'Delay: please complete this required field',
    );
    await expect(workspace.as('ana').submit(seen, { delay: '-1' })).rejects.toThrow('Delay: below "0"');
    await expect(workspace.as('li').submit(seen, { delay: '1' })).rejects.toThrow('there is no view');
  });

  test('takes an e-mail address with one sign for “at”', async () => {
    const { workspace } = slack;
    const label = { type: 'plain_text', text: 'To' };
    const element = { type: 'email_text_input', action_id: 'to' };
    const blocks = [{ type: 'input', block_id: 'to', label, element }];
    const view = modal('m', { blocks, submit: { type: 'plain_text', text: 'Go' } });
    await call('views.open', { trigger_id: await newTrigger(), view });
    const [seen] = workspace.views('U1');
    if (seen === undefined) throw new Error('no view');

    for (const to of ['nobody', 'a@b@c.example', '@b.example', 'a@']) {
      await expect(workspace.as('ana').submit(seen, { to })).rejects.toThrow('To: not a valid email');
    }
    expect(await workspace.as('ana').submit(seen, { to: 'a@b.example' })).toEqual({
      outcome: 'no_connection',
    });
  });
});

describe('payloads', () => {
  test('a choice in a message is sent, and comes again with the next click as state', async () => {
    const { workspace } = slack;
    await call('chat.postMessage', { channel: 'C1', text: 'plan', blocks: [menu] });
    const [message] = workspace.messages('ops');
    if (message === undefined) throw new Error('no message');

    await workspace.as('ana').select(message, 'delay', 'after 1m');
    await workspace.as('ana').click(message, 'Go');

    const chosen = { text: { type: 'plain_text', text: 'after 1m' }, value: '1m' };
    expect(lastPayload()).toMatchObject({
      type: 'block_actions',
      user: { id: 'U1', team_id: 'T0PRACTICE' },
      container: { type: 'message', message_ts: message.ts, channel_id: 'C1', is_ephemeral: false },
      channel: { id: 'C1', name: 'ops' },
      message: { ts: message.ts, bot_id: 'B0WAGGLE' },
      state: { values: { b: { delay: { type: 'static_select', selected_option: chosen } } } },
      actions: [{ type: 'button', action_id: 'go', block_id: 'b', value: 'v' }],
    });
  });

  test('a slash command carries Slack’s fields', async () => {
    await slack.workspace.as('ana').slash('dm', '/swarm scale redis=5');

    expect(lastPayload()).toMatchObject({
      command: '/swarm',
      text: 'scale redis=5',
      user_id: 'U1',
      channel_id: slack.workspace.as('ana').dm,
      channel_name: 'directmessage',
      team_id: 'T0PRACTICE',
      api_app_id: 'A0WAGGLE',
      is_enterprise_install: 'false',
    });
  });

  test('nobody can type a broadcast into being', async () => {
    const { message } = slack.workspace.as('ana').say('ops', '@waggle <!channel> & <@U2> <@U99>');

    expect(message.text).toBe('<@U0WAGGLE> &lt;!channel&gt; &amp; <@U2> &lt;@U99&gt;');
  });

  test('a change to a message of the bot in a direct message is told to it', async () => {
    const { workspace } = slack;
    const channel = workspace.as('ana').dm;
    const { ts } = await call('chat.postMessage', { channel, text: 'one' });
    await call('chat.update', { channel, ts, text: 'two' });

    const events = workspace.deliveries.map(({ envelope }) => envelope.payload['event']);
    expect(events).toMatchObject([
      { type: 'message', channel_type: 'im', bot_id: 'B0WAGGLE', text: 'one' },
      {
        type: 'message',
        subtype: 'message_changed',
        message: { text: 'two' },
        previous_message: { text: 'one' },
      },
    ]);
  });
});

describe('what Slack’s client does not offer', () => {
  test('is not possible here', async () => {
    const { workspace } = slack;
    await call('chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'psst' });
    const [ephemeral] = workspace.ephemerals('U1');
    if (ephemeral === undefined) throw new Error('no message');
    const ana = workspace.as('ana');

    await expect(ana.slash('ops', '/swarm x', { threadTs: ephemeral.ts })).rejects.toThrow(
      'not supported in threads',
    );
    await expect(ana.slash('ops', '/other x')).rejects.toThrow('not a valid command');
    await expect(ana.shortcut(ephemeral, 'deploy')).rejects.toThrow('no shortcuts on ephemeral messages');
    await expect(workspace.as('li').click(ephemeral, 'go')).rejects.toThrow('does not see that message');
    expect(() => workspace.as('guest').say('elsewhere', 'x')).toThrow('guest is not in elsewhere');
    expect(() => ana.say('old', 'x')).toThrow('old is archived');
    expect(() => workspace.as('gone')).toThrow('gone is deactivated');
  });
});

describe('signed requests', () => {
  test('a request URL is verified with the right secret only', async () => {
    const receiver = new HTTPReceiver({ signingSecret: tokens.signingSecret, logLevel: LogLevel.ERROR });
    const http = await receiver.start({ port: 0, host: '127.0.0.1' });
    const address = http.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const url = `http://127.0.0.1:${address.port}/slack/events`;
    const good = await startServer({ http: url }, clock);
    const bad = await startServer({ http: url }, clock, { signingSecret: 'another' });

    const verified = [await good.workspace.verifyUrl(), await bad.workspace.verifyUrl()];
    const refused = await bad.workspace.as('ana').slash('ops', '/swarm x');
    await Promise.all([good.stop(), bad.stop(), receiver.stop()]);

    expect(verified).toEqual([true, false]);
    expect(refused).toEqual({ outcome: 'failed', shownError: 'dispatch_failed' });
  });
});
