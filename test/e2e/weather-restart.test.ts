import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { SeenMessage } from '../../src/practice/slack/seen.ts';
import type { WriteFate } from '../support/engine-proxy.ts';
import { until } from '../support/run.ts';
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

const start = (name: string) => scene.service(name, ['--replicas', '3', '--update-monitor', '1s'], 'web:1');
const accepted = () => scene.proxy.writes().filter(({ status }) => status === 200).length;

/** What was posted into a card's thread, in order. */
const inThread = (card: SeenMessage) =>
  scene.slack.workspace.messages('ops').filter(({ threadTs }) => threadTs === card.ts);

test('stopped in the middle of a rollout and started again while Slack is away: the same message, to its end', async () => {
  await start('weather-stop');
  const { workspace } = scene.slack;
  const image = scene.swarm.image('web:2');
  const { card, rollout } = await scene.run(`update weather-stop image=${image} delay=3s`);
  await scene.shows(rollout, /1\/3 updated/);
  const before = accepted();
  expect(await scene.bot.stop()).toBe(0);
  expect(wordsOf(scene.now(rollout))).toMatch(/[12]\/3 updated/);

  workspace.inject({ kind: 'drop', method: '*', times: Infinity });
  const asked = workspace.countOf('auth.test');
  const starting = scene.bot.start();
  await workspace.until(() => workspace.countOf('auth.test') >= asked + 3, { timeout: 30_000 });
  workspace.clearFaults();
  await starting;
  await scene.shows(rollout, /done in/);
  expect(inThread(card).map(({ ts }) => ts)).toEqual([rollout.ts]);
  expect(accepted()).toBe(before);
});

test('told to stop while Slack is away: it ends at once and well', async () => {
  const { workspace } = scene.slack;
  await scene.bot.stop();
  workspace.inject({ kind: 'drop', method: '*', times: Infinity });
  const asked = workspace.countOf('auth.test');
  const starting = scene.bot.start().then(
    () => 'it says that it is ready',
    () => 'it ended',
  );
  await workspace.until(() => workspace.countOf('auth.test') >= asked + 2, { timeout: 30_000 });
  expect(await scene.bot.stop()).toBe(0);
  expect(await starting).toBe('it ended');
  workspace.clearFaults();
  await scene.bot.start();
});

test('stopped while the engine holds the write back: no fault is told, and the write is made once', async () => {
  await start('weather-held');
  const { workspace } = scene.slack;
  const card = await scene.ask('scale weather-held=4');
  const before = accepted();
  const came = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  scene.proxy.onWrite(async (): Promise<WriteFate> => {
    came.resolve();
    await gone.promise;
    return 'forward'; // late, after whoever sent it has gone
  });
  await scene.press(card, 'Confirm');
  await came.promise;
  const told = workspace.ephemerals('UANA').length;
  expect(await scene.bot.stop()).toBe(0);
  expect(workspace.ephemerals('UANA').slice(told).map(wordsOf)).toEqual([
    expect.stringContaining('Waggle is being restarted, and this was cut short'),
  ]);
  expect(inThread(card)).toEqual([]);

  scene.proxy.onWrite(() => {
    gone.resolve(); // the old one and its repetition reach the engine together
    return 'forward';
  });
  await scene.bot.start();
  await scene.shows(await scene.rolloutOf(card), /done in/);
  await scene.shows(card, /accepted by the engine/);
  expect(accepted()).toBe(before + 1);
});

test('the rollout ends while Slack is away, and so does the bot: the next start tells the end', async () => {
  await start('weather-deaf');
  const { workspace } = scene.slack;
  const { card, rollout } = await scene.run(`update weather-deaf image=${scene.swarm.image('redis:crash')}`);
  workspace.inject({ kind: 'drop', method: '*', times: Infinity });
  workspace.sockets.drop();
  const format = '{{.UpdateStatus.State}}';
  const state = () => scene.docker('service', 'inspect', 'weather-deaf', '--format', format);
  await until('the engine pauses', async () => (await state()) === 'paused');
  expect(await scene.bot.stop()).toBe(0);
  expect(wordsOf(scene.now(rollout))).not.toMatch(/paused by the engine/);

  workspace.clearFaults();
  await scene.bot.start();
  await scene.shows(rollout, /paused by the engine/);
  const replies = () => inThread(card).filter(({ ts }) => ts !== rollout.ts);
  await workspace.until(() => replies().length > 0, { timeout: 30_000 });
  expect(replies().map(({ text }) => /paused by the engine/.test(text))).toEqual([true]);
});
