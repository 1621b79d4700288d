import type { App } from '@slack/bolt';
import { afterEach, describe, expect, test } from 'vitest';
import { startWithBolt, type Mode, type Running } from './harness.ts';

const button = (actionId: string, label: string, more: object = {}): object => ({
  type: 'button',
  action_id: actionId,
  text: { type: 'plain_text', text: label },
  ...more,
});

const form = {
  type: 'modal' as const,
  callback_id: 'form',
  title: { type: 'plain_text' as const, text: 'Update' },
  submit: { type: 'plain_text' as const, text: 'Plan' },
  notify_on_close: true,
  blocks: [
    {
      type: 'input' as const,
      block_id: 'image',
      label: { type: 'plain_text' as const, text: 'Image' },
      element: { type: 'plain_text_input' as const, action_id: 'image' },
    },
  ],
};

describe.each<Mode>(['socket', 'http'])('Bolt over %s', (mode) => {
  let running: Running | undefined;

  async function start(listen: (app: App) => void): Promise<Running> {
    running = await startWithBolt(mode, listen);
    return running;
  }

  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });

  test('a slash command is acknowledged and answered to the asker alone', async () => {
    const { workspace } = await start((app) => {
      app.command('/swarm', async ({ ack, respond, command }) => {
        await ack();
        await respond({ text: `${command.user_id} ${command.channel_name}: ${command.text}` });
      });
    });

    const result = await workspace.as('ana').slash('ops', '/swarm scale <redis>=5 & @li #ops');
    const answer = await workspace.untilEphemeral('U1');

    expect(result).toEqual({ outcome: 'acked' });
    expect(answer.text).toBe('U1 ops: scale &lt;redis&gt;=5 &amp; <@U2|li> <#C1|ops>');
    expect(workspace.messages('ops')).toEqual([]);
    expect(workspace.ephemerals('U2')).toEqual([]);
  });

  test('the text of an acknowledgement is shown as well', async () => {
    const { workspace } = await start((app) => {
      app.command('/swarm', async ({ ack }) => ack('at once'));
    });

    await workspace.as('ana').slash('dm', '/swarm help');

    expect(workspace.ephemerals('U1').map((message) => message.text)).toEqual(['at once']);
  });

  test('a click reaches the app with the message, and the message is edited in place', async () => {
    const { workspace } = await start((app) => {
      app.command('/swarm', async ({ ack, client }) => {
        await ack();
        await client.chat.postMessage({
          channel: 'C1',
          text: 'plan',
          blocks: [
            { type: 'section', text: { type: 'mrkdwn', text: 'plan' } },
            {
              type: 'actions',
              block_id: 'decide',
              elements: [
                button('confirm', 'Confirm', {
                  value: 'p1',
                  confirm: { text: { type: 'plain_text', text: 'Really?' } },
                }),
              ] as never,
            },
          ],
        });
      });
      app.action('confirm', async ({ ack, action, body, respond }) => {
        await ack();
        const value = action.type === 'button' ? action.value : undefined;
        await respond({ replace_original: true, text: `${value} confirmed by ${body.user.id}` });
      });
    });
    await workspace.as('ana').slash('ops', '/swarm scale redis=5');
    const card = await workspace.untilMessage('ops', (message) => message.text === 'plan');

    await workspace.as('ana').click(card, 'Confirm', { decline: true });
    await workspace.as('ana').click(card, 'Confirm');
    const done = await workspace.untilMessage('ops', (message) => message.text.includes('confirmed'));

    expect(done.ts).toBe(card.ts);
    expect(done.text).toBe('p1 confirmed by U1');
    expect(done.blocks).toEqual([]);
    expect(done.edits.map((edit) => edit.text)).toEqual(['plan', 'p1 confirmed by U1']);
    expect(workspace.confirms.map((confirm) => confirm.text)).toEqual(['Really?', 'Really?']);
  });

  test('a modal is opened from a shortcut, refuses a value, and closes when it is good', async () => {
    const { workspace } = await start((app) => {
      app.shortcut('deploy', async ({ ack, client, shortcut }) => {
        await ack();
        await client.views.open({ trigger_id: shortcut.trigger_id, view: form });
      });
      app.view('form', async ({ ack, view }) => {
        const image = view.state.values['image']?.['image']?.value;
        if (image === 'bad') await ack({ response_action: 'errors', errors: { image: 'no such image' } });
        else await ack();
      });
    });
    const { message } = workspace.as('li').say('ops', 'redis:3.0.6 is out');

    await workspace.as('ana').shortcut(message, 'deploy');
    const view = await workspace.untilView('U1');
    const refused = await workspace.as('ana').submit(view, { image: 'bad' });
    const taken = await workspace.as('ana').submit(view, { image: 'redis:3.0.6' });

    expect(refused).toEqual({ outcome: 'acked', action: 'errors', errors: { image: 'no such image' } });
    expect(taken).toEqual({ outcome: 'acked', action: 'close' });
    expect(workspace.views('U1')).toEqual([]);
  });

  test('an external menu asks the app, and its answer can be chosen; a form can push and update', async () => {
    const offered = [{ text: { type: 'plain_text' as const, text: 'redis on prod' }, value: 'redis' }];
    const picker = {
      ...form,
      callback_id: 'picker',
      blocks: [
        {
          type: 'input' as const,
          block_id: 'service',
          dispatch_action: true,
          label: { type: 'plain_text' as const, text: 'Service' },
          element: { type: 'external_select' as const, action_id: 'service', min_query_length: 0 },
        },
      ],
    };
    const chosen: unknown[] = [];
    const { workspace } = await start((app) => {
      app.shortcut('deploy', async ({ ack, client, shortcut }) => {
        await ack();
        await client.views.open({ trigger_id: shortcut.trigger_id, view: picker });
      });
      app.options('service', async ({ ack, options }) => {
        await ack({ options: options.value === 're' ? offered : [] });
      });
      app.action('service', async ({ ack, action }) => {
        chosen.push(action.type === 'external_select' ? action.selected_option?.value : action.type);
        await ack();
      });
      app.view('picker', async ({ ack }) => ack({ response_action: 'push', view: form }));
      app.view('form', async ({ ack }) =>
        ack({
          response_action: 'update',
          view: { ...form, callback_id: 'done', blocks: [{ type: 'divider' }] },
        }),
      );
    });
    const { message } = workspace.as('li').say('ops', 'hello');
    const ana = workspace.as('ana');

    await ana.shortcut(message, 'deploy');
    const view = await workspace.untilView('U1');
    const options = await ana.suggest(view, 'service', 're');
    await ana.select(view, 'service', 'redis on prod', { offered: options });
    const pushed = await ana.submit(view);
    const updated = await ana.submit(pushed.view ?? view, { image: 'redis:3.0.6' });

    expect(options).toEqual(offered);
    expect(chosen).toEqual(['redis']);
    expect([pushed.action, updated.action]).toEqual(['push', 'update']);
    expect(workspace.views('U1').map(({ callbackId }) => callbackId)).toEqual(['picker', 'done']);
  });

  test('closing a view is told when it asked for it', async () => {
    const closed: string[] = [];
    const { workspace } = await start((app) => {
      app.shortcut('deploy', async ({ ack, client, shortcut }) => {
        await ack();
        await client.views.open({ trigger_id: shortcut.trigger_id, view: form });
      });
      app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, view }) => {
        closed.push(view.callback_id);
        await ack();
      });
    });
    const { message } = workspace.as('li').say('ops', 'hello');
    await workspace.as('ana').shortcut(message, 'deploy');
    await workspace.untilView('U1');

    await workspace.as('ana').closeView();

    expect(closed).toEqual(['form']);
  });

  test('mentions in channels and messages in direct messages arrive, and the bot does not hear itself', async () => {
    const heard: string[] = [];
    const { workspace } = await start((app) => {
      app.event('app_mention', async ({ event, client }) => {
        heard.push(`mention ${event.text}`);
        await client.chat.postMessage({ channel: event.channel, thread_ts: event.ts, text: 'on it' });
      });
      app.message(async ({ message, say }) => {
        heard.push(`dm ${'text' in message ? message.text : ''}`);
        await say('hello');
      });
    });

    const { message } = workspace.as('ana').say('ops', '@waggle rollback redis');
    workspace.as('li').say('ops', 'not for the bot');
    await workspace.as('li').say('dm', 'services').delivered;
    const reply = await workspace.untilMessage('ops', ({ text }) => text === 'on it');
    await workspace.until(() => workspace.directMessages('U2').some(({ text }) => text === 'hello'));
    await workspace.until(() =>
      workspace.deliveries.every(({ attempts }) => attempts[0]?.outcome === 'acked'),
    );

    expect(reply.threadTs).toBe(message.ts);
    expect(heard.toSorted()).toEqual(['dm services', 'mention <@U0WAGGLE> rollback redis']);
  });

  test('an event that is not acknowledged comes again at once, after a minute and after five', async () => {
    const retries: unknown[] = [];
    const { workspace, clock } = await start((app) => {
      app.event('app_mention', async ({ body, context }) => {
        retries.push([body.event_id, context.retryNum ?? 0]);
        running?.workspace.poke();
      });
    });
    workspace.loseAcks(4);
    const ended = (): number =>
      workspace.deliveries[0]?.attempts.filter(({ outcome }) => outcome).length ?? 0;

    workspace.as('ana').say('ops', '@waggle services');
    for (const [index, delay] of [0, 60_000, 300_000, 0].entries()) {
      await workspace.until(() => retries.length === index + 1);
      clock.advance(3_000);
      await workspace.until(() => ended() === index + 1);
      clock.advance(delay);
    }

    const eventId = workspace.deliveries[0]?.envelope.payload['event_id'];
    expect(retries).toEqual([
      [eventId, 0],
      [eventId, 1],
      [eventId, 2],
      [eventId, 3],
    ]);
  });

  test('an answer that takes longer than 3 s is shown as a timeout', async () => {
    const { workspace, clock } = await start((app) => {
      app.command('/swarm', async ({ ack }) => {
        clock.advance(3_000);
        await ack();
      });
    });

    expect(await workspace.as('ana').slash('ops', '/swarm services')).toEqual({
      outcome: 'timeout',
      shownError: 'operation_timeout',
    });
  });

  test('a call that is limited, fails or loses its answer shows so to the client', async () => {
    const errors: unknown[] = [];
    const { workspace } = await start((app) => {
      app.command('/swarm', async ({ ack, client }) => {
        await ack();
        await client.chat.postMessage({ channel: 'C1', text: 'posted' }).catch((error: unknown) => {
          errors.push(error instanceof Error && 'code' in error ? error.code : error);
        });
        await client.chat.postMessage({ channel: 'C1', text: 'after' });
      });
    });
    workspace.inject({ method: 'chat.postMessage', kind: 'lost_answer' });

    await workspace.as('ana').slash('ops', '/swarm services');
    await workspace.untilMessage('ops', ({ text }) => text === 'after');

    expect(errors).toEqual(['slack_webapi_request_error']);
    expect(workspace.messages('ops').map(({ text }) => text)).toEqual(['posted', 'after']);
    expect(workspace.countOf('chat.postMessage')).toBe(2);
  });
});
