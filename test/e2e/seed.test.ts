import { afterAll, beforeAll, expect, test } from 'vitest';
import { openScene, wordsOf, type Scene } from '../support/scene.ts';

/** The scenario that Waggle began with, with the times that it has when nobody configures any. */
let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ rollout: { settle: '30s', stuck_after: '2m' } });
});
afterAll(() => scene.close());

test('scale to 5, update two at a time and 10 s apart, watched for 30 s more, and rolled back', async () => {
  await scene.service('seed', ['--replicas', '3'], 'redis:3.0.5');
  const scaled = await scene.run('scale seed=5');
  const image = scene.swarm.image('redis:3.0.6');
  const updated = await scene.run(`update seed --image ${image} --update-delay 10s --update-parallelism 2`);
  await scene.shows(scaled.rollout, /superseded/);
  await scene.shows(updated.rollout, /2\/5 updated.*about/s);
  await scene.shows(updated.rollout, /done in \d:\d\d, watched to be stable for 0:3\d/, 150_000);
  expect(wordsOf(scene.now(updated.rollout))).toContain(`5 of 5 run ${image}`);
  const back = await scene.run('rollback seed');
  await scene.shows(back.rollout, /done in/, 150_000);
  expect(scene.writes()).toBe(3);
});
