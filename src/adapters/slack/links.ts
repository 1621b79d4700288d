import { z } from 'zod';
import type { Messenger } from '../../core/ports/messenger.ts';
import { refusalOf, type SlackApi } from './api.ts';
import type { Publisher } from './publisher.ts';

const Answer = z.object({ permalink: z.url() });

/** So many addresses are remembered: a message's never changes. */
const KEPT = 500;

/** The web addresses of messages, by `chat.getPermalink`. */
export function createLinks(deps: {
  readonly api: SlackApi;
  readonly publisher: Publisher;
}): Messenger['link'] {
  const { api, publisher } = deps;
  const known = new Map<string, string>();
  return async ({ channel, ts }, signal) => {
    const key = `${channel} ${ts}`;
    const kept = known.get(key);
    if (kept !== undefined) return kept;
    try {
      const make = () => api.call('chat.getPermalink', { channel, message_ts: ts });
      const { permalink } = Answer.parse(await publisher.call('chat.getPermalink', channel, make, signal));
      known.set(key, permalink);
      const oldest = known.keys().next().value;
      if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
      return permalink;
    } catch (error) {
      if (refusalOf(error) === null) throw error;
      return null;
    }
  };
}
