import { afterEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import type { Form } from '../../../src/core/view/view.ts';
import { plain, run, view, type Acts, type Running } from './harness.ts';

const form: Form = {
  verb: 'change',
  ref: 'plan_1',
  title: 'Change the update',
  submit: 'Plan',
  intro: ['Service ', { code: 'redis' }],
  fields: [
    { name: 'image', label: 'Image', kind: 'text', value: 'redis:3.0.6' },
    { name: 'parallelism', label: 'At a time', kind: 'number', value: '2' },
    {
      name: 'order',
      label: 'Order',
      kind: 'select',
      value: 'stop-first',
      options: [
        { value: 'stop-first', label: 'stop first' },
        { value: 'start-first', label: 'start first' },
      ],
    },
    { name: 'delay', label: 'Delay', kind: 'text', optional: true },
  ],
};
const card = view('redis: update', {
  kind: 'actions',
  items: [
    { verb: 'confirm', ref: 'plan_1', label: 'Confirm' },
    { verb: 'cancel', ref: 'plan_1', label: 'Cancel' },
  ],
});

describe.each(['socket', 'http'] as const)('deliveries by %s', (mode) => {
  let running: Running | undefined;
  const start = async (acts: Acts = {}): Promise<Running> => (running = await run(mode, acts));
  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });
  const none = new AbortController().signal;

  it('hand over a slash command, and answer the one who typed it alone', async () => {
    const { workspace, told } = await start({ say: (said) => said.reply(view('3 nodes')) });

    const result = await workspace.as('ana').slash('ops', '/swarm scale redis=5');
    const answer = await workspace.untilEphemeral('U1');

    expect(result).toEqual({ outcome: 'acked' });
    expect(told.said.map((said) => [plain(said), said.text])).toEqual([
      [{ person: 'U1', place: { channel: 'C1', kind: 'channel' } }, 'scale redis=5'],
    ]);
    expect(answer.text).toBe('3 nodes');
    expect(workspace.messages('ops')).toEqual([]);
  });

  it('hand over a mention at the beginning of a message, in a thread of its own', async () => {
    const { workspace, told } = await start({ say: (said) => said.reply(view('done')) });

    const { message } = workspace.as('ana').say('ops', '<@U0WAGGLE> ps redis');
    const answer = await workspace.untilEphemeral('U1');

    expect(told.said.map((said) => [plain(said), said.text])).toEqual([
      [{ person: 'U1', place: { channel: 'C1', kind: 'channel', thread: message.ts } }, 'ps redis'],
    ]);
    expect([answer.text, answer.threadTs]).toEqual(['done', undefined]);
  });

  it('hand over a mention in a thread, and answer there', async () => {
    const { workspace, told } = await start({ say: (said) => said.reply(view('done')) });
    const { message } = workspace.as('li').say('ops', 'what about redis?');

    workspace.as('ana').say('ops', '<@U0WAGGLE>: rollback redis', { threadTs: message.ts });
    const answer = await workspace.untilEphemeral('U1');

    expect(told.said.map((said) => [said.place.thread, said.text])).toEqual([[message.ts, 'rollback redis']]);
    expect(answer.threadTs).toBe(message.ts);
  });

  it('hand over a direct message, and answer in it', async () => {
    const { workspace, told } = await start({ say: (said) => said.reply(view('3 nodes')) });
    const ana = workspace.as('ana');

    ana.say(ana.dm, 'nodes');
    const answer = await workspace.untilMessage(ana.dm, ({ user }) => user === 'U0WAGGLE');

    expect(told.said.map((said) => [plain(said), said.text])).toEqual([
      [{ person: 'U1', place: { channel: ana.dm, kind: 'direct' } }, 'nodes'],
    ]);
    expect(answer.text).toBe('3 nodes');
  });

  it('leave alone mentions in passing, edits, and what the bot itself writes', async () => {
    const { workspace, told, slack } = await start();
    const ana = workspace.as('ana');

    await ana.say('ops', 'ask <@U0WAGGLE> about redis').delivered;
    const { message, delivered } = ana.say(ana.dm, 'nodes');
    await delivered;
    await ana.edit(message, 'scale redis=0');
    await slack.messenger.post({ channel: ana.dm, kind: 'direct' }, view('hello'), none);
    await ana.say(ana.dm, 'the end').delivered;
    await workspace.until(() => told.said.some(({ text }) => text === 'the end'));

    expect(told.said.map(({ text }) => text)).toEqual(['nodes', 'the end']);
  });

  it('hand over a click with its verb, thing and message', async () => {
    const { workspace, told, slack } = await start({ click: (click) => click.reply(view('not yours')) });
    const ref = await slack.messenger.post({ channel: 'C1', kind: 'channel' }, card, none);

    const result = await workspace.as('li').click(ref, 'confirm');
    const answer = await workspace.untilEphemeral('U2');

    expect(result.outcome).toBe('acked');
    expect(told.clicks.map((click) => [plain(click), click.verb, click.ref, click.message])).toEqual([
      [{ person: 'U2', place: { channel: 'C1', kind: 'channel' } }, 'confirm', 'plan_1', ref],
    ]);
    expect(answer.text).toBe('not yours');
    expect(workspace.messages('ops').map(({ text }) => text)).toEqual(['redis: update']);
  });

  it('hand over the same delivery once, although it comes twice', async () => {
    const { workspace, told, slack } = await start();
    const ref = await slack.messenger.post({ channel: 'C1', kind: 'channel' }, card, none);
    await workspace.as('ana').click(ref, 'confirm');
    const { envelope } = workspace.deliveries.at(-1) ?? {};
    if (envelope === undefined) throw new Error('no delivery');

    await workspace.redeliver(envelope);
    await workspace.as('ana').click(ref, 'cancel');
    await workspace.until(() => told.clicks.some(({ verb }) => verb === 'cancel'));

    expect(told.clicks.map(({ verb }) => verb)).toEqual(['confirm', 'cancel']);
  });

  it('hand over a message shortcut with all words of the message', async () => {
    const { workspace, told } = await start();
    const { message } = workspace.as('li').say('ops', 'built registry:5000/web:1.2');

    await workspace.as('ana').shortcut(message, 'deploy_image');
    await workspace.until(() => told.shortcuts.length > 0);

    expect(told.shortcuts.map((one) => [plain(one), one.name, one.text, one.message])).toEqual([
      [
        { person: 'U1', place: { channel: 'C1', kind: 'channel' } },
        'deploy_image',
        'built registry:5000/web:1.2',
        { channel: 'C1', ts: message.ts },
      ],
    ]);
  });

  it('open a form at once, fill it when it is there, and hand over what was entered', async () => {
    const later = Promise.withResolvers<Form>();
    const { workspace, told, slack } = await start({ click: (click) => click.form.open(later.promise) });
    const ref = await slack.messenger.post({ channel: 'C1', kind: 'channel' }, card, none);

    await workspace.as('ana').click(ref, 'confirm');
    const loading = await workspace.untilView('U1');
    later.resolve(form);
    const filled = await workspace.untilView('U1', ({ privateMetadata }) => privateMetadata !== '');
    const result = await workspace.as('ana').submit(filled, { image: 'redis:3.0.7', order: 'start-first' });
    await workspace.until(() => told.submissions.length > 0);

    expect(JSON.stringify(loading.blocks)).toContain('Loading');
    expect(result).toMatchObject({ outcome: 'acked' });
    expect(told.submissions.map((one) => [plain(one), one.verb, one.ref, one.values])).toEqual([
      [
        { person: 'U1', place: { channel: 'C1', kind: 'channel' } },
        'change',
        'plan_1',
        { image: 'redis:3.0.7', parallelism: '2', order: 'start-first', delay: '' },
      ],
    ]);
    expect(workspace.views('U1')).toEqual([]);
  });

  it('show what is wrong with a form inside it, and hand nothing over', async () => {
    const { workspace, told, slack } = await start({
      click: (click) => click.form.open(Promise.resolve(form)),
      check: ({ values }) =>
        values['image'] === 'x y' ? { image: 'This is no image.', '': 'Look again.' } : {},
    });
    const ref = await slack.messenger.post({ channel: 'C1', kind: 'channel' }, card, none);
    await workspace.as('ana').click(ref, 'confirm');
    const filled = await workspace.untilView('U1', ({ privateMetadata }) => privateMetadata !== '');

    const result = await workspace.as('ana').submit(filled, { image: 'x y' });

    expect(result).toMatchObject({ errors: { image: 'This is no image. Look again.' } });
    expect(told.submissions).toEqual([]);
  });

  it('show inside the modal why there is no form', async () => {
    const { workspace, slack } = await start({
      click: (click) =>
        click.form.open(Promise.reject(new UserError('not-found', 'redis is gone.', 'Look at `services`.'))),
    });
    const ref = await slack.messenger.post({ channel: 'C1', kind: 'channel' }, card, none);

    await workspace.as('ana').click(ref, 'confirm');
    const modal = await workspace.untilView('U1', ({ blocks }) =>
      JSON.stringify(blocks).includes('redis is gone.'),
    );

    expect(modal.privateMetadata).toBe('');
  });

  it('answer a bug with a reference that stands in the log, and show no more of it', async () => {
    const { workspace, log } = await start({ say: () => Promise.reject(new Error('boom xoxb-2-canary')) });

    await workspace.as('ana').slash('ops', '/swarm nodes');
    const answer = await workspace.untilEphemeral('U1');

    expect(answer.text).toBe('Something went wrong in Waggle, reference ref1.');
    const logged = log.lines.filter((line) => line.includes('ref1')).join('\n');
    expect(logged).toContain('boom [redacted]');
    expect(logged).not.toContain('canary');
  });

  it('go on answering when the response address is used up', async () => {
    const { workspace } = await start({
      say: async (said) => {
        for (let count = 1; count <= 7; count += 1) await said.reply(view(`answer ${count}`));
      },
    });

    await workspace.as('ana').slash('ops', '/swarm nodes');
    await workspace.untilEphemeral('U1', ({ text }) => text === 'answer 7');

    expect(workspace.ephemerals('U1').map(({ text }) => text)).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((count) => `answer ${count}`),
    );
  });

  it('answer by direct message where the bot is no member and there is no response address', async () => {
    const { workspace } = await start({
      say: async (said) => {
        for (let count = 1; count <= 6; count += 1) await said.reply(view(`answer ${count}`));
      },
    });

    await workspace.as('ana').slash('elsewhere', '/swarm nodes');
    await workspace.untilMessage(workspace.as('ana').dm, ({ text }) => text === 'answer 6');

    expect(workspace.ephemerals('U1')).toHaveLength(5);
  });

  it('never let a token or a signing secret reach the log', async () => {
    const { workspace, slack, log } = await start({ say: () => Promise.reject(new Error('no')) });
    workspace.inject({ method: 'chat.update', kind: 'status', status: 503 });
    workspace.inject({ method: 'users.info', kind: 'refuse', error: 'invalid_auth' });

    await slack.people.who('U1', none).catch(() => {}); // The refusal above.
    slack.messenger.edit({ channel: 'C1', ts: '1.0' }, view('x'), { final: true });
    await slack.messenger.drained(none);
    await workspace.as('ana').slash('ops', '/swarm nodes');
    await workspace.untilEphemeral('U1');

    expect(log.lines.length).toBeGreaterThan(2);
    expect(log.lines.join('\n')).not.toMatch(/canary/u);
  });
});
