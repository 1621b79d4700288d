import { z } from 'zod';
import { historyLimits } from '../../../facts/slack.ts';
import type { JsonObject } from '../json.ts';
import { Refusal } from '../refusal.ts';
import { messageShape } from '../shapes.ts';
import type { Channel, Message } from '../state.ts';
import type { Workplace } from '../workplace.ts';
import { flag, method, needScope, paging, text, visibleChannel, type Method } from './method.ts';

const span = {
  latest: text.optional(),
  oldest: text.optional(),
  inclusive: flag.optional(),
  include_all_metadata: flag.optional(),
  ...paging,
};

type Span = {
  latest?: string | undefined;
  oldest?: string | undefined;
  inclusive?: boolean | undefined;
  include_all_metadata?: boolean | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
};

/**
 * conversations.history, replies. Both need the scope of the channel's kind, and the bot has to be a member. Ephemeral and
 * deleted messages are in neither; of a deleted message with replies Slack leaves a tombstone, which is not shown here.
 */
export const historyMethods: Record<string, Method> = {
  'conversations.history': method({}, z.object({ channel: text, ...span }), (workplace, args) => {
    const channel = readableChannel(workplace, args.channel);
    const messages = lasting(workplace, channel).filter(
      ({ threadTs, subtype }) => threadTs === undefined || subtype === 'thread_broadcast',
    );
    const found = within(messages, args).toReversed();
    return {
      ...onePage(workplace, found, args, historyLimits.historyDefault, (ts, start) => ts <= start),
      pin_count: 0,
      channel_actions_ts: null,
      channel_actions_count: 0,
    };
  }),

  'conversations.replies': method({}, z.object({ channel: text, ts: text, ...span }), (workplace, args) => {
    const channel = readableChannel(workplace, args.channel);
    const messages = lasting(workplace, channel);
    const root = messages.find(({ ts }) => ts === args.ts);
    if (root === undefined) throw new Refusal('thread_not_found');
    // For the ts of a reply Slack's documentation says both "the thread" and "that single message"; here it is the latter.
    const thread = messages.filter(
      ({ ts, threadTs }) => ts === root.ts || (threadTs === root.ts && root.threadTs === undefined),
    );
    return onePage(
      workplace,
      within(thread, args),
      args,
      historyLimits.repliesDefault,
      (ts, start) => ts >= start,
    );
  }),
};

/** A channel that the bot may read. */
function readableChannel(workplace: Workplace, id: string): Channel {
  const channel = visibleChannel(workplace, id);
  const scope = { public: 'channels:history', private: 'groups:history', im: 'im:history' }[channel.kind];
  needScope(workplace, scope);
  if (!workplace.state.botIsIn(channel)) throw new Refusal('not_in_channel');
  return channel;
}

/** What is kept of a channel, the oldest first. */
function lasting(workplace: Workplace, channel: Channel): Message[] {
  return workplace.state.messages.filter(
    (message) => message.channel === channel.id && !message.deleted && message.ephemeralTo === undefined,
  );
}

/** The messages between `oldest` and `latest`, those two themselves only with `inclusive`. */
function within(messages: readonly Message[], args: Span): Message[] {
  const oldest = args.oldest === undefined ? undefined : timeOf(args.oldest, 'invalid_ts_oldest');
  const latest = args.latest === undefined ? undefined : timeOf(args.latest, 'invalid_ts_latest');
  return messages.filter(({ ts }) => {
    const at = microseconds(ts);
    if (args.inclusive === true && (at === oldest || at === latest)) return true;
    return (oldest === undefined || at > oldest) && (latest === undefined || at < latest);
  });
}

/** Slack's cursors for messages name the next one, so that new messages move no page. */
function onePage(
  workplace: Workplace,
  found: readonly Message[],
  args: Span,
  usual: number,
  isFrom: (ts: number, start: number) => boolean,
): JsonObject {
  if (args.limit !== undefined && args.limit > historyLimits.most) throw new Refusal('invalid_limit');
  const limit = args.limit === undefined || args.limit === 0 ? usual : args.limit;
  const start = args.cursor === undefined || args.cursor === '' ? undefined : cursorTime(args.cursor);
  const from = start === undefined ? found : found.filter(({ ts }) => isFrom(microseconds(ts), start));
  const next = from[limit];
  return {
    messages: from.slice(0, limit).map((message) => {
      const { metadata, ...shape } = messageShape(workplace.state, message);
      const withIt = args.include_all_metadata === true && metadata !== undefined;
      return withIt ? { ...shape, metadata } : shape;
    }),
    has_more: next !== undefined,
    ...(next === undefined
      ? {}
      : { response_metadata: { next_cursor: btoa(`next_ts:${microseconds(next.ts)}`) } }),
  };
}

function cursorTime(cursor: string): number {
  const time = /^next_ts:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1];
  if (time === undefined) throw new Refusal('invalid_cursor');
  return Number(time);
}

function timeOf(ts: string, error: string): number {
  if (!/^\d{1,10}(\.\d{0,6})?$/.test(ts)) throw new Refusal(error);
  return microseconds(ts);
}

/** A `ts` in whole microseconds, which a number holds exactly; as seconds with six places it would not. */
function microseconds(ts: string): number {
  const [seconds = '0', places = ''] = ts.split('.');
  return Number(seconds) * 1_000_000 + Number(places.padEnd(6, '0'));
}
