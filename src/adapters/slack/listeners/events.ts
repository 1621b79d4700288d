import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Front } from '../../../core/ports/front.ts';
import type { Place } from '../../../core/ports/messenger.ts';
import { handle, type Deps } from '../delivery.ts';
import { afterMention, plainWords } from '../marks.ts';
import { createReply } from '../reply.ts';

const Envelope = z.object({ event_id: z.string() });
const Message = z.object({
  user: z.string().optional(),
  text: z.string().default(''),
  ts: z.string(),
  channel: z.string(),
  channel_type: z.string().optional(),
  thread_ts: z.string().optional(),
  subtype: z.string().optional(),
  bot_id: z.string().optional(),
  edited: z.unknown().optional(),
});
type Message = z.infer<typeof Message>;

/**
 * Mentions and direct messages. What bots write, what was edited, and mentions in passing (not at the beginning) are
 * left alone. Bolt acknowledges events before a listener runs.
 */
export function listenToEvents(app: App, deps: Deps, front: Front): void {
  app.event('app_mention', async ({ body, event, context }) => {
    const message = Message.parse(event);
    const text = afterMention(message.text, context.botUserId);
    if (text === null) return;
    const { channel, thread_ts, ts } = message;
    // The thread of a mention outside any thread does not exist yet, and an ephemeral message in it would not be seen.
    const answer: Place = {
      channel,
      kind: 'channel',
      ...(thread_ts === undefined ? {} : { thread: thread_ts }),
    };
    await say(body, message, text, { channel, kind: 'channel', thread: thread_ts ?? ts }, answer);
  });

  app.event('message', async ({ body, event, context }) => {
    const found = Message.safeParse(event);
    if (!found.success || found.data.channel_type !== 'im') return;
    const { channel, thread_ts, text } = found.data;
    const place: Place = {
      channel,
      kind: 'direct',
      ...(thread_ts === undefined ? {} : { thread: thread_ts }),
    };
    await say(body, found.data, afterMention(text, context.botUserId) ?? text, place, place);
  });

  const say = async (body: unknown, message: Message, text: string, place: Place, answer: Place) => {
    const { user: person, subtype, bot_id, edited } = message;
    if (person === undefined || subtype !== undefined || bot_id !== undefined || edited !== undefined) return;
    const { event_id: deliveryId } = Envelope.parse(body);
    const reply = createReply(deps, { place: answer, person });
    const delivery = { deliveryId, person, place, reply };
    await handle(deps, delivery, (signal) => front.say({ ...delivery, text: plainWords(text) }, signal));
  };
}
