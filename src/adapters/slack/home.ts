import type { Front } from '../../core/ports/front.ts';
import type { View } from '../../core/view/view.ts';
import { refusalOf, refusesBlocks } from './api.ts';
import { render } from './blocks/render.ts';
import { handle, type Deps } from './delivery.ts';

/** Shows a person their App Home anew, for one acknowledged delivery. Never rejects. */
export type ShowHome = (opened: { readonly person: string; readonly deliveryId: string }) => Promise<void>;

/**
 * App Home over `views.publish`: each opening and each Refresh publishes once, when all is known. No hash is sent: what
 * was asked for last is what counts, and an answer that was overtaken by a later question is not published.
 */
export function createHome(deps: Deps, front: Front, command: string): ShowHome {
  const { api, publisher, log, stop } = deps;
  /** The newest delivery of each person who is being shown something. */
  const newest = new Map<string, string>();

  const send = (person: string, view: View) => {
    const { blocks } = render(view, 'home');
    const args = { user_id: person, view: { type: 'home', blocks } };
    return publisher.call('views.publish', '', () => api.call('views.publish', args), stop);
  };

  const publish = async (person: string, view: View): Promise<void> => {
    try {
      await send(person, view);
    } catch (error) {
      const word = refusalOf(error);
      if (word === 'not_enabled') {
        log.warn({}, 'the app has no App Home: set home_tab_enabled as manifest.yml has it');
        return;
      }
      // `views.*` calls faulty blocks invalid_arguments.
      if (!refusesBlocks(word) && word !== 'invalid_arguments' && word !== 'view_too_large') throw error;
      log.error({ err: error }, 'Slack refused the blocks of an App Home; the text alone is sent');
      await send(person, { summary: view.summary, parts: [] });
    }
  };

  return async ({ person, deliveryId }) => {
    newest.set(person, deliveryId);
    const publishIfNewest = async (view: View): Promise<void> => {
      if (newest.get(person) === deliveryId) await publish(person, view);
    };
    // Slack takes a person's id where a direct message is meant, and the rights there go by the kind of place.
    const place = { channel: person, kind: 'direct' } as const;
    const delivery = { deliveryId, person, place, reply: publishIfNewest };
    await handle(deps, delivery, async (signal) => {
      await publishIfNewest(await front.home({ person, place, command }, signal));
    });
    if (newest.get(person) === deliveryId) newest.delete(person);
  };
}
