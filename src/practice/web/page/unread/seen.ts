import type { Message } from '../../protocol.ts';

/**
 * How far each person has read each channel, as times of messages. Immutable. Whoever was never looked at as has read everything that
 * was there when the page was opened first.
 */
export type Seen = { readonly start: string; readonly at: Readonly<Record<string, string>> };

/** What was there at first is read. */
export function seenAtStart(messages: ReadonlyMap<string, readonly Message[]>): Seen {
  let start = '0';
  for (const list of messages.values()) {
    const last = list.at(-1);
    if (last !== undefined && last.ts > start) start = last.ts;
  }
  return { start, at: {} };
}

/** The ts of the last message that the person has read in a channel. */
export function seenOf(seen: Seen, person: string, channel: string): string {
  return seen.at[`${person} ${channel}`] ?? seen.start;
}

/** The person has read the channel up to a message. Never goes back; the same value if nothing changes. */
export function seeUpTo(seen: Seen, person: string, channel: string, ts: string): Seen {
  if (ts <= seenOf(seen, person, channel)) return seen;
  return { ...seen, at: { ...seen.at, [`${person} ${channel}`]: ts } };
}

/** Reads what `JSON.stringify` made of it; undefined for anything else. */
export function seenFrom(text: string | undefined): Seen | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('start' in value) || !('at' in value))
      return undefined;
    const { start, at } = value;
    if (typeof start !== 'string' || typeof at !== 'object' || at === null) return undefined;
    const entries = Object.entries(at).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    return { start, at: Object.fromEntries(entries) };
  } catch {
    return undefined;
  }
}
