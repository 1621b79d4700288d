import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { WriteFate } from '../support/engine-proxy.ts';
import { until } from '../support/run.ts';
import { openScene, wordsOf, type Scene, type SceneOptions } from '../support/scene.ts';

const FAST = ['--replicas', '3', '--update-monitor', '1s'];
/** What the message says while the cluster cannot be seen, or a manager is not believed. */
const ALARM = /cannot see the cluster|lost the others/;

let scene: Scene;
const sceneWith = (options: SceneOptions) => {
  beforeAll(async () => {
    scene = await openScene(options);
  });
  afterAll(() => scene.close());
};
const web = (version: number) => scene.swarm.image(`web:${version}`);
const running = (name: string, version: number) => async () => {
  const format = '{{.Image}} {{.CurrentState}}';
  const tasks = await scene.docker(
    'service',
    'ps',
    name,
    '--filter',
    'desired-state=running',
    '--format',
    format,
  );
  return tasks.split('\n').filter((task) => task.startsWith(`${web(version)} Running`)).length === 3;
};

describe('one endpoint', () => {
  sceneWith({});
  afterEach(async () => {
    scene.proxy.silence(false);
    await scene.proxy.refuse(false);
  });

  test('the engine goes away and comes back: said, claimed nothing, followed to its end', async () => {
    await scene.service('weather-away', FAST, 'web:1');
    const { rollout } = await scene.run(`update weather-away image=${web(2)} delay=2s`);
    await scene.shows(rollout, /1\/3 updated/);
    await scene.proxy.refuse(true);
    scene.proxy.cut();
    await scene.shows(rollout, /Waggle cannot see the cluster since/);
    await until('the update goes on unseen', running('weather-away', 2));
    const { workspace } = scene.slack;
    await workspace.as('ana').slash('ops', '/swarm services');
    const answer = await workspace.untilEphemeral('UANA', (message) =>
      wordsOf(message).includes('could not be reached'),
    );
    expect(answer.text).not.toMatch(/Something went wrong/);
    expect(wordsOf(scene.now(rollout))).not.toMatch(/3\/3 updated/);

    await scene.proxy.refuse(false);
    await scene.shows(rollout, /done in/);
    expect(wordsOf(scene.now(rollout))).not.toMatch(ALARM);
    expect(wordsOf(scene.now(rollout))).toMatch(/3 of 3 run \S*web:2/);
    expect(scene.writes()).toBe(1);
  });

  test('confirmed while the engine is away: said, nothing runs, and the plan stays open', async () => {
    await scene.service('weather-click', FAST, 'web:1');
    const writes = scene.writes();
    const { workspace } = scene.slack;
    const card = await scene.ask('scale weather-click=4');
    const told = workspace.ephemerals('UANA').length;
    await scene.proxy.refuse(true);
    scene.proxy.cut();
    await scene.press(card, 'Confirm');
    await workspace.until(() => workspace.ephemerals('UANA').length > told, { timeout: 30_000 });
    expect(workspace.ephemerals('UANA').slice(told).map(wordsOf)).toEqual([
      expect.stringContaining('could not be reached'),
    ]);
    expect(scene.writes()).toBe(writes);
    await scene.proxy.refuse(false);
    await scene.press(card, 'Confirm');
    await scene.shows(await scene.rolloutOf(card), /done in/);
    expect(scene.writes()).toBe(writes + 1);
  });

  test('the engine hangs, the bot is stopped and started meanwhile: said, then followed to its end', async () => {
    await scene.service('weather-hang', FAST, 'web:1');
    const { rollout } = await scene.run(`update weather-hang image=${web(2)} delay=2s`);
    await scene.shows(rollout, /1\/3 updated/);
    scene.proxy.silence(true);
    await scene.shows(rollout, /Waggle cannot see the cluster since/);
    expect(await scene.bot.stop()).toBe(0);
    await scene.bot.start();
    await scene.shows(rollout, /Waggle cannot see the cluster since/);
    scene.proxy.silence(false);
    await scene.shows(rollout, /done in/);
    expect(wordsOf(scene.now(rollout))).not.toMatch(ALARM);
  });

  test('connections that break, again and again, are made again without a word', async () => {
    await scene.service('weather-cut', FAST, 'web:1');
    const { rollout } = await scene.run(`update weather-cut image=${web(2)} delay=1s`);
    for (const words of [/1\/3 updated/, /2\/3 updated/, /3\/3 updated/]) {
      await scene.shows(rollout, words);
      scene.proxy.cut();
    }
    await scene.shows(rollout, /done in/);
    expect(scene.now(rollout).edits.map(wordsOf).join('\n')).not.toMatch(ALARM);
  });
});

describe('two endpoints', () => {
  sceneWith({ endpoints: 2 });
  const others = () => scene.proxies[1] ?? scene.proxy;
  afterEach(() => {
    for (const each of scene.proxies) each.silence(false);
  });

  test('one after the other goes away: the other is asked, without a word of alarm', async () => {
    await scene.service('weather-over', FAST, 'web:1');
    const { rollout } = await scene.run(`update weather-over image=${web(2)} delay=3s`);
    await scene.shows(rollout, /1\/3 updated/);
    await scene.proxy.refuse(true);
    scene.proxy.cut();
    await scene.shows(rollout, /2\/3 updated/);
    await scene.proxy.refuse(false);
    await others().refuse(true);
    others().cut();
    await scene.shows(rollout, /done in/);
    await others().refuse(false);
    expect(scene.now(rollout).edits.map(wordsOf).join('\n')).not.toMatch(ALARM);
    expect(scene.writes()).toBe(1);
  });

  test('one falls silent right after the write: the other is asked, without a word of alarm', async () => {
    await scene.service('weather-silent', FAST, 'web:1');
    scene.proxy.onWrite(async ({ forward }): Promise<WriteFate> => {
      await forward();
      scene.proxy.silence(true);
      return 'forward';
    });
    const { rollout } = await scene.run(`update weather-silent image=${web(2)} delay=3s`);
    await scene.shows(rollout, /done in/);
    expect(scene.now(rollout).edits.map(wordsOf).join('\n')).not.toMatch(ALARM);
  });
});
