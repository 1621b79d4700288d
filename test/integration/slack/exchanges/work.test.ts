import { expect, it } from 'vitest';
import { inBothModes, none, view } from '../harness.ts';

inBothModes('work', (start) => {
  it('is acknowledged before it is done', async () => {
    const never = Promise.withResolvers<void>();
    const { workspace } = await start({ say: () => never.promise });

    const result = await workspace.as('ana').slash('ops', '/swarm nodes');

    expect(result).toEqual({ outcome: 'acked' });
    never.resolve();
  });

  it('and its edits are finished before the stop is', async () => {
    const go = Promise.withResolvers<void>();
    const edit = { ref: { channel: 'C1', ts: '' } };
    const running = await start({
      say: async () => {
        await go.promise;
        running.slack.messenger.edit(edit.ref, view('after'), { final: true });
      },
    });
    const { slack, workspace } = running;
    edit.ref = await slack.messenger.post({ channel: 'C1', kind: 'channel' }, view('before'), none);
    await workspace.as('ana').slash('ops', '/swarm nodes');

    const stopped = slack.stop();
    workspace.inject({ method: 'chat.update', kind: 'drop' });
    go.resolve();
    await stopped;

    expect(workspace.messages('ops').map(({ text }) => text)).toEqual(['after']);
  });

  it('is told to end when it outlasts the stop', async () => {
    const ended = Promise.withResolvers<unknown>();
    const running = await start(
      {
        say: (_said, signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              ended.resolve(signal.reason);
              reject(signal.reason);
            });
          }),
      },
      { drainMs: 50 },
    );
    await running.workspace.as('ana').slash('ops', '/swarm nodes');

    await running.slack.stop();

    expect(await ended.promise).toEqual(new Error('Waggle is stopping'));
    expect(running.log.lines.some((line) => line.includes('work is cut short by the stop'))).toBe(true);
  });

  it('goes on after a delivery that cannot be read', async () => {
    const { workspace, told, log } = await start();

    await workspace.sendEvent({ type: 'app_mention', user: 'U1', text: '<@U0WAGGLE> nodes' });
    await workspace.as('ana').slash('ops', '/swarm nodes');
    await workspace.until(() => told.said.length > 0);

    expect(told.said.map(({ text }) => text)).toEqual(['nodes']);
    expect(log.lines.some((line) => /"error".*a delivery could not be read/.test(line))).toBe(true);
  });
});
