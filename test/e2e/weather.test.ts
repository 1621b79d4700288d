import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { SeenMessage } from '../../src/practice/slack/seen.ts';
import type { WriteFate } from '../support/engine-proxy.ts';
import { openScene, wordsOf, type Scene } from '../support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterEach(() => {
  scene.slack.workspace.clearFaults();
  scene.proxy.onWrite(() => 'forward');
});
afterAll(() => scene.close());

const FAST = ['--replicas', '3', '--update-monitor', '1s'];
const start = (name: string) => scene.service(name, FAST, 'web:1');
const accepted = () => scene.proxy.writes().filter(({ status }) => status === 200).length;

/** What was posted into a card's thread, in order. */
const inThread = (card: SeenMessage) =>
  scene.slack.workspace.messages('ops').filter(({ threadTs }) => threadTs === card.ts);

/** How each try at an edit of this message ended, in order. */
const editsOf = (message: SeenMessage) =>
  scene.slack.workspace.calls.filter(
    ({ method, args }) => method === 'chat.update' && args['ts'] === message.ts,
  );

test('Slack limits, fails, breaks off and drops the socket: the last state arrives, and nothing twice', async () => {
  await start('weather-slack');
  const { workspace } = scene.slack;
  const card = await scene.ask(`update weather-slack image=${scene.swarm.image('web:2')} delay=1s`);
  workspace.inject({ kind: 'rate_limited', method: 'chat.postMessage', retryAfter: 1 });
  workspace.inject({ kind: 'status', method: 'chat.postMessage', status: 500 });
  await scene.press(card, 'Confirm');
  const rollout = await scene.rolloutOf(card);
  workspace.inject({ kind: 'rate_limited', method: 'chat.update', retryAfter: 2 });
  workspace.inject({ kind: 'status', method: 'chat.update', status: 500 });
  workspace.inject({ kind: 'drop', method: 'chat.update' });
  workspace.inject({ kind: 'lost_answer', method: 'chat.update' });
  workspace.sockets.drop();
  await scene.shows(rollout, /done in/);

  const ends = workspace.calls.filter(({ method }) => method === 'chat.update').map(({ answer }) => answer);
  expect(ends).toEqual(
    expect.arrayContaining(['ratelimited', '500', 'fault: drop', 'fault: lost_answer', 'ok']),
  );
  expect(inThread(card).map(({ ts }) => ts)).toEqual([rollout.ts]);
  await scene.shows(card, /accepted by the engine/);
});

test('a failure in bad weather: the message says so, and one reply reaches the requester', async () => {
  await start('weather-reply');
  const { workspace } = scene.slack;
  const { card, rollout } = await scene.run(`update weather-reply image=${scene.swarm.image('redis:crash')}`);
  workspace.inject({ kind: 'rate_limited', method: 'chat.postMessage', retryAfter: 1 });
  workspace.inject({ kind: 'status', method: 'chat.postMessage', status: 503, times: 2 });
  workspace.inject({ kind: 'drop', method: 'chat.update', times: 2 });
  workspace.sockets.drop();
  await scene.shows(rollout, /paused by the engine/);
  await workspace.until(() => inThread(card).length > 1, { timeout: 30_000 });

  await workspace.until(() => workspace.sockets.connections.length > 0, { timeout: 30_000 });
  await scene.press(rollout, 'Roll back');
  const back = await workspace.until(
    () => inThread(card).find((message) => wordsOf(message).includes('"Confirm"')),
    { timeout: 30_000 },
  );
  const replies = inThread(card).filter(({ ts }) => ts !== rollout.ts && ts !== back.ts);
  expect(replies.map(({ text }) => /paused by the engine/.test(text))).toEqual([true]);
  expect(wordsOf(replies[0] ?? back)).toContain('<@UANA>');
  expect(editsOf(rollout).at(-1)?.answer).toBe('ok');
});

test('a pause that Slack asks for is kept', async () => {
  await start('weather-pause');
  const { workspace } = scene.slack;
  const retryAfter = 3;
  const { rollout } = await scene.run('scale weather-pause=4');
  workspace.inject({ kind: 'rate_limited', method: 'chat.update', retryAfter });
  await scene.shows(rollout, /done in/);
  const edits = workspace.calls.filter(({ method }) => method === 'chat.update');
  const limited = edits.findLastIndex(({ answer }) => answer === 'ratelimited');
  const [refused, next] = edits.slice(limited);
  expect((next?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(retryAfter * 1_000);
});

test('the answer to the write is lost: one accepted write, and the card says done', async () => {
  await start('weather-lost');
  const card = await scene.ask('scale weather-lost=4');
  const before = accepted();
  scene.proxy.onWrite(once('drop-after'));
  await scene.press(card, 'Confirm');
  await scene.shows(await scene.rolloutOf(card), /done in/);
  await scene.shows(card, /accepted by the engine/);
  expect(accepted()).toBe(before + 1);
});

test('the write is lost on its way: it is made again, once, and the card says done', async () => {
  await start('weather-before');
  const card = await scene.ask('scale weather-before=4');
  const before = accepted();
  scene.proxy.onWrite(once('drop-before'));
  await scene.press(card, 'Confirm');
  await scene.shows(await scene.rolloutOf(card), /done in/);
  await scene.shows(card, /accepted by the engine/);
  expect(accepted()).toBe(before + 1);
});

/** The first write meets this fate; the next ones go through. */
function once(fate: WriteFate): () => WriteFate {
  let met = false;
  return () => {
    if (met) return 'forward';
    met = true;
    return fate;
  };
}
