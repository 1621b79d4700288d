import type { App } from '@slack/bolt';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { PanelRefusal, type Panel } from '../../../src/practice/web/panel.ts';
import { startSite, type Site } from './site.ts';

let site: Site;

afterEach(async () => {
  await site.stop();
});

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(value.toUpperCase()), value });

const form = {
  type: 'modal' as const,
  callback_id: 'form',
  title: plain('Update'),
  submit: plain('Plan'),
  notify_on_close: true,
  blocks: [
    {
      type: 'input' as const,
      block_id: 'image',
      label: plain('Image'),
      element: { type: 'plain_text_input' as const, action_id: 'text', max_length: 20 },
    },
    {
      type: 'input' as const,
      block_id: 'service',
      label: plain('Service'),
      element: { type: 'external_select' as const, action_id: 'which', min_query_length: 1 },
    },
    {
      type: 'input' as const,
      block_id: 'replicas',
      optional: true,
      label: plain('Replicas'),
      element: {
        type: 'number_input' as const,
        action_id: 'count',
        is_decimal_allowed: false,
        min_value: '0',
      },
    },
  ],
};

const card = [
  { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'plan' } },
  {
    type: 'actions' as const,
    block_id: 'decide',
    elements: [
      {
        type: 'button' as const,
        action_id: 'confirm',
        text: plain('Confirm'),
        value: 'p1',
        confirm: { title: plain('Sure?'), text: plain('Really?'), confirm: plain('Yes'), deny: plain('No') },
      },
      { type: 'static_select' as const, action_id: 'pick', options: [option('one'), option('two')] },
    ],
  },
  // The same action stands in another block.
  {
    type: 'actions' as const,
    block_id: 'again',
    elements: [{ type: 'button' as const, action_id: 'confirm', text: plain('Confirm'), value: 'p2' }],
  },
];

/** What the app has heard, and an app that answers everything. */
async function startSmall(web: Parameters<typeof startSite>[0] = {}): Promise<string[]> {
  const heard: string[] = [];
  site = await startSite({
    ...web,
    listen: (app: App) => {
      app.command('/swarm', async ({ ack, client, command }) => {
        heard.push(`command ${command.text}`);
        if (command.text === 'silence') return;
        if (command.text === 'nonsense') {
          await ack({ blocks: [{ type: 'nonsense' }] });
          return;
        }
        await ack();
        await client.chat.postMessage({ channel: command.channel_id, text: 'plan', blocks: card });
      });
      app.action('confirm', async ({ ack, action, body }) => {
        await ack();
        heard.push(`click ${action.type === 'button' ? action.value : ''} by ${body.user.id}`);
      });
      app.action('pick', async ({ ack, action }) => {
        await ack();
        if (action.type === 'static_select') heard.push(`pick ${action.selected_option.value}`);
      });
      app.action('never', async () => Promise.resolve());
      app.shortcut('deploy', async ({ ack, client, shortcut }) => {
        await ack();
        await client.views.open({ trigger_id: shortcut.trigger_id, view: form });
      });
      app.shortcut('start', async ({ ack, body }) => {
        await ack();
        heard.push(`start by ${body.user.id}`);
      });
      app.options('which', async ({ ack, payload }) => {
        if (payload.value === 'silence') return;
        if (payload.value === 'nonsense') await ack({ options: [{ text: 'no' } as never] });
        else await ack({ options: [option(`${payload.value}dis`), option(`${payload.value}act`)] });
      });
      app.view('form', async ({ ack, view }) => {
        const { image, service } = view.state.values;
        const typed = image?.['text']?.value ?? '';
        heard.push(`submit ${typed} for ${service?.['which']?.selected_option?.text.text}`);
        if (typed === 'silence') return;
        if (typed === 'bad') await ack({ response_action: 'errors', errors: { image: 'no such image' } });
        else if (typed === 'nonsense') await ack({ response_action: 'errors', errors: { nowhere: 'x' } });
        else await ack();
      });
      app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack }) => {
        await ack();
        heard.push('closed');
      });
      app.event('app_home_opened', async ({ event }) => {
        heard.push(`home of ${event.user}`);
        await Promise.resolve();
      });
      app.event('app_mention', async ({ event }) => {
        heard.push(`mention ${event.text}`);
        await Promise.resolve();
      });
      app.message(async ({ message }) => {
        heard.push(`message ${message.subtype ?? 'new'}`);
        await Promise.resolve();
      });
    },
  });
  return heard;
}

/** For a busy machine. */
const patience = { timeout: 4_000 };

async function untilHeard(heard: readonly string[], what: string): Promise<void> {
  await vi.waitFor(() => {
    expect(heard).toContain(what);
  }, patience);
}

/** Lets the clock pass the time for an acknowledgement once the app has been told. */
async function letItTimeOut<T>(acting: Promise<T>): Promise<T> {
  const before = site.workspace.deliveries.length;
  await vi.waitFor(() => {
    expect(site.workspace.deliveries.length).toBeGreaterThan(before);
  }, patience);
  site.clock.advance(3_000);
  return acting;
}

describe('words', () => {
  test('a message is said, a reply goes into its thread, and mentions reach the app', async () => {
    const heard = await startSmall();
    const page = await site.open('U2');

    const said = await site.act('U1', { act: 'say', channel: 'C1', text: '<@U0WAGGLE> scale redis=5' });
    const message = await page.message(({ text }) => text.includes('scale'));
    await site.act('U2', { act: 'say', channel: 'C1', text: 'why?', threadTs: message.ts });
    const reply = await page.message(({ text }) => text === 'why?');
    await untilHeard(heard, 'mention <@U0WAGGLE> scale redis=5');

    expect(said).toEqual({ ok: true, result: { ts: message.ts } });
    expect(message).toMatchObject({ user: 'U1', isEphemeral: false, isBroadcast: false });
    expect(message).not.toHaveProperty('threadTs');
    expect(reply.threadTs).toBe(message.ts);
  });

  test.each([
    ['', 'There is nothing in the message yet.'],
    [' \n ', 'There is nothing in the message yet.'],
    ['x'.repeat(12_001), 'Your message is too long: it has 12,001 characters; 12,000 is the most.'],
  ])('nothing empty or too long is said', async (text, error) => {
    await startSmall();

    expect(await site.act('U1', { act: 'say', channel: 'C1', text })).toEqual({ ok: false, error });
    expect(await site.act('U1', { act: 'slash', channel: 'C1', text })).toEqual({ ok: false, error });
    expect(await site.act('U1', { act: 'edit', channel: 'C1', ts: '1.0', text })).toEqual({
      ok: false,
      error,
    });
    expect(site.workspace.everyMessage()).toEqual([]);
  });

  test.each([
    ['C2', 'Li is not in #elsewhere.'],
    // That there is such a channel is not told.
    ['C3', 'Li is not in C3.'],
    ['C9', 'There is no channel C9.'],
  ])('nobody writes where they are not: %s', async (channel, error) => {
    await startSmall();

    expect(await site.act('U2', { act: 'say', channel, text: 'x' })).toEqual({ ok: false, error });
    expect(await site.act('U2', { act: 'slash', channel, text: '/swarm x' })).toEqual({ ok: false, error });
  });

  test('people edit what is their own, and the app is told of it in a direct message without keeping the page waiting', async () => {
    const heard = await startSmall();
    const page = await site.open('U1');
    const { id } = await page.until(
      () =>
        [...page.things.values()].find((thing) => thing.kind === 'channel' && thing.type === 'im') as
          { id: string } | undefined,
    );
    await site.act('U1', { act: 'say', channel: id, text: 'one' });
    const { ts } = await page.message(({ text }) => text === 'one');

    expect(await site.act('U1', { act: 'edit', channel: id, ts, text: 'two' })).toEqual({ ok: true });
    await page.message(({ text, isEdited }) => text === 'two' && isEdited);
    await untilHeard(heard, 'message message_changed');
    expect(await site.act('U2', { act: 'edit', channel: id, ts, text: 'three' })).toEqual({
      ok: false,
      error: 'Li is not in that channel.',
    });
    site.workspace.as('ana').say('ops', 'hers');
    const hers = await page.message(({ text }) => text === 'hers');
    expect(await site.act('U2', { act: 'edit', channel: 'C1', ts: hers.ts, text: 'his' })).toEqual({
      ok: false,
      error: 'People edit their own messages only.',
    });
  });
});

describe('slash commands', () => {
  test('reach the app', async () => {
    const heard = await startSmall();
    const page = await site.open('U1');

    expect(await site.act('U1', { act: 'slash', channel: 'C1', text: '/swarm scale redis=5' })).toEqual({
      ok: true,
    });

    expect(heard).toEqual(['command scale redis=5']);
    await page.message(({ text }) => text === 'plan');
  });

  test('that nobody knows are refused as Slack does, and so are all in a thread', async () => {
    const heard = await startSmall();
    const { message } = site.workspace.as('ana').say('ops', 'x');

    expect(await site.act('U1', { act: 'slash', channel: 'C1', text: '/scale redis=5' })).toEqual({
      ok: false,
      error: '/scale is not a valid command. To send it as a message, put a space before it.',
    });
    expect(
      await site.act('U1', { act: 'slash', channel: 'C1', text: '/swarm x', threadTs: message.ts }),
    ).toEqual({
      ok: false,
      error: '/swarm is not supported in threads. Sorry!',
    });
    expect(heard).toEqual([]);
  });

  test('that the app does not answer, or not well, are said to have failed', async () => {
    await startSmall();

    expect(
      await letItTimeOut(site.act('U1', { act: 'slash', channel: 'C1', text: '/swarm silence' })),
    ).toEqual({
      ok: true,
      shown: '/swarm failed because the app did not respond.',
    });
    expect(await site.act('U1', { act: 'slash', channel: 'C1', text: '/swarm nonsense' })).toMatchObject({
      ok: true,
      shown: expect.stringContaining('/swarm failed with the error "invalid_response" (') as string,
    });
    site.cutOff();
    await site.workspace.until(() => !site.workspace.appIsUp);
    expect(await site.act('U1', { act: 'slash', channel: 'C1', text: '/swarm x' })).toEqual({
      ok: true,
      shown: '/swarm failed with the error "dispatch_failed": the app is not connected.',
    });
  });

  test("of Slack's own let the app in, and let people leave", async () => {
    await startSmall();

    expect(await site.act('U1', { act: 'slash', channel: 'C2', text: '/invite @waggle <@U2>' })).toEqual({
      ok: true,
    });
    expect(await site.act('U1', { act: 'slash', channel: 'C2', text: '/leave' })).toEqual({ ok: true });
    expect(site.workspace.state.channels.get('C2')?.members).toEqual(new Set(['U0WAGGLE', 'U2']));
    expect(site.workspace.messages('C2').map(({ text }) => text)).toEqual([
      '<@U0WAGGLE> has joined the channel',
      '<@U2> has joined the channel',
      '<@U1> has left the channel',
    ]);
    expect(await site.act('U2', { act: 'slash', channel: 'C2', text: '/invite @nobody' })).toEqual({
      ok: false,
      error: 'There is nobody called @nobody.',
    });
    expect(await site.act('U2', { act: 'slash', channel: 'C2', text: '/invite' })).toMatchObject({
      ok: false,
    });
  });
});

describe('channels', () => {
  test('are joined and left, and the app is let in', async () => {
    await startSmall();
    const page = await site.open('U2');
    const members = (id: string): readonly string[] => {
      const channel = page.things.get(`channel:${id}`);
      return channel?.kind === 'channel' ? channel.members : [];
    };

    expect(await site.act('U2', { act: 'join', channel: 'C2' })).toEqual({ ok: true });
    expect(await site.act('U2', { act: 'invite', channel: 'C2' })).toEqual({ ok: true });
    await page.until(() => members('C2').includes('U2') && members('C2').includes('U0WAGGLE'));
    expect(await site.act('U2', { act: 'leave', channel: 'C2' })).toEqual({ ok: true });
    await page.until(() => !members('C2').includes('U2'));
  });

  test.each([
    ['U2', { act: 'join', channel: 'C1' }, 'Li is in #ops already.'],
    ['U2', { act: 'join', channel: 'C3' }, 'There is no channel C3.'],
    ['U2', { act: 'join', channel: 'C4' }, '#old is archived.'],
    ['U3', { act: 'join', channel: 'C2' }, 'There is no channel C2.'],
    ['U2', { act: 'leave', channel: 'C2' }, 'Li is not in #elsewhere.'],
    ['U1', { act: 'invite', channel: 'C1' }, 'Waggle is in #ops already.'],
    ['U2', { act: 'invite', channel: 'C2' }, 'Li is not in #elsewhere.'],
    ['U3', { act: 'invite', channel: 'C1' }, 'Guests cannot add anybody to a channel.'],
  ] as const)('%s cannot %o', async (as, act, error) => {
    await startSmall();

    expect(await site.act(as, act)).toEqual({ ok: false, error });
  });

  test('a direct message is for ever and for two', async () => {
    await startSmall();
    const channel = site.workspace.as('ana').dm;

    expect(await site.act('U1', { act: 'leave', channel })).toMatchObject({ ok: false });
    expect(await site.act('U1', { act: 'invite', channel })).toMatchObject({ ok: false });
  });
});

describe('elements in messages', () => {
  test('a button of the block that was meant is clicked, once', async () => {
    const heard = await startSmall();
    const page = await site.open('U1');
    await site.act('U1', { act: 'slash', channel: 'C1', text: '/swarm x' });
    const { channel, ts } = await page.message(({ text }) => text === 'plan');
    const target = { channel, ts };

    expect(await site.act('U2', { act: 'click', target, blockId: 'again', actionId: 'confirm' })).toEqual({
      ok: true,
    });
    expect(await site.act('U1', { act: 'click', target, blockId: 'decide', actionId: 'confirm' })).toEqual({
      ok: true,
    });

    await untilHeard(heard, 'click p1 by U1');
    expect(heard.slice(1)).toEqual(['click p2 by U2', 'click p1 by U1']);
  });

  test('a choice is kept for the one who made it, and what is not offered cannot be chosen', async () => {
    const heard = await startSmall();
    const [ana, li] = [await site.open('U1'), await site.open('U2')];
    await site.act('U1', { act: 'slash', channel: 'C1', text: '/swarm x' });
    const { channel, ts } = await ana.message(({ text }) => text === 'plan');
    const place = { target: { channel, ts }, blockId: 'decide', actionId: 'pick' };

    expect(await site.act('U1', { act: 'select', ...place, entry: 'two' })).toEqual({ ok: true });
    const chosen = await ana.message(
      ({ values }) => values['decide']?.['pick']?.['selected_option'] !== null,
    );
    site.workspace.as('ana').say('ops', 'mark');
    await li.message(({ text }) => text === 'mark');

    expect(chosen.values['decide']?.['pick']).toMatchObject({ selected_option: { value: 'two' } });
    expect(li.messages[0]?.values['decide']?.['pick']).toMatchObject({ selected_option: null });
    expect(heard).toContain('pick two');
    expect(await site.act('U1', { act: 'select', ...place, entry: 'three' })).toEqual({
      ok: false,
      error: 'There is no such choice as "three".',
    });
  });

  test('what the app does wrong is shown beside the button', async () => {
    await startSmall();
    const page = await site.open('U1');
    await site.act('U1', { act: 'slash', channel: 'C1', text: '/swarm x' });
    const { channel, ts } = await page.message(({ text }) => text === 'plan');
    const click = { act: 'click' as const, target: { channel, ts }, blockId: 'again', actionId: 'confirm' };

    site.workspace.loseAcks();
    expect(await letItTimeOut(site.act('U1', click))).toEqual({
      ok: true,
      shown: 'This app is not responding. Try again in a moment.',
    });
    site.cutOff();
    await site.workspace.until(() => !site.workspace.appIsUp);
    expect(await site.act('U1', click)).toEqual({
      ok: true,
      shown: 'This app cannot be reached: it is not connected. Try again in a moment.',
    });
  });

  test('what is not there any more cannot be used', async () => {
    await startSmall();
    const { message } = site.workspace.as('ana').say('ops', 'x');
    const place = { blockId: 'decide', actionId: 'confirm' };

    expect(await site.act('U1', { act: 'click', target: message, ...place } as never)).toMatchObject({
      ok: false,
    });
    expect(
      await site.act('U1', { act: 'click', target: { channel: 'C1', ts: message.ts }, ...place }),
    ).toEqual({ ok: false, error: 'The message or form has no confirm any more.' });
    expect(await site.act('U1', { act: 'click', target: { channel: 'C1', ts: '1.0' }, ...place })).toEqual({
      ok: false,
      error: 'Ana does not see that message.',
    });
  });
});

describe('forms', () => {
  async function openForm(): Promise<{
    heard: string[];
    view: string;
    page: Awaited<ReturnType<Site['open']>>;
  }> {
    const heard = await startSmall();
    const page = await site.open('U1');
    const { message } = site.workspace.as('registry').say('ops', 'redis:3.0.6');
    const shortcut = { act: 'shortcut' as const, channel: 'C1', ts: message.ts, callbackId: 'deploy' };
    expect(await site.act('U1', shortcut)).toEqual({ ok: true });
    const { id } = await page.until(() => page.views[0]);
    return { heard, view: id, page };
  }
  const suggest = { act: 'suggest' as const, blockId: 'service', actionId: 'which' };

  test('open from a message, ask for options, and are sent with the options that were offered', async () => {
    const { heard, view, page } = await openForm();

    const offered = await site.act('U1', { ...suggest, target: { id: view }, query: 're' });
    const sent = await site.act('U1', {
      act: 'submit',
      view,
      values: { image: 'redis:3.0.6', service: 'redis', replicas: '5' },
    });
    await page.until(() => page.views.length === 0);

    expect(offered).toEqual({ ok: true, result: [option('redis'), option('react')] });
    expect(sent).toEqual({ ok: true, result: { errors: {} } });
    expect(heard).toContain('submit redis:3.0.6 for REDIS');
  });

  test('keep an external choice that was sent before, though it is not offered any more', async () => {
    const { heard, view } = await openForm();
    const place = { target: { id: view }, blockId: 'service', actionId: 'which' };

    const chosen = { act: 'select' as const, ...place, entry: 'web', offered: [option('web')] };
    expect(await site.act('U1', chosen)).toEqual({ ok: true });
    await site.act('U1', { act: 'submit', view, values: { image: 'nginx', service: 'web' } });

    expect(heard).toContain('submit nginx for WEB');
  });

  test('show the errors of the app, and those of Slack itself, at the field', async () => {
    const { heard, view, page } = await openForm();
    await site.act('U1', { ...suggest, target: { id: view }, query: 're' });
    const submit = async (values: Record<string, string>) =>
      site.act('U1', { act: 'submit', view, values: { service: 'redis', ...values } });

    expect(await submit({ image: 'bad' })).toEqual({
      ok: true,
      result: { errors: { image: 'no such image' } },
    });
    const before = heard.length;
    expect(await submit({ image: '' })).toEqual({
      ok: true,
      result: { errors: { image: 'Please complete this required field.' } },
    });
    expect(await submit({ image: 'x'.repeat(21) })).toEqual({
      ok: true,
      result: { errors: { image: 'Please enter at most 20 characters.' } },
    });
    expect(await submit({ image: 'x', replicas: '-1' })).toEqual({
      ok: true,
      result: { errors: { replicas: 'Please enter 0 or more.' } },
    });
    expect(await submit({ image: 'x', replicas: '1.5' })).toEqual({
      ok: true,
      result: { errors: { replicas: 'Please enter a whole number.' } },
    });
    expect(await submit({ image: 'x', service: 'unheard' })).toEqual({
      ok: false,
      error: 'There is no such choice as "unheard".',
    });

    expect(heard).toHaveLength(before);
    expect(page.views).toHaveLength(1);
  });

  test('stay open when the app does not answer, or not well', async () => {
    const { view, page } = await openForm();
    await site.act('U1', { ...suggest, target: { id: view }, query: 're' });
    const submit = async (image: string) =>
      site.act('U1', { act: 'submit', view, values: { image, service: 'redis' } });

    expect(await letItTimeOut(submit('silence'))).toEqual({
      ok: true,
      result: { errors: {} },
      shown: 'We had some trouble connecting. Try again?',
    });
    expect(await submit('nonsense')).toMatchObject({
      shown: 'This app gave an answer that Slack does not take (no input block nowhere).',
    });
    expect(page.views).toHaveLength(1);
  });

  test('say why there are no options', async () => {
    const { view } = await openForm();
    const ask = async (query: string) => site.act('U1', { ...suggest, target: { id: view }, query });

    expect(await letItTimeOut(ask('silence'))).toEqual({
      ok: true,
      result: [],
      shown: 'The options could not be loaded: the app did not respond.',
    });
    expect(await ask('nonsense')).toMatchObject({
      result: [],
      shown: expect.stringContaining('The app gave options that Slack does not take (') as string,
    });
  });

  test('are closed, and are nobody else’s', async () => {
    const { heard, view, page } = await openForm();

    expect(await site.act('U2', { act: 'submit', view, values: {} })).toMatchObject({ ok: false });
    expect(await site.act('U2', { act: 'close', all: true })).toEqual({
      ok: false,
      error: 'No form is open.',
    });
    expect(await site.act('U1', { act: 'close', all: false })).toEqual({ ok: true });
    await page.until(() => page.views.length === 0);
    await untilHeard(heard, 'closed');
    expect(await site.act('U1', { act: 'submit', view, values: {} })).toMatchObject({ ok: false });
  });
});

describe('shortcuts, App Home and the panel', () => {
  test('a global shortcut and App Home reach the app', async () => {
    const heard = await startSmall();

    expect(await site.act('U2', { act: 'globalShortcut', callbackId: 'start' })).toEqual({ ok: true });
    expect(await site.act('U2', { act: 'openHome' })).toEqual({ ok: true });
    await untilHeard(heard, 'home of U2');
    expect(heard).toContain('start by U2');
  });

  test('a shortcut that the app does not answer is named', async () => {
    await startSmall();
    const { message } = site.workspace.as('ana').say('ops', 'x');
    site.workspace.loseAcks();
    const shortcut = { act: 'shortcut' as const, channel: 'C1', ts: message.ts, callbackId: 'deploy' };

    expect(await letItTimeOut(site.act('U1', shortcut))).toEqual({
      ok: true,
      shown: '“Deploy this image” failed because the app did not respond.',
    });
    expect(await site.act('U1', { ...shortcut, callbackId: 'start' })).toMatchObject({ ok: false });
    expect(await site.act('U1', { act: 'globalShortcut', callbackId: 'deploy' })).toMatchObject({
      ok: false,
    });
  });

  test('the panel does what it is told, or says why not', async () => {
    const panel: Panel = {
      state: () => ({ groups: [], tries: [] }),
      onChange: () => () => undefined,
      act: async (item, action) => {
        if (item === 'node9') throw new PanelRefusal('there is no node9');
        if (item === 'fault') throw new Error('a mistake');
        return Promise.resolve(`${action} ${item}: done.`);
      },
    };
    await startSmall({ web: { panel } });
    const act = async (item: string) => site.act('U1', { act: 'panel', item, action: 'cut' });

    expect(await act('node1')).toEqual({ ok: true, result: 'cut node1: done.' });
    expect(await act('node9')).toEqual({ ok: false, error: 'There is no node9.' });
    expect(site.faults).toEqual([]);
    expect(await act('fault')).toEqual({
      ok: false,
      error: 'The practice server has made a mistake. What it was stands in its log.',
    });
    expect(site.faults).toEqual([new Error('a mistake')]);
  });

  test('without a panel there is nothing to break', async () => {
    await startSmall();

    expect(await site.act('U1', { act: 'panel', item: 'a', action: 'b' })).toEqual({
      ok: false,
      error: 'There is nothing here to break or mend.',
    });
  });
});

test.each([
  '',
  'not json',
  '[]',
  '{"act":"unheard"}',
  '{"act":"say","channel":"C1"}',
  '{"act":"say","channel":"C1","text":"x","more":1}',
  '{"act":"click","target":{"id":"V1","channel":"C1","ts":"1"},"blockId":"a","actionId":"b"}',
  '{"act":"submit","view":"V1","values":{"a":{"b":1}}}',
])('what is no act is refused: %s', async (body) => {
  await startSmall();
  const headers = { origin: site.origin, 'content-type': 'application/json' };

  const answer = await site.raw('POST', '/act?as=U1', headers, body);

  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.body)).toEqual({
    ok: false,
    error: 'The server does not understand this page. Load the page again.',
  });
  expect(site.faults).toEqual([]);
});
