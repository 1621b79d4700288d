import { webApi } from '@slack/bolt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SlackServer } from '../../../src/practice/slack/server.ts';
import { call } from './call.ts';
import { startServer, tokens } from './harness.ts';

let slack: SlackServer;

beforeEach(async () => {
  slack = await startServer();
});

afterEach(async () => {
  await slack.stop();
});

async function uploadAsBot(): Promise<string> {
  const client = new webApi.WebClient(tokens.botToken, { slackApiUrl: slack.url });
  await client.files.uploadV2({ channel_id: 'C1', filename: 'redis.log', content: 'line 1' });
  return slack.workspace.messages('ops').at(-1)?.files[0] ?? '';
}

const download = async (file: string): Promise<Response> =>
  fetch(new URL(`/files-pri/${file}`, slack.url), {
    headers: { authorization: `Bearer ${tokens.botToken}` },
  });

test('the bot deletes a file of its own, once, and it is gone', async () => {
  const file = await uploadAsBot();

  expect(await call(slack, 'files.delete', { file })).toEqual({ ok: true });
  expect(await call(slack, 'files.delete', { file })).toEqual({ ok: false, error: 'file_deleted' });
  expect(await call(slack, 'files.info', { file })).toEqual({ ok: false, error: 'file_deleted' });
  expect((await download(file)).status).toBe(404);
  slack.workspace.grantScope('channels:history');
  const history = await call(slack, 'conversations.history', { channel: 'C1' });
  expect(history['messages']).toMatchObject([{ files: [{ id: file, mode: 'tombstone' }] }]);
});

test('the bot cannot delete what a person uploaded', async () => {
  const ana = slack.workspace.as('ana');
  const file = ana.upload('notes.txt', 'hello');
  ana.say('ops', 'my notes', { files: [file] });

  expect(await call(slack, 'files.delete', { file })).toEqual({ ok: false, error: 'cant_delete_file' });
  expect(await (await download(file)).text()).toBe('hello');
});

test('a file that was shared where the bot is not is none for it', async () => {
  const ana = slack.workspace.as('ana');
  const file = ana.upload('notes.txt', 'hello');
  ana.say('elsewhere', 'my notes', { files: [file] });

  expect(await call(slack, 'files.info', { file })).toEqual({ ok: false, error: 'file_not_found' });
  expect(await call(slack, 'files.delete', { file })).toEqual({ ok: false, error: 'file_not_found' });
  expect((await download(file)).status).toBe(404);
});

test('an upload that is not as long as was said is not taken', async () => {
  const target = await call(slack, 'files.getUploadURLExternal', { filename: 'a.txt', length: 5 });

  const response = await fetch(String(target['upload_url']), { method: 'POST', body: 'four' });

  expect(response.status).toBe(400);
  expect(await call(slack, 'files.completeUploadExternal', { files: [{ id: target['file_id'] }] })).toEqual({
    ok: false,
    error: 'file_not_found',
  });
});

test('whoever guesses the id of a file cannot upload to it', async () => {
  const target = await call(slack, 'files.getUploadURLExternal', { filename: 'a.txt', length: 4 });
  const address = String(target['upload_url']);
  const guessed = address.slice(0, address.lastIndexOf('/'));

  for (const url of [guessed, `${guessed}/`, `${guessed}/undefined`]) {
    expect((await fetch(url, { method: 'POST', body: 'evil' })).status).toBe(400);
  }
  expect((await fetch(address, { method: 'POST', body: 'good' })).status).toBe(200);
});

test('each method needs its scope', async () => {
  const file = await uploadAsBot();
  slack.workspace.revokeScope('files:write');
  slack.workspace.revokeScope('files:read');

  expect(await call(slack, 'files.getUploadURLExternal', { filename: 'a', length: 1 })).toMatchObject({
    error: 'missing_scope',
    needed: 'files:write',
  });
  expect(await call(slack, 'files.delete', { file })).toMatchObject({ needed: 'files:write' });
  expect(await call(slack, 'files.info', { file })).toMatchObject({ needed: 'files:read' });
  expect(await (await download(file)).text()).toContain('Sign in');
});
