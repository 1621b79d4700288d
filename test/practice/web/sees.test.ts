import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSite, type Site } from './site.ts';

let site: Site;

beforeEach(async () => {
  site = await startSite({
    listen: (app) => {
      app.command('/swarm', async ({ ack, respond, command }) => {
        await ack();
        await respond(`only for ${command.user_name}`);
      });
      app.event('app_home_opened', async ({ client, event }) => {
        const text = { type: 'mrkdwn' as const, text: `home of ${event.user}` };
        await client.views.publish({
          user_id: event.user,
          view: { type: 'home', private_metadata: 'kept', blocks: [{ type: 'section', text }] },
        });
      });
    },
  });
});

afterEach(async () => {
  await site.stop();
});

test('the first feed holds all that there is', async () => {
  const page = await site.open('U1');

  expect(page.feeds).toHaveLength(1);
  expect(page.things.get('workspace')).toMatchObject({
    team: 'Practice',
    me: 'U1',
    app: { id: 'A0WAGGLE', name: 'waggle', botUserId: 'U0WAGGLE' },
    commands: [{ command: '/swarm', description: 'See and change services', usageHint: 'services | help' }],
    shortcuts: [
      { type: 'message', name: 'Deploy this image', callbackId: 'deploy' },
      { type: 'global', name: 'Start', callbackId: 'start' },
    ],
    appIsUp: true,
  });
  expect(page.things.get('person:U1')).toMatchObject({
    name: 'ana',
    title: 'operator',
    playable: true,
    isBot: false,
  });
  expect(page.things.get('person:U6')).toMatchObject({ playable: false, isBot: true });
  // One cannot be somebody who is gone, whoever says so.
  expect(page.things.get('person:U4')).toMatchObject({ playable: false, isDeactivated: true });
  expect(page.things.get('channel:C1')).toMatchObject({ name: 'ops', type: 'public', isArchived: false });
  expect(page.things.get('channel:C4')).toMatchObject({ isArchived: true });
});

test('public channels are seen by all members of the workspace, private ones by their own, and guests see what they are in', async () => {
  site.workspace.as('ana').say('elsewhere', 'in public');
  site.workspace.as('ana').say('secret', 'in private');
  site.workspace.as('ana').say('ops', 'to all three');
  const texts = async (as: string): Promise<string[]> =>
    (await site.open(as)).messages.map(({ text }) => text).toSorted();

  expect(await texts('U1')).toEqual(['in private', 'in public', 'to all three']);
  expect(await texts('U2')).toEqual(['in public', 'to all three']);
  expect(await texts('U3')).toEqual(['to all three']);
  expect((await site.open('U2')).things.has('channel:C3')).toBe(false);
  expect((await site.open('U3')).things.has('channel:C2')).toBe(false);
});

test('a channel comes and goes with its messages when somebody is let in and leaves', async () => {
  site.workspace.as('ana').say('secret', 'in private');
  const page = await site.open('U2');

  site.workspace.join('secret', 'U2');
  await page.message(({ text }) => text === 'in private');
  site.workspace.leave('secret', 'U2');
  await page.until(() => !page.things.has('channel:C3'));

  expect(page.messages).toEqual([]);
});

test('what is said to the app alone is seen by nobody else', async () => {
  const li = await site.open('U2');
  const ana = await site.open('U1');

  site.workspace.as('ana').say('dm', 'between us');
  const message = await ana.message(({ text }) => text === 'between us');
  site.workspace.as('li').say('ops', 'mark');
  await li.message(({ text }) => text === 'mark');

  expect(ana.things.get(`channel:${message.channel}`)).toMatchObject({ type: 'im', name: '' });
  expect(li.messages.map(({ text }) => text)).toEqual(['mark']);
  expect(li.things.has(`channel:${message.channel}`)).toBe(false);
});

test('an answer to one person is on their page only, and says so', async () => {
  const [ana, li] = [await site.open('U1'), await site.open('U2')];

  await site.act('U1', { act: 'slash', channel: 'C1', text: '/swarm help' });
  const seen = await ana.message(({ text }) => text === 'only for ana');
  site.workspace.as('ana').say('ops', 'mark');
  await li.message(({ text }) => text === 'mark');

  expect(seen.isEphemeral).toBe(true);
  expect(li.messages.map(({ text }) => text)).toEqual(['mark']);
});

test("App Home is its person's own, without what the app keeps in it", async () => {
  const [ana, li] = [await site.open('U1'), await site.open('U2')];

  await site.act('U1', { act: 'openHome' });
  const home = await ana.until(() => ana.views[0]);
  await site.act('U2', { act: 'openHome' });
  const other = await li.until(() => li.views[0]);

  expect(home).toMatchObject({
    type: 'home',
    depth: 0,
    body: { blocks: [{ text: { text: 'home of U1' } }] },
  });
  expect(JSON.stringify(home)).not.toContain('kept');
  expect(other).toMatchObject({ body: { blocks: [{ text: { text: 'home of U2' } }] } });
  expect(ana.views).toHaveLength(1);
});

test('only what has changed is sent', async () => {
  const page = await site.open('U1');
  const { message } = site.workspace.as('ana').say('ops', 'first');
  await page.message(({ text }) => text === 'first');
  const before = page.feeds.length;

  await site.act('U1', { act: 'edit', channel: 'C1', ts: message.ts, text: 'second' });
  await page.message(({ text }) => text === 'second');

  const after = page.feeds.slice(before);
  expect(after.flatMap(({ put }) => put)).toEqual([
    expect.objectContaining({ kind: 'message', ts: message.ts, isEdited: true }),
  ]);
  expect(after.flatMap(({ drop }) => drop)).toEqual([]);
});

test('many changes at once come as one feed', async () => {
  const page = await site.open('U1');

  for (let count = 1; count <= 50; count += 1) site.workspace.as('ana').say('ops', `number ${count}`);
  await page.message(({ text }) => text === 'number 50');

  expect(page.feeds).toHaveLength(2);
  expect(page.messages).toHaveLength(50);
});

test('a message that is deleted goes', async () => {
  const page = await site.open('U1');
  await site.workspace.as('ana').slash('ops', '/swarm help');
  const seen = await page.message(({ isEphemeral }) => isEphemeral);
  const message = site.workspace.state.messages.find(({ ts }) => ts === seen.ts);
  if (message === undefined) throw new Error('no message');

  message.deleted = true;
  site.workspace.poke();
  await page.until(() => page.messages.length === 0);

  expect(page.feeds.at(-1)?.drop).toEqual([`message:C1:${seen.ts}`]);
});

test("what a bot updates with blocks is not marked as edited, what it updates with text is, and so is a person's", async () => {
  const { state } = site.workspace;
  const page = await site.open('U1');
  const { message } = site.workspace.as('registry').say('ops', 'redis:3.0.6 is built');
  const own = state.messages.find(({ ts }) => ts === message.ts);
  if (own === undefined) throw new Error('no message');

  own.history.push({ at: 0, text: own.text, blocks: own.blocks });
  own.attachments = [];
  site.workspace.poke();
  await page.message(({ ts }) => ts === message.ts);
  expect(page.messages[0]?.isEdited).toBe(false);

  own.blocks = [];
  site.workspace.poke();
  const shown = await page.message(({ ts, blocks }) => ts === message.ts && blocks.length === 0);
  expect(shown.isEdited).toBe(true);
});

test('the dot beside the app goes out with its connection', async () => {
  const page = await site.open('U1');

  site.cutOff();
  await page.until(() => {
    const workspace = page.things.get('workspace');
    return workspace?.kind === 'workspace' && !workspace.appIsUp;
  });

  expect(page.things.get('workspace')).toMatchObject({ appIsUp: false });
});

test('who is deactivated while they look sees nothing more', async () => {
  const page = await site.open('U2');

  site.workspace.changeKind('U2', 'deactivated');
  await page.until(() => page.ended).catch(() => true);

  expect(page.ended).toBe(true);
  const again = await site.open('U2');
  expect(again.things.get('workspace')).toMatchObject({ me: 'U1' });
});
