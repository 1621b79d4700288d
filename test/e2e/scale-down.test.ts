import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SeenMessage } from '../../src/practice/slack/seen.ts';
import { createSampler, type Sample, type Sampler } from '../support/sampler.ts';
import { openScene, wordsOf, type Scene } from '../support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

/** Tasks that go on after SIGTERM until they are killed. */
const DEAF = [
  '--no-healthcheck',
  '--update-monitor',
  '1s',
  '--entrypoint',
  `sh -c 'trap "" TERM; while :; do sleep 1; done'`,
];

/** Told to end, but still running. */
const stops = ({ tasks }: Sample) =>
  tasks.some(({ desired, state }) => (desired === 'remove' || desired === 'shutdown') && state === 'running');

/** The message may speak of the end, or of watching for it, only when no task stops any more. */
function wasDoneOnlyThen(rollout: SeenMessage, { samples }: Sampler): void {
  const last = samples.findLast(stops)?.at ?? 0;
  const claims = scene.now(rollout).edits.filter(({ text }) => /done in|watched to be stable/.test(text));
  expect(last).toBeGreaterThan(0);
  expect(claims.length).toBeGreaterThan(0);
  expect(claims.filter(({ at }) => at < last).map(({ text }) => text)).toEqual([]);
}

test('tasks that are slow to stop: scaled down is not done while they run, and they are listed', async () => {
  await scene.service('down-slow', ['--replicas', '3', '--stop-grace-period', '15s', ...DEAF]);
  const sampler = createSampler({ socket: scene.swarm.node('node1').socket });
  sampler.start('down-slow');
  const one = await scene.run('scale down-slow=1');
  await scene.shows(one.rollout, /1\/1 running, 2 still stopping/);
  expect(wordsOf(scene.now(one.rollout))).toMatch(/\b2 +node\d +stopping.*\b3 +node\d +stopping/s);
  await scene.shows(one.rollout, /done in/);
  expect(wordsOf(scene.now(one.rollout))).toMatch(/1 of 1 run/);
  wasDoneOnlyThen(one.rollout, sampler);

  const none = await scene.run('scale down-slow=0');
  await scene.shows(none.rollout, /scaling 1 still stopping/);
  await scene.shows(none.rollout, /done in/);
  await sampler.stop();
  expect(wordsOf(scene.now(none.rollout))).toMatch(/No task of down-slow runs/);
  wasDoneOnlyThen(none.rollout, sampler);
});

test('a start-first update: the old tasks are said to serve, and it is done when they have stopped', async () => {
  const order = ['--update-order', 'start-first', '--update-parallelism', '2'];
  await scene.service('down-first', ['--replicas', '2', '--stop-grace-period', '8s', ...order, ...DEAF]);
  const sampler = createSampler({ socket: scene.swarm.node('node1').socket });
  sampler.start('down-first');
  const { rollout } = await scene.run(`update down-first image=${scene.swarm.image('redis:3.0.6')}`);
  await scene.shows(rollout, /2\/2 updated, 2 still stopping/);
  await scene.shows(rollout, /done in/);
  await sampler.stop();
  wasDoneOnlyThen(rollout, sampler);
  expect(scene.now(rollout).edits.map(wordsOf).join('\n')).toMatch(/2 old tasks still run/);
});
