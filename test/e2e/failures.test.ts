import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SeenMessage } from '../../src/practice/slack/seen.ts';
import { openScene, wordsOf, type Scene } from '../support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  // Longer than an image takes to crash after 9 s, less the monitor time.
  scene = await openScene({ rollout: { settle: '10s' } });
});
afterAll(() => scene.close());

const image = (tag: string) => scene.swarm.image(`redis:${tag}`);

/** The short reply that mentions the requester. */
function announced(card: SeenMessage, words: RegExp): Promise<SeenMessage> {
  return scene.slack.workspace.untilMessage(
    'ops',
    (message) =>
      message.threadTs === card.ts && wordsOf(message).includes('<@UANA>') && words.test(message.text),
    { timeout: 30_000 },
  );
}

test('an image that crashes at once: paused, with the cause, a way back, and a reply to the requester', async () => {
  await scene.service('crash');
  const { card, rollout } = await scene.run(`update crash image=${image('crash')}`);
  await scene.shows(rollout, /paused by the engine/);
  expect(wordsOf(scene.now(rollout))).toMatch(/task: non-zero exit \(3\)/);
  expect(wordsOf(scene.now(rollout))).toMatch(/exit code 3/);
  expect(wordsOf(scene.now(rollout))).toMatch(/Roll back/);
  await announced(card, /paused/);
});

test('an image that crashes after 9 s: never called done, failed', async () => {
  await scene.service('crash9', ['--replicas', '2', '--update-parallelism', '2']);
  const { card, rollout } = await scene.run(`update crash9 image=${image('crash9')}`);
  await scene.shows(rollout, /failed after/);
  expect(scene.now(rollout).edits.map(wordsOf).join('\n')).not.toMatch(/done in/);
  expect(wordsOf(scene.now(rollout))).toMatch(/non-zero exit \(4\)/);
  await announced(card, /failed/);
});

test('an image that cannot be pulled: said in the plan already, and paused with the words of the engine', async () => {
  await scene.service('missing');
  const card = await scene.ask(`update missing image=${image('missing')}`);
  expect(wordsOf(card)).toMatch(/manifest unknown/);
  await scene.press(card, 'Confirm');
  const rollout = await scene.rolloutOf(card);
  await scene.shows(rollout, /paused by the engine/);
  expect(wordsOf(scene.now(rollout))).toMatch(/No such image/);
});

test('an update that cannot be placed: stuck, with the reason, and watched on until it is taken back', async () => {
  await scene.service('tight', ['--replicas', '3', '--replicas-max-per-node', '1']);
  const { card, rollout } = await scene.run(`update tight image=${image('3.0.6')} order=start-first`);
  await scene.shows(rollout, /stuck/);
  expect(wordsOf(scene.now(rollout))).toMatch(/no suitable node \(max replicas per node limit exceed/);
  await announced(card, /stuck/);
  const back = await scene.ask('rollback tight');
  await scene.press(back, 'Confirm');
  await scene.shows(rollout, /rolled back by hand/);
  await scene.shows(await scene.rolloutOf(back), /done in/);
});

test('an automatic rollback by the engine: told as what it is', async () => {
  const policy = ['--update-failure-action', 'rollback', '--update-monitor', '2s'];
  await scene.service('automatic', ['--replicas', '2', ...policy]);
  const { card, rollout } = await scene.run(`update automatic image=${image('crash')}`);
  await scene.shows(rollout, /rolled back by the engine/);
  expect(wordsOf(scene.now(rollout))).toMatch(/redis:3\.0\.5/);
  await announced(card, /rolled back by the engine/);
  const { workspace } = scene.slack;
  const before = workspace.ephemerals('UANA').length;
  await workspace.as('ana').slash('ops', '/swarm rollback automatic');
  await workspace.until(() => workspace.ephemerals('UANA').length > before);
  expect(wordsOf(workspace.ephemerals('UANA').at(-1) ?? { text: '', blocks: [] })).toMatch(/rolled.*back/i);
});
