import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Deps } from '../delivery.ts';
import type { ShowHome } from '../home.ts';

const Envelope = z.object({ event_id: z.string() });
const Opened = z.object({ user: z.string(), tab: z.string().optional() });

/** The bot's App Home is opened. The same event tells that its messages are, which shows nothing of ours. */
export function listenToHome(app: App, deps: Deps, show: ShowHome): void {
  app.event('app_home_opened', async ({ body, event }) => {
    const { user: person, tab } = Opened.parse(event);
    if (tab !== 'home') {
      deps.log.debug({ tab }, 'another tab than App Home was opened');
      return;
    }
    const { event_id: deliveryId } = Envelope.parse(body);
    await show({ person, deliveryId });
  });
}
