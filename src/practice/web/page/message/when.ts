/**
 * Times as the person who looks reads them: in the zone of that person's profile, in the form of Slack's English client.
 * `ts` is Slack's: seconds since 1970 with a fraction.
 */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(tz: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${tz} ${name}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  let made: Intl.DateTimeFormat;
  try {
    made = new Intl.DateTimeFormat('en-US', { ...options, timeZone: tz });
  } catch {
    // A zone that this browser does not know.
    made = new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
  }
  formats.set(key, made);
  return made;
}

const dateOf = (ts: string): Date => new Date(Number(ts) * 1000);

/** Such as `2:03 PM`. */
export function clockTime(ts: string, tz: string): string {
  return format(tz, 'clock', { hour: 'numeric', minute: '2-digit' })
    .format(dateOf(ts))
    .replaceAll('\u202f', ' ');
}

/** Such as `Sunday, November 22, 2026 at 2:03:09 PM`. */
export function fullTime(ts: string, tz: string): string {
  const day = format(tz, 'full', { dateStyle: 'full' }).format(dateOf(ts));
  const time = format(tz, 'seconds', { hour: 'numeric', minute: '2-digit', second: '2-digit' })
    .format(dateOf(ts))
    .replaceAll('\u202f', ' ');
  return `${day} at ${time}`;
}

const days = new Map<string, string>();

/** The day in the person's zone, such as `2026-11-22`: equal for two times of the same day. */
export function dayOf(ts: string, tz: string): string {
  // Zones differ from each other by quarters of an hour, so that no day begins within one.
  const quarter = Math.floor(Number(ts) / 900);
  const key = `${tz} ${quarter}`;
  const known = days.get(key);
  if (known !== undefined) return known;
  const parts = format(tz, 'day', { year: 'numeric', month: '2-digit', day: '2-digit' });
  const at = new Map(parts.formatToParts(dateOf(ts)).map(({ type, value }) => [type, value]));
  const day = `${at.get('year') ?? ''}-${at.get('month') ?? ''}-${at.get('day') ?? ''}`;
  days.set(key, day);
  return day;
}

/** How the day is called: `Today`, `Yesterday`, or such as `Friday, November 20`, with the year if it is another one. */
export function dayLabel(ts: string, tz: string, now: Date): string {
  const day = dayOf(ts, tz);
  const nowTs = String(now.getTime() / 1000);
  if (day === dayOf(nowTs, tz)) return 'Today';
  if (day === dayBefore(dayOf(nowTs, tz))) return 'Yesterday';
  const sameYear = day.slice(0, 4) === dayOf(nowTs, tz).slice(0, 4);
  const long: Intl.DateTimeFormatOptions = { weekday: 'long', month: 'long', day: 'numeric' };
  return sameYear
    ? format(tz, 'long', long).format(dateOf(ts))
    : format(tz, 'longer', { ...long, year: 'numeric' }).format(dateOf(ts));
}

/** Within a sentence: `today at 2:03 PM`, `yesterday at ...`, `on Friday, November 20 at ...`. */
export function dayAndTime(ts: string, tz: string, now: Date): string {
  const day = dayLabel(ts, tz, now);
  const inSentence = day === 'Today' || day === 'Yesterday' ? day.toLowerCase() : `on ${day}`;
  return `${inSentence} at ${clockTime(ts, tz)}`;
}

/** The day before, in whole days of the calendar: a day may have 23 or 25 hours. */
function dayBefore(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - 1);
  return at.toISOString().slice(0, 10);
}
