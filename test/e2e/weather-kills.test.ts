import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../support/run.ts';
import { openScene, wordsOf, type Scene } from '../support/scene.ts';

const KILLS = 10;
/** Up to so many requests to the engine and calls to Slack pass between a start and the next kill. */
const MOST_STEPS = 14;

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

test('killed ten times at random moments between click and end: one write, one message, its end', async () => {
  const seed = Number(process.env.WEATHER_SEED ?? randomInt(2 ** 31));
  console.log(`WEATHER_SEED=${seed}`);
  const below = randomFrom(seed);
  const { workspace } = scene.slack;
  await scene.service('weather-kills', ['--replicas', '4', '--update-monitor', '1s'], 'web:1');
  // the rollout has to outlast ten starts of the bot, on a busy machine too
  const card = await scene.ask(`update weather-kills image=${scene.swarm.image('web:2')} delay=15s`);

  /** What the bot has asked of the engine and of Slack so far. */
  const steps = () => scene.proxy.requests.length + workspace.calls.length;
  const followers = () =>
    workspace
      .messages('ops')
      .filter(({ threadTs, blocks }) => threadTs === card.ts && JSON.stringify(blocks).includes('header'));
  /**
   * Posted, and not yet saved: a kill there makes a second message, which is chosen over nobody hearing of a failure. The
   * first edit shows that it is saved.
   */
  const isInKnownGap = () => followers().some(({ edits }) => edits.length === 1);
  const hasEnded = () => followers().some(({ text }) => text.includes('done in'));

  await workspace.as('ana').click(card, 'Confirm');
  for (let kills = 0; kills < KILLS; kills += 1) {
    const target = steps() + below(MOST_STEPS);
    const what = `kill ${kills + 1} (WEATHER_SEED=${seed})`;
    await until(what, async () => steps() >= target && !isInKnownGap(), { every: 2 });
    expect(hasEnded(), `${what} comes before the end`).toBe(false);
    await scene.bot.kill();
    await scene.bot.start();
    // a click that was acknowledged and died with the bot is made again by whoever made it
    if (wordsOf(scene.now(card)).includes('"Confirm"')) await workspace.as('ana').click(card, 'Confirm');
  }
  await workspace.until(hasEnded, { timeout: 120_000, what: `the end (WEATHER_SEED=${seed})` });

  expect(scene.proxy.writes().filter(({ status }) => status === 200)).toHaveLength(1);
  expect(followers()).toHaveLength(1);
  expect(wordsOf(followers()[0] ?? card)).toMatch(/4 of 4 run \S*web:2/);
  await scene.shows(card, /accepted by the engine/);
});

/** Numbers from 0 up to a bound, the same for the same seed (mulberry32). */
function randomFrom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}
