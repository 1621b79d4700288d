import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../src/practice/slack/seen.ts';
import { openScene, wordsOf, type Scene } from '../support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ mode: 'http' });
  await scene.service('say');
});
afterAll(() => scene.close());

/** What the asker alone sees of a slash command. */
async function privately(words: string, who = 'ana', channel = 'ops'): Promise<SeenMessage> {
  const { workspace } = scene.slack;
  const persona = workspace.as(who);
  const before = new Set(workspace.ephemerals(persona.id).map(({ ts }) => ts));
  await persona.slash(channel, `/swarm ${words}`);
  return await workspace.untilEphemeral(persona.id, ({ ts }) => !before.has(ts));
}

describe('reading', () => {
  test('nodes, services and tasks are tables for the asker alone', async () => {
    const posted = scene.slack.workspace.messages('ops').length;
    expect(wordsOf(await privately('nodes'))).toMatch(/"type":"table".*node1.*node2.*node3/s);
    expect(wordsOf(await privately('services'))).toMatch(/"type":"table".*say/s);
    expect(wordsOf(await privately('ps say'))).toMatch(/"type":"table".*running/is);
    expect(scene.slack.workspace.messages('ops')).toHaveLength(posted);
  });

  test('help lists the commands, and explains one', async () => {
    expect(wordsOf(await privately('help'))).toMatch(/scale.*update/s);
    expect(wordsOf(await privately('help update'))).toMatch(/--update-parallelism/);
  });

  test('--share answers the channel', async () => {
    const message = await scene.ask('services --share');
    expect(wordsOf(message)).toMatch(/"type":"table".*say/s);
  });
});

describe('where words are understood', () => {
  test('a mention in a thread is answered in that thread', async () => {
    const { workspace } = scene.slack;
    const { message } = workspace.as('ana').say('ops', 'redis is slow');
    workspace.as('ana').say('ops', '@waggle scale say=4', { threadTs: message.ts });
    const card = await workspace.untilMessage(
      'ops',
      ({ threadTs, user }) => threadTs === message.ts && user === workspace.app.botUserId,
    );
    expect(wordsOf(card)).toMatch(/3 -&gt; 4|3 -> 4/);
    await scene.press(card, 'Cancel');
  });

  test('a direct message is answered there', async () => {
    const { workspace } = scene.slack;
    workspace.as('ana').say('dm', 'scale say=4');
    const card = await workspace.until(() =>
      workspace.directMessages('UANA').find(({ user }) => user === workspace.app.botUserId),
    );
    expect(wordsOf(card)).toMatch(/3 -&gt; 4|3 -> 4/);
    await scene.press(card, 'Cancel');
  });

  test('a pasted docker command is the same', async () => {
    const image = scene.swarm.image('redis:3.0.6');
    const card = await scene.ask(
      `docker service update —update-delay 10s --update-parallelism 2 --image ${image} say`,
    );
    expect(wordsOf(card)).toMatch(
      /3\.0\.5.*3\.0\.6.*update parallelism.*update delay|update delay.*update parallelism/s,
    );
    expect(wordsOf(card)).toMatch(/sha256:/);
    await scene.press(card, 'Cancel');
  });

  test('a channel without the bot: said to the asker, with the invite step', async () => {
    expect(wordsOf(await privately('scale say=4', 'ana', 'quiet'))).toMatch(/\/invite/);
  });
});

describe('what is refused: one message, to the asker alone, and nothing is changed', () => {
  const refused: [words: string, answer: RegExp][] = [
    ['scal say=5', /scale/],
    ['scale sya=5', /say/],
    ['scale say=', /whole number/],
    ['scale say=-1', /whole number|-1/],
    ['scale say=1e9', /whole number/],
    ['scale say=5 say=6', /twice|more than once/i],
    ['scale say=3', /already|nothing/i],
    ['scale "say=5', /quot/i],
    ['update say --imag redis:3.0.6', /--image/],
    ['update say --image Redis:3.0.6', /lower/i],
    ['update <!channel> --image redis:3.0.6', /expected|no service/i],
    ['x'.repeat(3_000), /do not know the command/],
    ['nonsense', /help/],
  ];
  test.each(refused)('%s', async (words, answer) => {
    const posted = scene.slack.workspace.messages('ops').length;
    const writes = scene.writes();
    const message = await privately(words);
    expect(wordsOf(message)).toMatch(answer);
    expect(wordsOf(message)).not.toMatch(/<!channel>/);
    expect(scene.slack.workspace.messages('ops')).toHaveLength(posted);
    expect(scene.writes()).toBe(writes);
  });

  test('a global service has no number of replicas', async () => {
    await scene.service('everywhere', ['--mode', 'global'], 'web:1');
    expect(wordsOf(await privately('scale everywhere=5'))).toMatch(/global/);
  });

  test.each([
    ['li', /not on the list of people who may change prod/],
    ['gus', /Guests cannot use Waggle/],
    ['stella', /People of other organisations cannot use Waggle/],
  ])('%s may not, and is told why', async (who, why) => {
    const writes = scene.writes();
    expect(wordsOf(await privately('scale say=5', who))).toMatch(why);
    expect(scene.writes()).toBe(writes);
  });
});

describe('forms', () => {
  test('Change opens a filled form, and its plan takes the place of the first', async () => {
    const { workspace } = scene.slack;
    const card = await scene.ask('update say replicas=4');
    await scene.press(card, 'Change');
    const view = await workspace.untilView('UANA', ({ blocks }) =>
      JSON.stringify(blocks).includes('replicas'),
    );
    const refused = await workspace.as('ana').submit(view, { service: 'say', replicas: 'many' });
    expect(refused.action).toBe('errors');
    const before = new Set(workspace.messages('ops').map(({ ts }) => ts));
    await workspace.as('ana').submit(view, { service: 'say', replicas: '5' });
    const next = await workspace.untilMessage('ops', ({ ts }) => !before.has(ts));
    expect(wordsOf(next)).toMatch(/3 -&gt; 5|3 -> 5/);
    await scene.shows(card, /replaced|took its place/i);
    await scene.press(next, 'Cancel');
  });

  test('the shortcut "Deploy this image" finds image and service, and leads to a plan', async () => {
    const { workspace } = scene.slack;
    const image = scene.swarm.image('redis:3.0.7');
    const { message } = workspace.as('ana').say('ops', `built ${image}, all green at 10:30`);
    await workspace.as('ana').shortcut(message, 'deploy_image');
    const view = await workspace.untilView('UANA', ({ blocks }) => JSON.stringify(blocks).includes('3.0.7'));
    const before = new Set(workspace.messages('ops').map(({ ts }) => ts));
    await workspace.as('ana').submit(view, { service: 'say', image, 'update-parallelism': '2' });
    const card = await workspace.untilMessage('ops', ({ ts }) => !before.has(ts));
    expect(wordsOf(card)).toMatch(/3\.0\.5.*3\.0\.7/s);
    await scene.press(card, 'Cancel');
  });
});
