import type { Message } from '../../protocol.ts';
import { isInChannel } from '../thread/threads.ts';

/** What of a channel a person has not read yet. */
export type Unread = {
  /** Messages in the channel, and replies that name the person. */
  readonly count: number;
  /** Whether one of them names the person, or is a direct message. */
  readonly isUrgent: boolean;
};

export const allRead: Unread = { count: 0, isUrgent: false };

/** What came after `seen` (a ts) and was written by somebody else. `messages` are oldest first. */
export function unreadOf(messages: readonly Message[], seen: string, me: string, isDirect: boolean): Unread {
  let count = 0;
  let isUrgent = false;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (message === undefined || message.ts <= seen) break;
    if (message.user === me) continue;
    const names = mentions(message, me);
    if (!names && !isInChannel(message)) continue;
    count += 1;
    isUrgent ||= names || isDirect;
  }
  return { count, isUrgent };
}

const named = new WeakMap<Message, Map<string, boolean>>();

/** Whether a message names a person, in its text or in its blocks, or everybody. */
export function mentions(message: Message, person: string): boolean {
  const known = named.get(message)?.get(person);
  if (known !== undefined) return known;
  const everything = `${message.text} ${JSON.stringify(message.blocks)}`;
  const found =
    new RegExp(`<@${person}[|>]|"user_id":"${person}"|<!(?:here|channel|everyone)[|>]`).test(everything) ||
    /"type":"broadcast"/.test(everything);
  named.set(message, (named.get(message) ?? new Map<string, boolean>()).set(person, found));
  return found;
}
