import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSampler } from '../support/sampler.ts';
import { openScene, wordsOf, type Scene } from '../support/scene.ts';
import { claimsOf } from '../support/claims.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const image = (tag: string) => scene.swarm.image(`redis:${tag}`);
const imageOf = (name: string) =>
  scene.docker('service', 'inspect', name, '--format', '{{.Spec.TaskTemplate.ContainerSpec.Image}}');

test('scale 3 to 5: a plan, a click, one write, followed to its end', async () => {
  await scene.service('cache');
  const card = await scene.ask('scale cache=5');
  expect(wordsOf(card)).toMatch(/replicas +3 -> 5/);
  expect(scene.writes()).toBe(0);
  await scene.press(card, 'Confirm');
  const rollout = await scene.rolloutOf(card);
  await scene.shows(rollout, /done in/);
  expect(wordsOf(scene.now(rollout))).toMatch(/5 of 5 run/);
  expect(scene.writes()).toBe(1);
  expect(await scene.docker('service', 'ls', '--filter', 'name=cache', '--format', '{{.Replicas}}')).toBe(
    '5/5',
  );
});

test('a rolling update says nothing that was not so, and is then rolled back', async () => {
  await scene.service('redis', ['--replicas', '5']);
  const sampler = createSampler({ socket: scene.swarm.node('node1').socket });
  sampler.start('redis');
  const { card, rollout } = await scene.run(`update redis image=${image('3.0.6')} delay=2s parallelism=2`);
  await scene.shows(rollout, /done in/);
  await sampler.stop();
  expect(await imageOf('redis')).toContain('redis:3.0.6@sha256:');

  const { edits } = scene.now(rollout);
  expect(edits.length).toBeGreaterThan(3);
  const claims = edits.flatMap((edit) => claimsOf(edit).map((claim) => ({ ...claim, at: edit.at })));
  const untrue = claims.filter(
    ({ slot, tag, at }) =>
      !sampler.wasTrue(
        ({ tasks }) =>
          tasks.some(
            (task) =>
              task.slot === slot &&
              task.state === 'running' &&
              task.image.split('@')[0]?.endsWith(`/redis:${tag}`),
          ),
        at - 3_000,
        at + 400, // the witness looks five times a second
      ),
  );
  expect(claims.some(({ tag }) => tag === '3.0.6')).toBe(true);
  expect(untrue).toEqual([]);

  const whole = sampler.firstTrue(
    ({ tasks }) =>
      tasks.filter((task) => task.state === 'running' && task.image.includes(':3.0.6')).length === 5,
  );
  const final = edits.findLast(({ text }) => text.includes('done in'));
  const stable = 5_000 + 3_000; // docker's default monitor time, and this scene's settling time
  console.log(`final edit ${(final?.at ?? 0) - (whole ?? 0) - stable} ms after the end`);

  const writes = scene.writes();
  const back = await scene.run('rollback redis');
  await scene.shows(back.rollout, /done in/);
  expect(scene.writes()).toBe(writes + 1);
  expect(await imageOf('redis')).toContain('redis:3.0.5');
  await scene.shows(card, /accepted/);
});

test('rolled back in the middle: the spec from before is restored, whatever changed on the way', async () => {
  await scene.service('middle', ['--replicas', '4', '--update-delay', '1s']);
  const before = await scene.docker(
    'service',
    'inspect',
    'middle',
    '--format',
    '{{json .Spec.UpdateConfig}}',
  );
  const first = await scene.run(`update middle image=${image('3.0.6')} delay=20s parallelism=1`);
  await scene.shows(first.rollout, /1\/4 updated/);
  await scene.press(first.rollout, 'Roll back');
  const card = await scene.slack.workspace.untilMessage(
    'ops',
    ({ threadTs, blocks, ts }) =>
      threadTs === first.card.ts && ts !== first.rollout.ts && JSON.stringify(blocks).includes('Confirm'),
  );
  expect(wordsOf(card)).toMatch(/1 of 4 tasks of middle is replaced/);
  const writes = scene.writes();
  await scene.press(card, 'Confirm');
  await scene.shows(first.rollout, /rolled back by hand/);
  const back = await scene.slack.workspace.untilMessage(
    'ops',
    ({ threadTs, ts, text }) => threadTs === first.card.ts && ts > card.ts && text.includes('rollback'),
  );
  await scene.shows(back, /done in/);
  expect(scene.writes()).toBe(writes + 1);
  expect(await imageOf('middle')).toContain('redis:3.0.5');
  expect(await scene.docker('service', 'inspect', 'middle', '--format', '{{json .Spec.UpdateConfig}}')).toBe(
    before,
  );
});
