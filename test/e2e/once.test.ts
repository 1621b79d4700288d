import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WriteFate } from '../support/engine-proxy.ts';
import { until } from '../support/run.ts';
import { openScene, wordsOf, type Scene } from '../support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

/** Writes that the engine accepted. */
const accepted = () => scene.proxy.writes().filter(({ status }) => status === 200).length;
const replicas = (name: string) =>
  scene.docker('service', 'inspect', name, '--format', '{{.Spec.Mode.Replicated.Replicas}}');

test('a second hand between plan and click: nothing runs, and the new plan says what moved', async () => {
  await scene.service('moved');
  const writes = scene.writes();
  const card = await scene.ask('scale moved=5');
  await scene.docker('service', 'scale', '--detach', 'moved=4');
  const known = new Set(scene.slack.workspace.messages('ops').map(({ ts }) => ts));
  await scene.press(card, 'Confirm');
  await scene.shows(card, /void/i);
  const next = await scene.slack.workspace.untilMessage('ops', ({ ts }) => !known.has(ts));
  expect(wordsOf(next)).toMatch(/replicas 3 -(>|&gt;) 4/);
  expect(scene.writes()).toBe(writes);
  await scene.press(next, 'Confirm');
  await scene.shows(await scene.rolloutOf(next), /done in/);
  expect(await replicas('moved')).toBe('5');
});

test('a status write between plan and click is no change', async () => {
  await scene.service('status', ['--replicas', '2']);
  const look = (format: string) => scene.docker('service', 'inspect', 'status', '--format', format);
  await scene.docker('service', 'update', '--detach', '--image', scene.swarm.image('redis:3.0.6'), 'status');
  await until('it is updating', async () => (await look('{{.UpdateStatus.State}}')) === 'updating');
  const card = await scene.ask('scale status=3');
  const planned = await look('{{.Version.Index}}');
  const completed = async () => (await look('{{.UpdateStatus.State}}')) === 'completed';
  await until('the engine has written that it is completed', completed, { timeout: 60_000 });
  expect(await look('{{.Version.Index}}')).not.toBe(planned);
  const writes = accepted();
  await scene.press(card, 'Confirm');
  await scene.shows(card, /accepted by the engine/);
  expect(accepted()).toBe(writes + 1);
  expect(await replicas('status')).toBe('3');
});

test('two clicks at once, and the same click delivered twice: one write', async () => {
  await scene.service('clicks');
  const card = await scene.ask('scale clicks=4');
  const writes = scene.writes();
  await Promise.all([scene.press(card, 'Confirm'), scene.press(card, 'Confirm')]);
  const { workspace } = scene.slack;
  const click = workspace.deliveries.findLast(({ envelope }) =>
    JSON.stringify(envelope).includes('block_actions'),
  );
  if (click === undefined) throw new Error('no click was delivered');
  await workspace.redeliver(click.envelope);
  await scene.shows(await scene.rolloutOf(card), /done in/);
  expect(scene.writes()).toBe(writes + 1);
});

test('killed right before the call: the next start makes the one write', async () => {
  await scene.service('before');
  const card = await scene.ask('scale before=4');
  const writes = accepted();
  scene.proxy.onWrite(async (): Promise<WriteFate> => {
    await scene.bot.kill();
    return 'drop-before';
  });
  await scene.press(card, 'Confirm');
  await scene.slack.workspace.until(() => scene.slack.workspace.sockets.connections.length === 0);
  scene.proxy.onWrite(() => 'forward');
  await scene.bot.start();
  await scene.shows(await scene.rolloutOf(card), /done in/);
  expect(accepted()).toBe(writes + 1);
  expect(await replicas('before')).toBe('4');
});

test('killed right after the call: the next start writes nothing, and follows it to its end', async () => {
  await scene.service('after');
  const card = await scene.ask('scale after=4');
  const writes = accepted();
  scene.proxy.onWrite(async ({ forward }): Promise<WriteFate> => {
    await forward();
    await scene.bot.kill();
    return 'drop-after';
  });
  await scene.press(card, 'Confirm');
  await scene.slack.workspace.until(() => scene.slack.workspace.sockets.connections.length === 0);
  scene.proxy.onWrite(() => 'forward');
  await scene.bot.start();
  await scene.shows(await scene.rolloutOf(card), /done in/);
  await scene.shows(card, /accepted/);
  expect(accepted()).toBe(writes + 1);
});

test('killed in the middle of a rollout: the same message is followed to its end', async () => {
  await scene.service('during');
  const image = scene.swarm.image('redis:3.0.6');
  const { card, rollout } = await scene.run(`update during image=${image} delay=2s`);
  await scene.shows(rollout, /1\/3 updated/);
  const writes = accepted();
  await scene.bot.kill();
  await scene.bot.start();
  await scene.shows(rollout, /done in/);
  expect(accepted()).toBe(writes);
  const followed = scene.slack.workspace
    .messages('ops')
    .filter(({ threadTs, edits }) => threadTs === card.ts && edits.length > 1);
  expect(followed.map(({ ts }) => ts)).toEqual([rollout.ts]);
});
