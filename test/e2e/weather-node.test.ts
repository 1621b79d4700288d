import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../support/run.ts';
import { openScene, wordsOf, type Scene } from '../support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ own: 'weather' });
});
afterAll(() => scene.close());

test('a node is lost in the middle of a rollout: its slots are seen elsewhere, and the end is true', async () => {
  await scene.service('weather-node', ['--replicas', '4', '--update-monitor', '1s'], 'web:1');
  const { rollout } = await scene.run(
    `update weather-node image=${scene.swarm.image('web:2')} delay=30s parallelism=2`,
  );
  // In the delay between two batches nothing is being placed: a task that is sent to a node just lost, and not yet called down,
  // keeps swarmkit's updater waiting for good, which is then told as stuck (seen on 20.10).
  await scene.shows(rollout, /2\/4 updated/);
  await scene.swarm.loseNode('node3');
  const state = async () => scene.docker('node', 'inspect', 'node3', '--format', '{{.Status.State}}');
  await until('node3 is down', async () => (await state()) === 'down', { timeout: 60_000, every: 200 });
  await scene.shows(rollout, /done in/, 150_000);

  const format = '{{.Node}} {{.Image}} {{.CurrentState}}';
  const filter = ['--filter', 'desired-state=running', '--format', format];
  const tasks = (await scene.docker('service', 'ps', 'weather-node', ...filter)).split('\n');
  expect(tasks).toHaveLength(4);
  for (const task of tasks) expect(task).toMatch(/^node[12] \S+\/web:2 Running/);
  expect(wordsOf(scene.now(rollout))).toMatch(/4 of 4 run \S*web:2/);
  expect(scene.writes()).toBe(1);
  for (const { text } of scene.now(rollout).edits) expect(text).not.toMatch(/failed|paused|rolled back/);
});
