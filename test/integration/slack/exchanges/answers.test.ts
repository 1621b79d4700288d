import { expect, it } from 'vitest';
import { systemClock } from '../../../../src/system.ts';
import { inBothModes, none, view } from '../harness.ts';

inBothModes('answers', (start) => {
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

  it('go by an ephemeral message when the response address is over after half an hour', async () => {
    const go = Promise.withResolvers<void>();
    let ahead = 0;
    const { workspace } = await start(
      {
        say: async (said) => {
          await go.promise;
          ahead = 30 * 60_000;
          await said.reply(view('late'));
        },
      },
      { clock: { ...systemClock, now: () => systemClock.now() + ahead } },
    );
    await workspace.as('ana').slash('ops', '/swarm nodes');

    go.resolve();
    await workspace.untilEphemeral('U1');

    expect([workspace.countOf('response_url'), workspace.countOf('chat.postEphemeral')]).toEqual([0, 1]);
  });

  it('to a click leave the message that was clicked as it is', async () => {
    const { workspace, slack } = await start({ click: (click) => click.reply(view('not yours')) });
    const items = [{ verb: 'confirm', ref: 'p', label: 'Confirm' }];
    const ref = await slack.messenger.post(
      { channel: 'C1', kind: 'channel' },
      view('plan', { kind: 'actions', items }),
      none,
    );

    await workspace.as('li').click(ref, 'confirm');
    await workspace.untilEphemeral('U2');

    expect(workspace.messages('ops').map(({ text, edits }) => [text, edits.length])).toEqual([['plan', 1]]);
    expect(workspace.ephemerals('U1')).toEqual([]);
  });
});
