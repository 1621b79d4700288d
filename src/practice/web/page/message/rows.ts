import type { Message } from '../../protocol.ts';
import { count } from '../parts/looks.ts';
import { dayLabel, dayOf } from './when.ts';

/** A line of a list of messages. */
export type Row =
  | { readonly row: 'day'; readonly key: string; readonly label: string }
  /** In a thread, between its first message and the replies. */
  | { readonly row: 'replies'; readonly key: string; readonly label: string }
  /** Below it is what the person has not seen before. */
  | { readonly row: 'new'; readonly key: string }
  /** Without `opens` it goes on below the message before, by the same author: no author and no avatar again. */
  | { readonly row: 'message'; readonly key: string; readonly message: Message; readonly opens: boolean };

/** Messages further apart than this begin with their author again. Seconds, as in Slack's client. */
const together = 5 * 60;

/** Who reads the messages, and where. */
export type Reader = {
  readonly tz: string;
  readonly me: string;
  /** What came after this ts is new; undefined if nothing is to be marked as new. */
  readonly seen: string | undefined;
  readonly now: Date;
  /** In a thread: the ts of its first message. */
  readonly thread?: string | undefined;
};

/**
 * The lines for messages that are oldest first: a divider where a day begins, the line of new messages, in a thread the number of
 * replies, and messages of one author in groups.
 */
export function rowsOf(messages: readonly Message[], reader: Reader): Row[] {
  const rows: Row[] = [];
  let before: Message | undefined;
  let day = '';
  let isNewShown = reader.seen === undefined;
  for (const message of messages) {
    const thisDay = dayOf(message.ts, reader.tz);
    let opens = !continues(before, message);
    if (thisDay !== day) {
      rows.push({
        row: 'day',
        key: `day:${thisDay}`,
        label: dayLabel(message.ts, reader.tz, reader.now),
      });
      opens = true;
    }
    if (before !== undefined && before.ts === reader.thread) {
      const replies = messages.filter(({ ts, isEphemeral }) => ts !== reader.thread && !isEphemeral).length;
      if (replies > 0)
        rows.push({ row: 'replies', key: 'replies', label: count(replies, 'reply', 'replies') });
      opens = true;
    }
    if (!isNewShown && reader.seen !== undefined && message.ts > reader.seen && message.user !== reader.me) {
      rows.push({ row: 'new', key: 'new' });
      isNewShown = true;
      opens = true;
    }
    rows.push({ row: 'message', key: message.ts, message, opens });
    before = message;
    day = thisDay;
  }
  return rows;
}

function continues(before: Message | undefined, message: Message): boolean {
  return (
    before !== undefined &&
    before.user === message.user &&
    before.isEphemeral === message.isEphemeral &&
    before.isBroadcast === message.isBroadcast &&
    Number(message.ts) - Number(before.ts) < together
  );
}
