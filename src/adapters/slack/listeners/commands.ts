import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Front } from '../../../core/ports/front.ts';
import { handle, kindOfChannel, type Deps } from '../delivery.ts';
import { afterMention, plainWords } from '../marks.ts';
import { createReply } from '../reply.ts';

const Body = z.object({
  text: z.string().default(''),
  user_id: z.string(),
  channel_id: z.string(),
  trigger_id: z.string(),
  response_url: z.url(),
});

/** The slash command. It cannot be typed in a thread, so its place is the channel. */
export function listenToCommands(app: App, deps: Deps, front: Front, command: string): void {
  app.command(command, async ({ ack, body, context }) => {
    await ack();
    const { text: typed, user_id: person, channel_id: channel, trigger_id, response_url } = Body.parse(body);
    const text = plainWords(afterMention(typed, context.botUserId) ?? typed);
    const place = { channel, kind: kindOfChannel(channel) };
    const reply = createReply(deps, { place, person, responseUrl: response_url });
    const delivery = { deliveryId: trigger_id, person, place, reply };
    await handle(deps, delivery, (signal) => front.say({ ...delivery, text }, signal));
  });
}
