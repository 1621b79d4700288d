import { webApi } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import type { Rendered } from '../../../src/adapters/slack/blocks/render.ts';
import { createPublisher } from '../../../src/adapters/slack/publisher.ts';
import type { MessageRef } from '../../../src/core/ports/messenger.ts';
import { manualClock } from '../../support/fake-clock.ts';
import { keptLog } from '../../support/kept-log.ts';

const shows = (text: string): Rendered => ({ text, blocks: [{ type: 'divider' }], files: [] });
const message = (name: string): MessageRef => ({ channel: 'C1', ts: name });
const refused = (error: string) => new webApi.WebAPIPlatformError({ ok: false, error });
const limited = (seconds: number) => new webApi.WebAPIRateLimitedError(seconds);
const unreachable = () => new webApi.WebAPIRequestError(new Error('socket hang up'));

/** A publisher whose edits fail with what `failures` holds, in order, and then succeed. */
function setUp(failures: (Error | undefined)[] = []) {
  const clock = manualClock();
  const log = keptLog();
  const sent: { at: number; ts: string; text: string; blocks: number }[] = [];
  const publisher = createPublisher({
    clock,
    log,
    update: async ({ ts }, { text, blocks }) => {
      sent.push({ at: clock.now(), ts, text, blocks: blocks.length });
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
    },
  });
  const texts = () => sent.map(({ ts, text }) => `${ts}: ${text}`);
  return { clock, log, sent, texts, publisher };
}

describe('edits', () => {
  it('are sent at once when there is room', async () => {
    const { clock, texts, publisher } = setUp();

    publisher.edit(message('a'), shows('1'), false);
    await clock.advance(0);

    expect(texts()).toEqual(['a: 1']);
  });

  it('keep only the latest state of a message, and that one arrives', async () => {
    const { clock, texts, publisher } = setUp();

    for (let count = 1; count <= 1_000; count += 1) publisher.edit(message('a'), shows(`${count}`), false);
    await clock.advance(60_000);

    expect(texts()).toEqual(['a: 1', 'a: 1000']);
  });

  it('are not sent when the message shows the same already', async () => {
    const { clock, texts, publisher } = setUp();
    publisher.posted(message('a'), shows('1'));

    publisher.edit(message('a'), shows('1'), false);
    publisher.edit(message('b'), shows('1'), false);
    await clock.advance(0);
    publisher.edit(message('b'), shows('2'), false);
    publisher.edit(message('b'), shows('1'), true);
    await clock.advance(10_000);

    expect(texts()).toEqual(['b: 1', 'b: 2', 'b: 1']);
  });

  it('stay below the limit of the whole app, however many messages there are', async () => {
    const { clock, sent, publisher } = setUp();

    for (let second = 0; second < 300; second += 1) {
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
        publisher.edit(message(name), shows(`${second}`), second % 50 === 49);
      }
      await clock.advance(1_000);
    }

    const inMinute = sent.map(({ at }) => sent.filter((one) => one.at >= at && one.at < at + 60_000).length);
    expect(Math.max(...inMinute)).toBeLessThanOrEqual(50);
  });

  it('take turns', async () => {
    const { clock, sent, publisher } = setUp();

    for (let second = 0; second < 120; second += 1) {
      for (const name of ['a', 'b', 'c']) publisher.edit(message(name), shows(`${second}`), false);
      await clock.advance(1_000);
    }

    const counts = ['a', 'b', 'c'].map((name) => sent.filter(({ ts }) => ts === name).length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  it('go out at once when they are final, although others have used up their share', async () => {
    const { clock, sent, publisher } = setUp();
    for (let second = 0; second < 90; second += 1) {
      for (const name of ['a', 'b', 'c']) publisher.edit(message(name), shows(`${second}`), false);
      await clock.advance(1_000);
    }
    const at = clock.now();

    publisher.edit(message('c'), shows('done'), true);
    await clock.advance(0);

    expect(sent.at(-1)).toEqual({ at, ts: 'c', text: 'done', blocks: 1 });
  });

  it('wait for as long as Slack says, and then send the state of that time', async () => {
    const { clock, sent, publisher } = setUp([limited(30)]);

    publisher.edit(message('a'), shows('1'), false);
    await clock.advance(10_000);
    publisher.edit(message('a'), shows('2'), false);
    publisher.edit(message('b'), shows('done'), true);
    await clock.advance(19_999);
    const before = sent.length;
    await clock.advance(2_000);

    expect(before).toBe(1);
    expect(sent.slice(1)).toEqual([
      { at: 30_000, ts: 'b', text: 'done', blocks: 1 },
      { at: 30_000, ts: 'a', text: '2', blocks: 1 },
    ]);
  });

  it('are tried until they arrive when Slack is in trouble, ever more slowly', async () => {
    const { clock, sent, publisher } = setUp([
      unreachable(),
      new webApi.WebAPIHTTPError(503, 'Service Unavailable', {}, 'upstream error'),
      refused('internal_error'),
      refused('<html>'),
    ]);

    publisher.edit(message('a'), shows('done'), true);
    await clock.advance(600_000);

    expect(sent.map(({ at }) => at)).toEqual([0, 1_000, 3_000, 7_000, 15_000]);
  });

  it('are sent again when an answer was lost and the state from before is wanted back', async () => {
    const { clock, texts, publisher } = setUp([undefined, unreachable()]);
    publisher.edit(message('a'), shows('1'), false);
    await clock.advance(5_000);
    publisher.edit(message('a'), shows('2'), false);
    await clock.advance(0);

    publisher.edit(message('a'), shows('1'), false);
    await clock.advance(5_000);

    expect(texts()).toEqual(['a: 1', 'a: 2', 'a: 1']);
  });

  it.each(['message_not_found', 'channel_not_found', 'cant_update_message'])(
    'are given up when Slack says %s',
    async (word) => {
      const { clock, log, texts, publisher } = setUp([refused(word)]);

      publisher.edit(message('a'), shows('1'), true);
      await clock.advance(60_000);
      await publisher.drained(AbortSignal.timeout(1_000));

      expect(texts()).toEqual(['a: 1']);
      expect(log.lines).toEqual([
        `warn an edit was refused and is given up {"ref":{"channel":"C1","ts":"a"},"word":"${word}"}`,
      ]);
    },
  );

  it('lose their blocks, but not their words, when Slack refuses the blocks', async () => {
    const { clock, sent, publisher } = setUp([refused('invalid_blocks')]);

    publisher.edit(message('a'), shows('1'), true);
    await clock.advance(1_000);

    expect(sent.map(({ text, blocks }) => [text, blocks])).toEqual([
      ['1', 1],
      ['1', 0],
    ]);
  });

  it('are all there when drained resolves', async () => {
    const { clock, texts, publisher } = setUp([limited(5)]);
    publisher.edit(message('a'), shows('1'), false);

    const drained = publisher.drained(new AbortController().signal);
    await clock.advance(10_000);
    await drained;

    expect(texts()).toEqual(['a: 1', 'a: 1']);
  });

  it('make drained reject when its signal is aborted first', async () => {
    const { publisher } = setUp([limited(5)]);
    publisher.edit(message('a'), shows('1'), false);
    const enough = new AbortController();

    const drained = publisher.drained(enough.signal);
    enough.abort(new Error('enough'));

    await expect(drained).rejects.toThrow('enough');
  });
});

describe('calls', () => {
  const none = new AbortController().signal;

  it('are paced for each channel', async () => {
    const { clock, publisher } = setUp();
    const at: Record<string, number[]> = { C1: [], C2: [] };

    const all = Array.from({ length: 20 }, (_, count) => {
      const channel = count % 2 === 0 ? 'C1' : 'C2';
      return publisher.call('chat.postMessage', channel, async () => at[channel]?.push(clock.now()), none);
    });
    await clock.advance(60_000);
    await Promise.all(all);

    const expected = [0, 0, 0, 0, 5_000, 5_000, 5_000, 5_000, 10_000, 10_000];
    expect(at).toEqual({ C1: expected, C2: expected });
  });

  it('wait out a 429 and come back with the answer', async () => {
    const { clock, publisher } = setUp();
    const answers = [limited(7), 'ts'];
    const at: number[] = [];

    const called = publisher.call(
      'chat.postMessage',
      'C1',
      async () => {
        at.push(clock.now());
        const answer = answers.shift();
        if (answer instanceof Error) throw answer;
        return answer;
      },
      none,
    );
    await clock.advance(60_000);

    await expect(called).resolves.toBe('ts');
    expect(at).toEqual([0, 7_000]);
  });

  it('are tried some times when Slack is in trouble, and then fail', async () => {
    const { clock, publisher } = setUp();
    let count = 0;

    const called = publisher.call(
      'chat.postMessage',
      'C1',
      async () => {
        count += 1;
        throw unreachable();
      },
      none,
    );
    called.catch(() => {}); // Looked at below.
    await clock.advance(600_000);

    await expect(called).rejects.toBeInstanceOf(webApi.WebAPIRequestError);
    expect(count).toBe(6);
  });

  it('throw refusals at once', async () => {
    const { publisher } = setUp();

    const called = publisher.call(
      'chat.postMessage',
      'C1',
      () => Promise.reject(refused('not_in_channel')),
      none,
    );

    await expect(called).rejects.toBeInstanceOf(webApi.WebAPIPlatformError);
  });

  it('end with their signal, also while they wait', async () => {
    const { clock, publisher } = setUp();
    const enough = new AbortController();

    const called = publisher.call('users.info', '', () => Promise.reject(limited(60)), enough.signal);
    called.catch(() => {}); // Looked at below.
    await clock.advance(1_000);
    enough.abort(new Error('enough'));

    await expect(called).rejects.toThrow('enough');
  });
});
