import { afterAll, beforeAll, expect, test } from 'vitest';
import { openScene, wordsOf, type Scene } from '../support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const FAST = ['--replicas', '2', '--update-monitor', '1s'];

test('six rollouts at once: each message reaches its true end, the engine is read twice a second at most, then never', async () => {
  const web = scene.swarm.image('web:2');
  const ROLLOUTS = [
    { name: 'weather-one', words: `update weather-one image=${web} delay=1s`, end: /done in/ },
    { name: 'weather-two', words: `update weather-two image=${web} parallelism=2`, end: /done in/ },
    { name: 'weather-three', words: 'scale weather-three=4', end: /done in/ },
    { name: 'weather-four', words: `update weather-four image=${web} delay=2s`, end: /done in/ },
    {
      name: 'weather-five',
      words: `update weather-five image=${scene.swarm.image('redis:crash')}`,
      end: /paused by the engine/,
    },
    { name: 'weather-six', words: `update weather-six image=${web} order=start-first`, end: /done in/ },
  ];
  const images = async (name: string) => {
    const format = '{{.Image}}';
    const running = ['--filter', 'desired-state=running', '--format', format];
    return (await scene.docker('service', 'ps', name, ...running)).split('\n').toSorted();
  };
  await Promise.all(ROLLOUTS.map(({ name }) => scene.service(name, FAST, 'web:1')));
  const cards = [];
  for (const { words } of ROLLOUTS) cards.push(await scene.ask(words));
  const before = scene.proxy.requests.length;
  await Promise.all(cards.map((card) => scene.press(card, 'Confirm')));
  const rollouts = await Promise.all(cards.map((card) => scene.rolloutOf(card)));
  await Promise.all(
    ROLLOUTS.map(async ({ end }, index) => scene.shows(rollouts[index] ?? never(), end, 120_000)),
  );

  expect(await images('weather-one')).toEqual([web, web]);
  expect(await images('weather-three')).toHaveLength(4);
  expect(wordsOf(scene.now(rollouts[2] ?? never()))).toMatch(/4 of 4 run/);
  for (const [index, { end }] of ROLLOUTS.entries()) {
    const texts = scene.now(rollouts[index] ?? never()).edits.map(({ text }) => text);
    expect(texts.filter((text) => /done in|paused/.test(text)).every((text) => end.test(text))).toBe(true);
  }
  expect(scene.writes()).toBe(6);

  // a round asks for all services at once, by their ids
  const looks = scene.proxy.requests.slice(before).filter(({ url }) => /\/services\?/.test(url));
  const most = Math.max(...looks.map(({ at }) => countWithin(looks, at, 5_000)));
  console.log(`${looks.length} rounds, at most ${most} within 5 s`);
  expect(most).toBeLessThanOrEqual(2 * 5 + 1);
  const taskReads = scene.proxy.requests.slice(before).filter(({ url }) => /\/tasks\?/.test(url));
  console.log(`${taskReads.length} reads of tasks`);

  const idle = scene.proxy.requests.length;
  await scene.swarm.docker(['service', 'update', '--quiet', '--image', web, 'weather-three']);
  await scene.swarm.docker(['service', 'scale', 'weather-one=3']);
  expect(await images('weather-one')).toEqual([web, web, web]);
  expect(scene.proxy.requests.slice(idle)).toEqual([]);
});

function countWithin(requests: readonly { readonly at: number }[], from: number, ms: number): number {
  return requests.filter(({ at }) => at >= from && at < from + ms).length;
}

function never(): never {
  throw new Error('there is a rollout for each card');
}
