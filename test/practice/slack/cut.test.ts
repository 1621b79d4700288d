import type { App } from '@slack/bolt';
import { afterEach, describe, expect, test } from 'vitest';
import { startServer, startWithBolt, tokens, type Mode, type Running } from './harness.ts';

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function start(mode: Mode): Promise<Running> {
  const running = await startWithBolt(mode, (app: App) => {
    app.command('/swarm', async ({ ack }) => ack());
  });
  ends.push(running.stop);
  return running;
}

const authTest = async (url: string): Promise<Response> =>
  fetch(`${url}auth.test`, { headers: { authorization: `Bearer ${tokens.botToken}` } });

describe.each<Mode>(['socket', 'http'])('Slack that is cut off, over %s', (mode) => {
  test('answers no call and reaches no app, and does again when it is mended', async () => {
    const { slack, workspace } = await start(mode);
    const before = await workspace.as('ana').slash('ops', '/swarm a');
    const upBefore = workspace.appIsUp;

    slack.cut();
    await expect(authTest(slack.url)).rejects.toThrow('fetch failed');
    const during = await workspace.as('ana').slash('ops', '/swarm b');
    const upDuring = workspace.appIsUp;
    const calls = workspace.countOf('auth.test');
    slack.mend();
    // Over HTTP nothing tells that the app is back before the next delivery.
    await workspace.until(() => mode === 'http' || workspace.appIsUp);
    const after = await workspace.as('ana').slash('ops', '/swarm c');

    expect(before).toEqual({ outcome: 'acked' });
    expect([upBefore, upDuring, workspace.appIsUp]).toEqual([true, false, true]);
    expect(during.shownError).toBe('dispatch_failed');
    expect(after).toEqual({ outcome: 'acked' });
    expect(workspace.countOf('auth.test')).toBe(calls);
  });

  test('still lets people write', async () => {
    const { slack, workspace } = await start(mode);
    slack.cut();

    workspace.as('ana').say('ops', 'is anybody there?');

    expect(slack.isCut).toBe(true);
    expect(workspace.messages('ops').map(({ text }) => text)).toEqual(['is anybody there?']);
  });
});

test('a Socket Mode app is up while it holds a connection; an app behind HTTP until it fails to answer', async () => {
  const socket = await startServer('socket');
  const http = await startServer({ http: 'http://127.0.0.1:9/' });
  ends.push(socket.stop, http.stop);
  const untried = http.workspace.appIsUp;

  await http.workspace.as('ana').slash('ops', '/swarm a');

  expect(socket.workspace.appIsUp).toBe(false);
  expect([untried, http.workspace.appIsUp]).toEqual([true, false]);
});
