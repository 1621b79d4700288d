import type { Inline, Rich } from '../../../core/view/view.ts';

/** Invisible; keeps Slack from reading the characters around it as its own signs. */
const WORD_JOINER = '\u2060';

/**
 * Makes any string fit to be shown: whole code points, one kind of line end, and a replacement character for control
 * characters and for the ones that turn the direction of writing (they can make a text read as something else).
 */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\r\n', '\n')
    .replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (sign) =>
      sign === '\n' || sign === '\t' ? sign : '\ufffd',
    );
}

/** `clean`, on one line. */
export function oneLine(text: string): string {
  return clean(text).replaceAll(/\s+/gu, ' ').trim();
}

/** Slack's three entities (docs.slack.dev, "Formatting message text"). */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Keeps mrkdwn from formatting plain words: bold, italic, strike and code marks that have a partner on their line,
 * emoji names, and the `>` of a quote. Only such places change, so that other text can be copied as it is.
 */
export function defuse(text: string): string {
  return text
    .replaceAll(/(?<![\p{L}\p{N}])([*_~`])(?=[^\n]{0,500}?\1)/gu, `$1${WORD_JOINER}`)
    .replaceAll(/:(?=[a-z0-9_+-]*[a-z][a-z0-9_+-]*:)/gu, `:${WORD_JOINER}`)
    .replaceAll(/^>/gmu, `${WORD_JOINER}>`);
}

/**
 * For places that Slack shows as they are (raw_text, rich text): nothing is escaped there, but what would be a mention
 * anywhere else is broken up, so that no reading of these places can ping anybody.
 */
export function literal(text: string): string {
  return clean(text).replaceAll(/<(?=[!@#])/gu, `<${WORD_JOINER}`);
}

/** Text for a `plain_text` object: escaped, at most `max` code units, never empty, never ending inside an entity. */
export function plainText(text: string, max: number): { type: 'plain_text'; text: string; emoji: false } {
  const whole = oneLine(text) || '-';
  let kept = '';
  for (const point of whole) {
    const next = escapeText(point);
    if (kept.length + next.length > max) {
      return { type: 'plain_text', text: `${dropLast(kept, max - 1)}…`, emoji: false };
    }
    kept += next;
  }
  return { type: 'plain_text', text: kept, emoji: false };
}

/** Takes whole signs off the end of an escaped text until it has at most `max` code units. */
function dropLast(escaped: string, max: number): string {
  let text = escaped;
  while (text.length > max) text = text.replace(/(?:&amp;|&lt;|&gt;|.)$/su, '');
  return text;
}

/** A time in words that need no reader's time zone. */
export function utc(time: number, style: 'time' | 'date-time'): string {
  const iso = new Date(time).toISOString();
  return style === 'time' ? `${iso.slice(11, 16)} UTC` : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

export function isPersonId(id: string): boolean {
  return /^[UW][A-Z0-9]{2,}$/u.test(id);
}

export function isChannelId(id: string): boolean {
  return /^[CGD][A-Z0-9]{2,}$/u.test(id);
}

/** Only addresses that cannot do anything but lead somewhere. */
export function isWebAddress(url: string): boolean {
  return /^https?:\/\/[^\s<>|]+$/u.test(url);
}

export function inlinesOf(rich: Rich): readonly Inline[] {
  return typeof rich === 'string' ? [rich] : rich;
}

/** The words alone, for monospaced places. */
export function wordsOf(rich: Rich): string {
  return inlinesOf(rich)
    .map((inline) => {
      if (typeof inline === 'string') return inline;
      if ('bold' in inline) return inline.bold;
      if ('code' in inline) return inline.code;
      if ('person' in inline) return `@${inline.person}`;
      if ('channel' in inline) return `#${inline.channel}`;
      if ('time' in inline) return utc(inline.time, inline.style);
      return inline.label === inline.link ? inline.link : `${inline.label} (${inline.link})`;
    })
    .join('');
}
