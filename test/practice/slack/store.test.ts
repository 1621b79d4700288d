import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SlackServer, SlackServerOptions } from '../../../src/practice/slack/server.ts';
import { call } from './call.ts';
import { FakeClock } from './fake-clock.ts';
import { startServer } from './harness.ts';

let dir: string;
let clock: FakeClock;
const running = new Set<SlackServer>();

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'waggle-slack-data-'));
  clock = new FakeClock();
});

afterEach(async () => {
  for (const slack of running) await slack.stop();
  running.clear();
  await rm(dir, { recursive: true });
});

async function start(more: Partial<SlackServerOptions> = {}): Promise<SlackServer> {
  const slack = await startServer('socket', clock, { data: dir, rateLimits: false, ...more });
  running.add(slack);
  return slack;
}

async function stop(slack: SlackServer): Promise<void> {
  running.delete(slack);
  await slack.stop();
}

/** Ends a workspace and starts another one on the same folder. */
async function restart(slack: SlackServer, more: Partial<SlackServerOptions> = {}): Promise<SlackServer> {
  await stop(slack);
  return start(more);
}

const home = { type: 'home', blocks: [{ type: 'divider', block_id: 'd' }] };
const modal = { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [{ type: 'divider' }] };
const menu = {
  type: 'actions',
  block_id: 'b',
  elements: [
    {
      type: 'static_select',
      action_id: 'delay',
      options: [{ text: { type: 'plain_text', text: 'after 10 s' }, value: '10s' }],
    },
    { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } },
  ],
};

describe('a workspace with a folder', () => {
  test('has after a restart all messages with their edits and threads, also ephemeral and deleted ones', async () => {
    const first = await start();
    const { message } = first.workspace.as('ana').say('ops', 'hello *all*');
    const { ts } = await call(first, 'chat.postMessage', {
      channel: 'C1',
      text: 'plan',
      blocks: [{ type: 'divider', block_id: 'd' }],
      thread_ts: message.ts,
      metadata: { event_type: 'plan', event_payload: { id: 'p1' } },
    });
    await call(first, 'chat.update', { channel: 'C1', ts, text: 'done' });
    await call(first, 'chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'psst' });
    const gone = await call(first, 'chat.postMessage', { channel: 'C1', text: 'gone' });
    await call(first, 'chat.delete', { channel: 'C1', ts: gone['ts'] });
    first.workspace.as('li').say('dm', 'only for the bot');
    const before = first.workspace.everyMessage();

    const second = await restart(first);

    expect(before.length).toBe(5);
    expect(second.workspace.everyMessage()).toEqual(before);
    expect(second.workspace.as('li').dm).toBe(first.workspace.as('li').dm);
  });

  test('has its files, whatever is in them', async () => {
    const first = await start();
    const content = Buffer.from([0, 255, 10, 13, 128]);
    const ana = first.workspace.as('ana');
    const file = ana.upload('core.gz', content);
    ana.say('ops', 'the dump', { files: [file] });

    const second = await restart(first);

    expect(await readFile(join(dir, 'files', file))).toEqual(content);
    expect(await call(second, 'files.info', { file })).toMatchObject({
      file: { name: 'core.gz', size: 5, user: 'U1' },
    });
  });

  test('has who is in which channel, who was deactivated, and user groups', async () => {
    const first = await start();
    first.workspace.join('elsewhere', 'U2');
    first.workspace.leave('ops', 'U3');
    first.workspace.archive('shared');
    first.workspace.changeKind('U2', 'deactivated');
    await first.workspace.setUserGroup('S1', ['U1']);

    const second = await restart(first);

    const members = async (channel: string): Promise<unknown> =>
      (await call(second, 'conversations.members', { channel }))['members'];
    expect(await members('C2')).toEqual(['U1', 'U2']);
    expect(await members('C1')).not.toContain('U3');
    expect(await call(second, 'conversations.info', { channel: 'C5' })).toMatchObject({
      channel: { is_archived: true },
    });
    expect(() => second.workspace.as('li')).toThrow('li is deactivated');
    expect(await call(second, 'usergroups.users.list', { usergroup: 'S1' })).toMatchObject({
      users: ['U1'],
    });
  });

  test('has App Home and what was chosen in messages, but no open modal', async () => {
    const first = await start();
    await call(first, 'views.publish', { user_id: 'U1', view: home });
    await call(first, 'chat.postMessage', { channel: 'C1', text: 'plan', blocks: [menu] });
    const [message] = first.workspace.messages('ops');
    if (message === undefined) throw new Error('no message');
    await first.workspace.as('ana').select(message, 'delay', '10s');
    await first.workspace.as('ana').slash('ops', '/swarm x');
    const trigger_id = first.workspace.deliveries.at(-1)?.envelope.payload['trigger_id'];
    await call(first, 'views.open', { trigger_id, view: modal });
    const before = first.workspace.home('U1');

    const second = await restart(first);
    await second.workspace.as('ana').click(message, 'go');

    expect(second.workspace.home('U1')).toEqual(before);
    expect(second.workspace.views('U1')).toEqual([]);
    expect(second.workspace.deliveries.at(-1)?.envelope.payload['state']).toMatchObject({
      values: { b: { delay: { selected_option: { value: '10s' } } } },
    });
  });

  test('gives no id and no ts a second time, even if the end of the first run was lost', async () => {
    const first = await start();
    first.workspace.as('ana').say('ops', 'saved');
    await stop(first);
    const saved = await readFile(join(dir, 'slack.json'));
    const lost = await start();
    const ids = async (slack: SlackServer): Promise<unknown[]> => {
      slack.workspace.as('ana').say('ops', '@waggle help');
      await slack.workspace.until(() => slack.workspace.deliveries.length > 0);
      return [
        slack.workspace.messages('ops').at(-1)?.ts,
        slack.workspace.deliveries.at(-1)?.envelope.payload['event_id'],
      ];
    };
    const before = await ids(lost);
    await stop(lost);
    await writeFile(join(dir, 'slack.json'), saved);
    clock.advance(1_000);

    const after = await ids(await start());

    expect(before).not.toContain(undefined);
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });

  test('takes in people and channels that the seed names anew, and new names for those that it knows', async () => {
    const users = [{ id: 'U1', name: 'ana' }];
    const ops = { id: 'C1', name: 'ops', members: ['U1'] };
    const first = await start({ seed: { users, channels: [ops] } });
    first.workspace.as('ana').say('ops', 'hello');

    const second = await restart(first, {
      seed: {
        users: [
          { id: 'U1', name: 'ana', title: 'operator' },
          { id: 'U7', name: 'mo' },
        ],
        channels: [
          { ...ops, members: ['U1', 'U7'] },
          { id: 'C9', name: 'news', members: ['U7'] },
        ],
      },
    });

    second.workspace.as('mo').say('ops', 'hi');
    second.workspace.as('mo').say('news', 'first');
    expect(second.workspace.messages('ops').map(({ text }) => text)).toEqual(['hello', 'hi']);
    expect(await call(second, 'users.info', { user: 'U1' })).toMatchObject({
      user: { profile: { title: 'operator' } },
    });
  });
});

describe('writing', () => {
  const texts = async (): Promise<string> => readFile(join(dir, 'slack.json'), 'utf8');

  test('happens some time after a change, and leaves nothing half written', async () => {
    const slack = await start();
    const written = async (text: string): Promise<boolean> =>
      (await readdir(dir)).includes('slack.json') && (await texts()).includes(text);
    slack.workspace.as('ana').say('ops', 'kept');
    const before = await readdir(dir);

    clock.advance(500);

    await expect.poll(async () => written('kept')).toBe(true);
    expect(before).toEqual(['files']);
    await expect.poll(async () => (await readdir(dir)).toSorted()).toEqual(['files', 'slack.json']);
  });

  test('is for the owner’s eyes only', async () => {
    const slack = await start();
    slack.workspace.as('ana').upload('secret.txt', 'x');
    await stop(slack);

    const modes = await Promise.all(
      ['files', 'slack.json', join('files', (await readdir(join(dir, 'files')))[0] ?? '')].map(
        async (name) => (await stat(join(dir, name))).mode & 0o777,
      ),
    );

    expect(modes).toEqual([0o700, 0o600, 0o600]);
  });

  test('takes away the content of a deleted file', async () => {
    const first = await start();
    const { file_id: file, upload_url } = await call(first, 'files.getUploadURLExternal', {
      filename: 'a.txt',
      length: 1,
    });
    await fetch(new URL(String(upload_url)), { method: 'POST', body: 'x' });
    await call(first, 'files.completeUploadExternal', { files: [{ id: file }] });
    const second = await restart(first);
    const before = await readdir(join(dir, 'files'));
    await call(second, 'files.delete', { file });

    const third = await restart(second);

    expect(before).toEqual([file]);
    expect(await readdir(join(dir, 'files'))).toEqual([]);
    expect(await call(third, 'files.info', { file })).toEqual({ ok: false, error: 'file_deleted' });
  });

  test('that fails is told, and the next one tried; the end rejects if the last one fails', async () => {
    const faults: unknown[] = [];
    const slack = await start({ onFault: (error) => faults.push(error) });
    await rm(dir, { recursive: true });
    slack.workspace.as('ana').say('ops', 'lost');
    clock.advance(500);
    await expect.poll(() => faults.length).toBe(1);

    await expect(stop(slack)).rejects.toThrow('ENOENT');

    const next = await start();
    next.workspace.as('ana').say('ops', 'kept');
    await stop(next);
    expect(await texts()).toContain('kept');
  });
});

describe('a folder that cannot be used', () => {
  async function fill(): Promise<string> {
    const slack = await start();
    const ana = slack.workspace.as('ana');
    const file = ana.upload('notes.txt', 'hello');
    ana.say('ops', 'notes', { files: [file] });
    await stop(slack);
    return file;
  }
  const path = (): string => join(dir, 'slack.json');

  test.each([
    [
      'is not JSON',
      (text: string) => text.slice(0, -20),
      'slack.json is damaged: it is not JSON. Put it back',
    ],
    [
      'lacks something',
      (text: string) => text.replace('"isArchived":false', '"isArchived":"no"'),
      'slack.json is damaged (channels.0.isArchived',
    ],
    [
      'names a file outside',
      (text: string) => text.replaceAll(/"F[0-9A-Z]{9}"/g, '"../../passwd"'),
      'slack.json is damaged (files.0.id',
    ],
    [
      'is of a later version',
      (text: string) => text.replace('"version":1', '"version":2'),
      'was written by another version of this program (format 2)',
    ],
    [
      'is of another workspace',
      (text: string) => text.replace('"teamId":"T0PRACTICE"', '"teamId":"T0OTHER"'),
      'is of another workspace (team T0OTHER, app A0WAGGLE). Use another folder.',
    ],
  ])('because slack.json %s is named, and left as it is', async (_name, damage, message) => {
    await fill();
    const damaged = damage(await readFile(path(), 'utf8'));
    await writeFile(path(), damaged);

    await expect(start()).rejects.toThrow(message);

    expect(await readFile(path(), 'utf8')).toBe(damaged);
  });

  test('because a file lost some of its content is named', async () => {
    const file = await fill();
    await truncate(join(dir, 'files', file), 2);

    await expect(start()).rejects.toThrow(`${join(dir, 'files', file)} has 2 bytes, not 5.`);
  });
});
