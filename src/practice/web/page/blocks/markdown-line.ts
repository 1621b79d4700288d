import { withEmoji } from './emoji.ts';
import { isSafeUrl, type Mark, type Span } from './prose.ts';

/** Marks in marks in marks: deeper than this they stay as they were written. */
const deepest = 8;

/** One line of markdown. It takes a time in proportion to the line, whatever is in it. */
export function inlineMarkdown(line: string, depth = 0): Span[] {
  const out: Span[] = [];
  /** Marks that do not close any more in this line. */
  const open = new Set<string>();
  let text = '';
  let at = 0;
  while (at < line.length) {
    const found = depth > deepest ? undefined : foundAt(line, at, open, depth);
    if (found === undefined) {
      text += line.charAt(at);
      at += 1;
      continue;
    }
    if (found.text !== undefined) {
      text += found.text;
    } else {
      if (text !== '') out.push({ kind: 'text', text: withEmoji(text) });
      text = '';
      out.push(...found.spans);
    }
    at = found.end;
  }
  if (text !== '') out.push({ kind: 'text', text: withEmoji(text) });
  return out;
}

type Found =
  | { readonly spans: readonly Span[]; readonly text?: never; readonly end: number }
  | { readonly text: string; readonly end: number };

function foundAt(line: string, at: number, open: Set<string>, depth: number): Found | undefined {
  switch (line.charAt(at)) {
    case '\\':
      return /[\\`*_{}[\]()#+\-.!~|>]/u.test(line.charAt(at + 1))
        ? { text: line.charAt(at + 1), end: at + 2 }
        : undefined;
    case '`':
      return codeAt(line, at, open);
    case '!':
    case '[':
      return linkAt(line, at, depth);
    case '<':
    case 'h':
    case 'H':
      return addressAt(line, at);
    case '*':
    case '_':
    case '~':
      return markAt(line, at, open, depth);
    default:
      return undefined;
  }
}

function codeAt(line: string, at: number, open: Set<string>): Found {
  const ticks = stickyMatch(/`+/uy, line, at)?.[0] ?? '`';
  const from = at + ticks.length;
  const close = open.has(ticks) ? -1 : line.indexOf(ticks, from);
  if (close === -1) {
    open.add(ticks);
    return { text: ticks, end: from };
  }
  const code = line.slice(from, close);
  const spans: Span[] = [
    { kind: 'mark', mark: 'code', spans: [{ kind: 'text', text: code.trim() || code }] },
  ];
  return { spans, end: close + ticks.length };
}

function linkAt(line: string, at: number, depth: number): Found | undefined {
  const found = stickyMatch(
    /!?\[([^\][\n]{0,1000})\]\(([^\s()<>]{1,3000}(?:\([^\s()<>]{0,1000}\))?)\)/uy,
    line,
    at,
  );
  if (found === undefined) return undefined;
  const [whole, label = '', url = ''] = found;
  const end = at + whole.length;
  if (!isSafeUrl(url)) return { text: whole, end };
  const spans = label === '' ? [{ kind: 'text', text: url } as const] : inlineMarkdown(label, depth + 1);
  return { spans: [{ kind: 'link', url, spans }], end };
}

function addressAt(line: string, at: number): Found | undefined {
  const inside = stickyMatch(/<((?:https?:\/\/|mailto:)[^\s<>]{1,3000})>/iuy, line, at);
  const bare = /[\p{L}\p{N}]/u.test(line.charAt(at - 1))
    ? undefined
    : stickyMatch(/(https?:\/\/[^\s<>"`*~|)\]]{0,2999}[^\s<>"`*~|)\].,:;!?'])/iuy, line, at);
  const [whole, url] = inside ?? bare ?? [];
  if (whole === undefined || url === undefined || !isSafeUrl(url)) return undefined;
  return { spans: [{ kind: 'link', url, spans: [{ kind: 'text', text: url }] }], end: at + whole.length };
}

const styles: Readonly<Record<string, readonly Mark[]>> = {
  '***': ['italic', 'bold'],
  '**': ['bold'],
  __: ['bold'],
  '~~': ['strike'],
  '*': ['italic'],
  _: ['italic'],
};

function markAt(line: string, at: number, open: Set<string>, depth: number): Found | undefined {
  const mark = stickyMatch(/\*{1,3}|_{1,2}|~~/uy, line, at)?.[0];
  const marks = mark === undefined ? undefined : styles[mark];
  if (mark === undefined || marks === undefined) return undefined;
  const from = at + mark.length;
  const opens = !/^\s?$/u.test(line.charAt(from)) && !(mark.startsWith('_') && isWordAt(line, at - 1));
  const close = opens && !open.has(mark) ? closeOf(line, from + 1, mark) : -1;
  if (opens && close === -1) open.add(mark);
  if (close === -1) return { text: mark, end: from };
  const inner = inlineMarkdown(line.slice(from, close), depth + 1);
  const spans = marks.reduce<Span[]>((spans, style) => [{ kind: 'mark', mark: style, spans }], inner);
  return { spans, end: close + mark.length };
}

/** Where a mark closes: after a word, and one that is a single sign not beside another of its kind. */
function closeOf(line: string, from: number, mark: string): number {
  const sign = mark.charAt(0);
  for (let at = line.indexOf(mark, from); at !== -1; at = line.indexOf(mark, at + 1)) {
    if (/\s/u.test(line.charAt(at - 1)) || line[at - 1] === '\\') continue;
    const after = line.charAt(at + mark.length);
    if (sign === '_' && isWordAt(line, at + mark.length)) continue;
    if (mark.length === 1 && (after === sign || line[at - 1] === sign)) continue;
    // The last of more signs than are wanted closes, so that what is inside keeps its own.
    if (after === sign) continue;
    return at;
  }
  return -1;
}

function isWordAt(line: string, at: number): boolean {
  return /[\p{L}\p{N}]/u.test(line.charAt(at));
}

function stickyMatch(pattern: RegExp, line: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(line) ?? undefined;
}
