import type { App } from '@slack/bolt';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { SlackServer } from '../../../src/practice/slack/server.ts';
import { FakeClock } from './fake-clock.ts';
import { startServer, startWithBolt, tokens, type Running } from './harness.ts';

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function start(listen: (app: App) => void, replicas: number): Promise<Running> {
  const running = await startWithBolt('socket', listen, replicas);
  ends.push(running.stop);
  return running;
}

async function alone(): Promise<{ slack: SlackServer; clock: FakeClock }> {
  const clock = new FakeClock();
  const slack = await startServer('socket', clock);
  ends.push(slack.stop);
  return { slack, clock };
}

type Frame = Record<string, unknown>;

/** A bare connection that keeps what it receives. */
async function connect(slack: SlackServer): Promise<{ socket: WebSocket; frames: Frame[] }> {
  const response = await fetch(`${slack.url}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens.appToken}` },
  });
  const { url } = (await response.json()) as { url: string };
  const socket = new WebSocket(url);
  const frames: Frame[] = [];
  socket.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString()) as Frame);
    slack.workspace.poke();
  });
  await slack.workspace.until(() => frames.length > 0);
  return { socket, frames };
}

test('each command goes to one of two connections, and both get some', async () => {
  const seen: string[] = [];
  let replica = 0;
  const { workspace } = await start((app) => {
    const name = `replica ${++replica}`;
    app.command('/swarm', async ({ ack, command }) => {
      await ack();
      seen.push(`${command.text} by ${name}`);
    });
  }, 2);

  for (const text of ['1', '2', '3', '4']) await workspace.as('ana').slash('ops', `/swarm ${text}`);

  expect(seen.map((line) => line[0])).toEqual(['1', '2', '3', '4']);
  expect(new Set(seen.map((line) => line.slice(2))).size).toBe(2);
  expect(new Set(workspace.deliveries.map(({ attempts }) => attempts[0]?.connection)).size).toBe(2);
});

test('a recycled connection gets no more payloads, and the client comes back', async () => {
  const { workspace } = await start((app) => {
    app.command('/swarm', async ({ ack }) => ack());
  }, 2);
  const [recycled = ''] = workspace.sockets.connections;

  const gone = workspace.sockets.recycle(recycled);
  const answers = [
    await workspace.as('ana').slash('ops', '/swarm a'),
    await workspace.as('ana').slash('ops', '/swarm b'),
  ];
  await gone;
  await workspace.until(() => workspace.sockets.connections.length === 2);
  // One on each connection, so that the new one is known to work in both directions before the end.
  for (const text of ['c', 'd']) answers.push(await workspace.as('ana').slash('ops', `/swarm ${text}`));

  expect(answers).toEqual(['a', 'b', 'c', 'd'].map(() => ({ outcome: 'acked' })));
  expect(workspace.deliveries.map(({ attempts }) => attempts[0]?.connection)).not.toContain(recycled);
  expect(workspace.sockets.connections).not.toContain(recycled);
});

test('a dropped connection is opened anew by the client', async () => {
  const { workspace } = await start((app) => {
    app.command('/swarm', async ({ ack }) => ack());
  }, 1);
  const [before] = workspace.sockets.connections;

  workspace.sockets.drop();
  await workspace.until(() => workspace.sockets.connections.some((id) => id !== before));

  expect(await workspace.as('ana').slash('ops', '/swarm a')).toEqual({ outcome: 'acked' });
});

test('without a connection a person sees that nothing was reached', async () => {
  const { slack } = await alone();

  expect(await slack.workspace.as('ana').slash('ops', '/swarm a')).toEqual({
    outcome: 'no_connection',
    shownError: 'dispatch_failed',
  });
});

test('an envelope can be delivered twice on purpose', async () => {
  const texts: string[] = [];
  const { workspace } = await start((app) => {
    app.command('/swarm', async ({ ack, command }) => {
      texts.push(command.text);
      await ack();
    });
  }, 1);
  await workspace.as('ana').slash('ops', '/swarm once');
  const [delivery] = workspace.deliveries;
  if (delivery === undefined) throw new Error('nothing was delivered');

  expect(await workspace.redeliver(delivery.envelope)).toEqual({ outcome: 'acked' });
  expect(texts).toEqual(['once', 'once']);
});

test('a connection begins with hello and carries the envelope as Slack writes it', async () => {
  const { slack } = await alone();
  const { socket, frames } = await connect(slack);
  slack.workspace.as('ana').say('ops', '@waggle services');
  await slack.workspace.until(() => frames.length === 2);

  const [hello, event] = frames;
  socket.send(JSON.stringify({ envelope_id: event?.['envelope_id'] }));
  await slack.workspace.until(() => slack.workspace.deliveries[0]?.attempts[0]?.outcome === 'acked');

  expect(hello).toMatchObject({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0WAGGLE' } });
  expect(event).toMatchObject({
    type: 'events_api',
    accepts_response_payload: false,
    retry_attempt: 0,
    retry_reason: '',
    payload: {
      type: 'event_callback',
      team_id: 'T0PRACTICE',
      api_app_id: 'A0WAGGLE',
      event: { type: 'app_mention', user: 'U1', channel: 'C1', text: '<@U0WAGGLE> services' },
      authorizations: [{ user_id: 'U0WAGGLE', is_bot: true }],
    },
  });
});

test('an eleventh connection is turned away', async () => {
  const { slack } = await alone();
  const sockets = [];
  for (let count = 0; count < 10; count += 1) sockets.push(await connect(slack));

  const { frames } = await connect(slack);

  expect(frames[0]).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
  expect(slack.workspace.sockets.connections.length).toBe(10);
});

test('a ticket opens one connection', async () => {
  const { slack } = await alone();
  const { socket } = await connect(slack);
  const again = new WebSocket(socket.url);
  const error = await new Promise<Error>((resolve) => {
    again.once('error', resolve);
  });

  expect(error.message).toContain('403');
});

test('a warning does not end the connection, a refresh does after its grace time', async () => {
  const { slack, clock } = await alone();
  const { socket, frames } = await connect(slack);

  slack.workspace.sockets.warn();
  await slack.workspace.until(() => frames.length === 2);
  const gone = slack.workspace.sockets.recycle();
  await slack.workspace.until(() => frames.length === 3);
  const openBefore = socket.readyState === WebSocket.OPEN;
  clock.advance(10_000);
  await gone;

  expect(openBefore).toBe(true);
  expect(frames.slice(1).map(({ type, reason }) => [type, reason])).toEqual([
    ['disconnect', 'warning'],
    ['disconnect', 'refresh_requested'],
  ]);
});
