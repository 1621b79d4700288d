import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { recent } from '../../../src/practice/slack/keep.ts';
import type { SlackServer, SlackServerOptions } from '../../../src/practice/slack/server.ts';
import { call } from './call.ts';
import { FakeClock } from './fake-clock.ts';
import { startServer } from './harness.ts';

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function start(
  keep: SlackServerOptions['keep'] = 'recent',
): Promise<{ slack: SlackServer; clock: FakeClock }> {
  const clock = new FakeClock();
  const slack = await startServer('socket', clock, {
    ...(keep === undefined ? {} : { keep }),
    rateLimits: false,
  });
  ends.push(slack.stop);
  return { slack, clock };
}

const modal = { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [{ type: 'divider' }] };

test('of a message that is edited again and again the first and the newest form are kept', async () => {
  const { slack } = await start();
  const { ts } = await call(slack, 'chat.postMessage', { channel: 'C1', text: 'one' });

  for (const text of ['two', 'three', 'four']) await call(slack, 'chat.update', { channel: 'C1', ts, text });

  const [message] = slack.workspace.messages('ops');
  expect(message?.text).toBe('four');
  expect(message?.edits.map(({ text }) => text)).toEqual(['one', 'four']);
});

test('the oldest messages go, with what was chosen in them and with their files', async () => {
  const { slack } = await start();
  const ana = slack.workspace.as('ana');
  const file = ana.upload('old.log', 'x');
  ana.say('ops', 'the oldest', { files: [file] });

  for (let count = 0; count < recent.messages; count += 1) ana.say('elsewhere', `${count}`);

  expect(slack.workspace.everyMessage().length).toBe(recent.messages);
  expect(slack.workspace.messages('ops')).toEqual([]);
  expect(await call(slack, 'files.info', { file })).toEqual({ ok: false, error: 'file_not_found' });
});

test('of many files the oldest are shown as deleted where a message has them', async () => {
  const { slack } = await start();
  const ana = slack.workspace.as('ana');
  const shared = ana.upload('shared.log', 'x');
  const { message } = ana.say('ops', 'look', { files: [shared] });
  const unused = ana.upload('unused.log', 'x');

  for (let count = 0; count < recent.files; count += 1) ana.upload(`${count}.log`, 'x');

  expect(await call(slack, 'files.info', { file: shared })).toEqual({ ok: false, error: 'file_deleted' });
  expect(await call(slack, 'files.info', { file: unused })).toEqual({ ok: false, error: 'file_not_found' });
  expect(slack.workspace.messages('ops')[0]?.files).toEqual(message.files);
});

test('calls, deliveries and closed modals are forgotten', async () => {
  const { slack } = await start();
  const { workspace } = slack;
  await workspace.as('ana').slash('ops', '/swarm x');
  const trigger_id = workspace.deliveries.at(-1)?.envelope.payload['trigger_id'];
  await call(slack, 'views.open', { trigger_id, view: modal });
  await workspace.as('ana').closeView();

  for (let count = 0; count < recent.log; count += 1) await workspace.as('li').slash('ops', '/swarm y');

  expect(workspace.everyView()).toEqual([]);
  expect(workspace.deliveries.length).toBe(recent.log);
  expect(workspace.deliveries.every(({ envelope }) => envelope.payload['user_id'] === 'U2')).toBe(true);
});

test('everything is kept unless it is asked to forget', async () => {
  const { slack } = await start('everything');
  const { ts } = await call(slack, 'chat.postMessage', { channel: 'C1', text: 'one' });

  for (const text of ['two', 'three']) await call(slack, 'chat.update', { channel: 'C1', ts, text });
  for (let count = 0; count < recent.messages; count += 1) slack.workspace.as('ana').say('ops', `${count}`);

  const [message] = slack.workspace.messages('ops');
  expect(message?.edits.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
});

test('a trigger and a response_url that ended long ago are unknown', async () => {
  const { slack, clock } = await start('everything');
  const { workspace } = slack;
  await workspace.as('ana').slash('ops', '/swarm x');
  const { trigger_id, response_url } = z
    .object({ trigger_id: z.string(), response_url: z.string() })
    .parse(workspace.deliveries.at(-1)?.envelope.payload);
  clock.advance(61 * 60_000);
  await workspace.as('ana').slash('ops', '/swarm y');

  const late = await fetch(response_url, { method: 'POST', body: JSON.stringify({ text: 'late' }) });

  expect(await call(slack, 'views.open', { trigger_id, view: modal })).toEqual({
    ok: false,
    error: 'invalid_trigger_id',
  });
  expect([late.status, await late.json()]).toEqual([404, { ok: false, error: 'invalid_url' }]);
});
