import { expect, it } from 'vitest';
import { inBothModes, none, plain, view } from '../harness.ts';

const card = view('redis: update', {
  kind: 'actions',
  items: [
    { verb: 'confirm', ref: 'plan_1', label: 'Confirm' },
    { verb: 'cancel', ref: 'plan_1', label: 'Cancel' },
  ],
});

inBothModes('deliveries', (start) => {
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
});
