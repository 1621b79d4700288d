import { isSafeUrl, linesOf, type Span } from './prose.ts';

/** Slack's three entities, as signs. `&amp;lt;` is `&lt;`. */
export function unescapeText(text: string): string {
  return text.replaceAll(/&(amp|lt|gt);/gu, (_whole, name: string) =>
    name === 'amp' ? '&' : name === 'lt' ? '<' : '>',
  );
}

/** What stands between `<` and `>`: a mention, a date or a link. `undefined` where it is none of them. */
export function tokenSpan(inside: string): Span | undefined {
  const bar = inside.indexOf('|');
  const head = bar === -1 ? inside : inside.slice(0, bar);
  const tail = bar === -1 ? undefined : unescapeText(inside.slice(bar + 1));
  const label = tail === undefined || tail === '' ? {} : { label: tail };

  const person = /^@([UWB][A-Z0-9]+)$/u.exec(head)?.[1];
  if (person !== undefined) return { kind: 'person', id: person, ...label };
  const channel = /^#([CGD][A-Z0-9]+)$/u.exec(head)?.[1];
  if (channel !== undefined) return { kind: 'channel', id: channel, ...label };
  const group = /^!subteam\^(S[A-Z0-9]+)$/u.exec(head)?.[1];
  if (group !== undefined) return { kind: 'group', id: group, ...label };
  const range = /^!(here|channel|everyone|group)$/u.exec(head)?.[1];
  if (range !== undefined) return { kind: 'broadcast', range: range === 'group' ? 'channel' : range };
  if (head.startsWith('!date^')) return dateSpan(head, tail ?? '');
  // What Slack itself shows of a command that it does not know.
  if (head.startsWith('!')) return { kind: 'text', text: `<${tail ?? unescapeText(head)}>` };

  const url = unescapeText(head);
  if (!isSafeUrl(url)) return undefined;
  const shown = tail === undefined || tail === '' ? url.replace(/^mailto:/u, '') : tail;
  return { kind: 'link', url, spans: linesOf(shown) };
}

/** `!date^seconds^format^link`; the link may be missing. */
function dateSpan(head: string, fallback: string): Span {
  const [, seconds = '', format = '', link] = head.split('^').map(unescapeText);
  if (!/^-?\d+$/u.test(seconds) || format === '') return { kind: 'text', text: fallback };
  const url = link !== undefined && isSafeUrl(link) ? { url: link } : {};
  return { kind: 'date', ts: Number(seconds), format, ...url, fallback };
}
