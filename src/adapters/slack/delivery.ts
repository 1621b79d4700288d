import { UserError } from '../../core/errors.ts';
import type { Clock, Ids } from '../../core/ports/clock.ts';
import type { Delivery } from '../../core/ports/front.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Messenger, Place } from '../../core/ports/messenger.ts';
import { bugView, errorView } from '../../core/view/error-view.ts';
import type { View } from '../../core/view/view.ts';
import type { SlackApi } from './api.ts';
import type { Publisher } from './publisher.ts';

/** What every listener works with. */
export type Deps = {
  readonly api: SlackApi;
  readonly publisher: Publisher;
  readonly messenger: Messenger;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** True the first time a delivery's id is seen. */
  readonly first: (deliveryId: string) => Promise<boolean>;
  /** How long one call to Slack may take, in ms. */
  readonly callMs: number;
  /** Aborted when the bot's work has to end. */
  readonly work: AbortSignal;
  /** Aborted when nothing more can be written to Slack; after `work`, so that people can still be told. */
  readonly stop: AbortSignal;
};

/**
 * Hands one acknowledged delivery to the bot, once: the one place where doubles are told apart and where whatever is
 * thrown ends. Never rejects.
 */
export async function handle(
  deps: Deps,
  delivery: Delivery,
  act: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { log, work } = deps;
  const { deliveryId } = delivery;
  try {
    if (!(await deps.first(deliveryId))) {
      log.info({ deliveryId }, 'a delivery came again and is left alone');
      return;
    }
    await act(work);
  } catch (error) {
    if (deps.stop.aborted || (work.aborted && !(error instanceof UserError))) {
      log.warn({ deliveryId, err: error }, 'a delivery was cut short by the stop');
      if (!deps.stop.aborted) await tell(errorView(cutShort()));
      return;
    }
    await tell(viewOf(deps, delivery, error));
  }

  async function tell(view: View): Promise<void> {
    await delivery.reply(view).catch((failed: unknown) => {
      log.error({ deliveryId, err: failed }, 'nobody could be told of an error');
    });
  }
}

function cutShort(): UserError {
  return new UserError(
    'not-possible',
    'Waggle is being restarted, and this was cut short.',
    'What was confirmed is taken up when it is back; say anything else again then.',
  );
}

function viewOf({ ids, log }: Deps, { deliveryId, person, place }: Delivery, error: unknown): View {
  if (error instanceof UserError) return errorView(error);
  const reference = ids.next();
  log.error({ reference, deliveryId, person, channel: place.channel, err: error }, 'a delivery failed');
  return bugView(reference);
}

/** Slack's ids of direct messages begin with D. */
export function kindOfChannel(channel: string): Place['kind'] {
  return channel.startsWith('D') ? 'direct' : 'channel';
}

/** Where a message stands: its channel, and its thread where it is a reply in one. */
export function placeOf(channel: string, message: { ts: string; thread_ts?: string | undefined }): Place {
  const { ts, thread_ts: root } = message;
  const thread = root === undefined || root === ts ? {} : { thread: root };
  return { channel, kind: kindOfChannel(channel), ...thread };
}
