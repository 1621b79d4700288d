import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Front } from '../../../core/ports/front.ts';
import { handle, placeOf, type Deps } from '../delivery.ts';
import { formHost } from '../form-host.ts';
import { plainWords } from '../marks.ts';
import { createReply } from '../reply.ts';

const Body = z.object({
  callback_id: z.string(),
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }),
  trigger_id: z.string(),
  response_url: z.url().optional(),
  message: z.looseObject({ ts: z.string(), thread_ts: z.string().optional() }),
});

/** Message shortcuts: somebody picks "Deploy this image" from a message's menu. Which there are is the bot's to know. */
export function listenToShortcuts(app: App, deps: Deps, front: Front): void {
  app.shortcut({ type: 'message_action', callback_id: /^/u }, async ({ ack, body }) => {
    await ack();
    const { callback_id: name, user, channel, trigger_id, response_url, message } = Body.parse(body);
    const place = placeOf(channel.id, message);
    const person = user.id;
    const reply = createReply(deps, { place, person, responseUrl: response_url });
    const delivery = { deliveryId: trigger_id, person, place, reply };
    const shortcut = {
      ...delivery,
      name,
      text: plainWords(textOf(message)),
      message: { channel: channel.id, ts: message.ts },
      form: formHost(deps, trigger_id, place),
    };
    await handle(deps, delivery, (signal) => front.shortcut(shortcut, signal));
  });
}

const TEXT_KEYS = new Set(['text', 'fallback', 'pretext', 'title', 'value', 'url']);

/** All words of a message: build robots put theirs into blocks and attachments. Each line once. */
function textOf(message: Readonly<Record<string, unknown>>): string {
  const found = new Set<string>();
  const collect = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (TEXT_KEYS.has(key) && value.trim() !== '') found.add(value);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [inner, item] of Object.entries(value)) collect(item, Array.isArray(value) ? key : inner);
  };
  collect(message['text'], 'text');
  collect(message['blocks'], 'blocks');
  collect(message['attachments'], 'attachments');
  return [...found].join('\n');
}
