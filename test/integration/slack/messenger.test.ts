import { afterEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { run, view, type Running } from './harness.ts';

const none = new AbortController().signal;
const ops = { channel: 'C1', kind: 'channel' } as const;
const long = Array.from({ length: 5_000 }, (_, index) => `line ${index}`).join('\n');

let running: Running | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});
const start = async (): Promise<Running> => (running = await run('socket'));

describe('the messenger', () => {
  it('posts into a channel and into a thread, and edits in place', async () => {
    const { slack, workspace } = await start();

    const root = await slack.messenger.post(ops, view('plan'), none);
    const reply = await slack.messenger.post({ ...ops, thread: root.ts }, view('rollout 1/5'), none);
    slack.messenger.edit(reply, view('rollout 5/5'), { final: true });
    await slack.messenger.drained(none);

    expect(
      workspace.messages('ops').map(({ text, threadTs, edits }) => [text, threadTs, edits.length]),
    ).toEqual([
      ['plan', undefined, 1],
      ['rollout 5/5', root.ts, 2],
    ]);
  });

  it('takes the buttons away when the new view has none', async () => {
    const { slack, workspace } = await start();
    const card = view('plan', { kind: 'actions', items: [{ verb: 'confirm', ref: 'p', label: 'Confirm' }] });
    const ref = await slack.messenger.post(ops, card, none);

    slack.messenger.edit(ref, view('plan, confirmed by Ana'), { final: true });
    await slack.messenger.drained(none);

    const [message] = workspace.messages('ops');
    expect(message?.blocks.map((block) => block['type'])).toEqual(['section']);
  });

  it('says how to invite the bot where it is no member', async () => {
    const { slack } = await start();

    const posted = slack.messenger.post({ channel: 'C2', kind: 'channel' }, view('plan'), none);

    await expect(posted).rejects.toEqual(
      new UserError(
        'not-in-channel',
        'Waggle is not a member of this channel.',
        'Invite it with /invite @waggle and try again.',
      ),
    );
  });

  it('posts the words alone when Slack refuses the blocks', async () => {
    const { slack, workspace, log } = await start();
    workspace.inject({ method: 'chat.postMessage', kind: 'refuse', error: 'invalid_blocks' });

    await slack.messenger.post(ops, view('plan'), none);

    expect(workspace.messages('ops').map(({ text, blocks }) => [text, blocks])).toEqual([['plan', []]]);
    expect(log.lines.some((line) => /"error".*Slack refused the blocks/.test(line))).toBe(true);
  });

  it.each([
    ['429', { kind: 'rate_limited', retryAfter: 1 }],
    ['a 500', { kind: 'status', status: 500 }],
    ['a broken connection', { kind: 'drop' }],
  ] as const)('posts once after %s', async (_name, fault) => {
    const { slack, workspace } = await start();
    workspace.inject({ method: 'chat.postMessage', ...fault });

    await slack.messenger.post(ops, view('plan'), none);

    expect(workspace.messages('ops').map(({ text }) => text)).toEqual(['plan']);
  });

  it('whispers so that one person sees it', async () => {
    const { slack, workspace } = await start();

    await slack.messenger.whisper(ops, 'U2', view('psst'), none);

    expect(workspace.ephemerals('U2').map(({ text }) => text)).toEqual(['psst']);
    expect(workspace.ephemerals('U1')).toEqual([]);
  });

  it('puts what is too long into a file in the thread of the message', async () => {
    const { slack, workspace } = await start();

    const ref = await slack.messenger.post(
      ops,
      view('log', { kind: 'code', text: long, overflow: 'file' }),
      none,
    );
    const shared = await workspace.untilMessage('ops', ({ files }) => files.length > 0);

    expect(shared.threadTs).toBe(ref.ts);
    expect(workspace.countOf('files.completeUploadExternal')).toBe(1);
  });

  it('sends the file of a whisper to the person alone', async () => {
    const { slack, workspace } = await start();

    await slack.messenger.whisper(
      ops,
      'U2',
      view('log', { kind: 'code', text: long, overflow: 'file' }),
      none,
    );
    await workspace.untilMessage(workspace.as('li').dm, ({ files }) => files.length > 0);

    expect(workspace.messages('ops')).toEqual([]);
  });
});

describe('people', () => {
  it('are members, guests, strangers, bots or deactivated', async () => {
    const { slack } = await start();

    const people = await Promise.all(
      ['U1', 'U3', 'U5', 'U0WAGGLE', 'U4'].map((id) => slack.people.who(id, none)),
    );

    expect(people.map(({ id, kind }) => [id, kind])).toEqual([
      ['U1', 'member'],
      ['U3', 'guest'],
      ['U5', 'stranger'],
      ['U0WAGGLE', 'bot'],
      ['U4', 'deactivated'],
    ]);
  });

  it('are asked about once, although many want to know', async () => {
    const { slack, workspace } = await start();

    const [ana] = await Promise.all(Array.from({ length: 10 }, () => slack.people.who('U1', none)));

    expect(ana).toEqual({ id: 'U1', name: 'ana', kind: 'member' });
    expect(workspace.countOf('users.info')).toBe(1);
  });

  it('are unknown when Slack does not say, and asked about again', async () => {
    const { slack, workspace } = await start();
    workspace.inject({ method: 'users.info', kind: 'refuse', error: 'user_not_found' });

    await expect(slack.people.who('U1', none)).rejects.toThrow('user_not_found');
    await expect(slack.people.who('U1', none)).resolves.toMatchObject({ kind: 'member' });
  });
});
