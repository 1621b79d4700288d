import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Front } from '../../../core/ports/front.ts';
import { REFRESH } from '../../../core/view/home-view.ts';
import { verbOf } from '../blocks/parts.ts';
import { handle, placeOf, type Deps } from '../delivery.ts';
import { formHost } from '../form-host.ts';
import type { ShowHome } from '../home.ts';
import { createReply } from '../reply.ts';

const Body = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  response_url: z.url().optional(),
  container: z.object({
    channel_id: z.string(),
    message_ts: z.string(),
    thread_ts: z.string().optional(),
  }),
  message: z.object({ thread_ts: z.string().optional() }).optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string() })).min(1),
});

const InHome = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  view: z.object({ type: z.literal('home') }),
  actions: z.tuple([z.object({ action_id: z.string() })]),
});

/**
 * Clicks on our messages' buttons: the verb is the action's id, the thing it is about its value. App Home has one button,
 * which is for the adapter alone.
 */
export function listenToActions(app: App, deps: Deps, front: Front, showHome: ShowHome): void {
  app.action({ type: 'block_actions', action_id: /^/u }, async ({ ack, body }) => {
    await ack();
    const inHome = InHome.safeParse(body);
    if (inHome.success && verbOf(inHome.data.actions[0].action_id) === REFRESH) {
      await showHome({ person: inHome.data.user.id, deliveryId: inHome.data.trigger_id });
      return;
    }
    const found = Body.safeParse(body);
    const action = found.data?.actions[0];
    if (!found.success || action === undefined) {
      deps.log.warn({ type: body.type }, 'a click that is none of a button in a message is left alone');
      return;
    }
    const { user, trigger_id, response_url, container, message } = found.data;
    const { channel_id: channel, message_ts: ts } = container;
    const place = placeOf(channel, { ts, thread_ts: message?.thread_ts ?? container.thread_ts });
    const person = user.id;
    const reply = createReply(deps, { place, person, responseUrl: response_url });
    const delivery = { deliveryId: trigger_id, person, place, reply };
    const click = {
      ...delivery,
      verb: verbOf(action.action_id),
      ref: action.value,
      message: { channel, ts },
      form: formHost(deps, trigger_id, place),
    };
    await handle(deps, delivery, (signal) => front.click(click, signal));
  });
}
