/** How a moment looks in one zone. */
type Wall = {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const dayMs = 86_400_000;

/**
 * A date token of Slack in words of the reader's zone. `ts` is in seconds, `now` in milliseconds. `undefined` for what cannot be
 * shown (no such token, no such moment), where Slack shows the fallback. Slack's reader chooses between 12 and 24 hours; here it
 * is 12, the default of Slack in English. Where Slack's two pages on these tokens differ (whether the year is left out), this
 * keeps to the one on message text: it is left out within six months.
 */
export function formatDate(
  ts: number,
  format: string,
  reader: { readonly tz: string; readonly now: number },
): string | undefined {
  const wall = wallOf(ts * 1000, reader.tz);
  const today = wallOf(reader.now, reader.tz);
  if (wall === undefined || today === undefined) return undefined;
  let isKnown = true;
  const shown = format.replaceAll(/\{(\w+)\}/gu, (_whole, token: string, at: number) => {
    const words = tokenWords(token, wall, today, ts * 1000 - reader.now);
    if (words === undefined) isKnown = false;
    return at === 0 && words !== undefined ? capital(words) : (words ?? '');
  });
  return isKnown ? shown : undefined;
}

function tokenWords(token: string, wall: Wall, today: Wall, away: number): string | undefined {
  const isNear = Math.abs(away) < 182 * dayMs;
  const year = isNear ? '' : `, ${wall.year}`;
  const month = months[wall.month - 1] ?? '';
  const date = `${month} ${ordinal(wall.day)}${year}`;
  const short = `${month.slice(0, 3)} ${wall.day}${year}`;
  const weekday = weekdays[new Date(dayNumber(wall) * dayMs).getUTCDay()] ?? '';
  const long = `${weekday}, ${date}`;
  const near = nearDay(wall, today);
  switch (token) {
    case 'date_num':
      return `${String(wall.year).padStart(4, '0')}-${two(wall.month)}-${two(wall.day)}`;
    case 'date_slash':
      return `${two(wall.day)}/${two(wall.month)}/${wall.year}`;
    case 'date':
      return date;
    case 'date_short':
      return short;
    case 'date_long':
      return long;
    case 'date_full':
    case 'date_long_full':
      return `${month} ${wall.day}, ${wall.year}`;
    case 'date_pretty':
      return near ?? date;
    case 'date_short_pretty':
      return near ?? short;
    case 'date_long_pretty':
      return near ?? long;
    case 'day_divider_pretty':
      return (
        near ?? `${weekday}, ${month} ${ordinal(wall.day)}${wall.year === today.year ? '' : `, ${wall.year}`}`
      );
    case 'time':
      return clock(wall, false);
    case 'time_secs':
      return clock(wall, true);
    case 'ago':
      return ago(away);
    default:
      return undefined;
  }
}

function clock(wall: Wall, withSeconds: boolean): string {
  const half = wall.hour < 12 ? 'AM' : 'PM';
  return `${wall.hour % 12 || 12}:${two(wall.minute)}${withSeconds ? `:${two(wall.second)}` : ''} ${half}`;
}

function nearDay(wall: Wall, today: Wall): string | undefined {
  switch (dayNumber(wall) - dayNumber(today)) {
    case -1:
      return 'yesterday';
    case 0:
      return 'today';
    case 1:
      return 'tomorrow';
    default:
      return undefined;
  }
}

const spans: readonly (readonly [name: string, ms: number])[] = [
  ['year', 365 * dayMs],
  ['month', 30 * dayMs],
  ['day', dayMs],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

function ago(away: number): string {
  const length = Math.abs(away);
  const [name, ms] = spans.find(([, ms]) => length >= ms) ?? [];
  if (name === undefined || ms === undefined) return 'just now';
  const count = Math.floor(length / ms);
  const words = `${count} ${name}${count === 1 ? '' : 's'}`;
  return away < 0 ? `${words} ago` : `in ${words}`;
}

/** Days since 1970 of a date in the calendar, whatever the zone. */
function dayNumber(wall: Wall): number {
  return Math.floor(utcOf(wall) / dayMs);
}

function utcOf(wall: Wall): number {
  const date = new Date(0);
  // Unlike Date.UTC this takes years before 100 as they are.
  date.setUTCFullYear(wall.year, wall.month - 1, wall.day);
  date.setUTCHours(wall.hour, wall.minute, wall.second);
  return date.getTime();
}

function ordinal(day: number): string {
  const last = day % 10;
  const isTeen = day > 10 && day < 14;
  return `${day}${!isTeen && last === 1 ? 'st' : !isTeen && last === 2 ? 'nd' : !isTeen && last === 3 ? 'rd' : 'th'}`;
}

function two(count: number): string {
  return String(count).padStart(2, '0');
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** Making one is slow, and a page of messages asks for hundreds. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(tz: string): Intl.DateTimeFormat {
  const kept = formatters.get(tz);
  if (kept !== undefined) return kept;
  const made = makeFormatter(tz);
  formatters.set(tz, made);
  return made;
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat {
  const options = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone });
  } catch {
    // A zone that this browser does not know.
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
  }
}

function wallOf(ms: number, tz: string): Wall | undefined {
  if (!Number.isFinite(new Date(ms).getTime())) return undefined;
  const parts = formatterOf(tz).formatToParts(ms);
  const at = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  return {
    year: at('year'),
    month: at('month'),
    day: at('day'),
    hour: at('hour'),
    minute: at('minute'),
    second: at('second'),
  };
}

/** Seconds since 1970 as the value of a `datetime-local` field in a zone, to the minute. */
export function localOf(seconds: number, tz: string): string {
  const wall = wallOf(seconds * 1000, tz);
  if (wall === undefined) return '';
  return `${String(wall.year).padStart(4, '0')}-${two(wall.month)}-${two(wall.day)}T${two(wall.hour)}:${two(wall.minute)}`;
}

/**
 * The other way round; `undefined` for what is no date. An hour that a change of the clocks leaves out becomes the one after, and
 * of one that comes twice it is the first.
 */
export function secondsOf(local: string, tz: string): number | undefined {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/u.exec(local);
  if (found === null) return undefined;
  const [year, month, day, hour, minute] = found.slice(1).map(Number);
  const wanted = utcOf({
    year: year ?? 0,
    month: month ?? 1,
    day: day ?? 1,
    hour: hour ?? 0,
    minute: minute ?? 0,
    second: 0,
  });
  const offsetAt = (ms: number): number => {
    const wall = wallOf(ms, tz);
    return wall === undefined ? 0 : utcOf(wall) - ms;
  };
  // The two offsets around that hour: they differ where the clocks change in between.
  const before = wanted - offsetAt(wanted - dayMs);
  const after = wanted - offsetAt(wanted + dayMs);
  const fits = [before, after].find((ms) => ms + offsetAt(ms) === wanted);
  return (fits ?? before) / 1000;
}
