import { inlineMarkdown } from './markdown-line.ts';
import type { Align, Part, Span } from './prose.ts';

/**
 * The markdown of Slack's `markdown` block, as far as bots use it: headings, lists, quotes, fenced code, tables, rules, links,
 * bold, italic, struck out and code. No HTML: it stays words.
 */
export function parseMarkdown(text: string): Part[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const out: Part[] = [];
  let at = 0;
  while (at < lines.length) {
    const taken =
      fence(lines, at) ?? table(lines, at) ?? quote(lines, at) ?? list(lines, at) ?? single(lines, at);
    if (taken.part !== undefined) out.push(taken.part);
    at = taken.next;
  }
  return out;
}

type Taken = { readonly part?: Part; readonly next: number };

function fence(lines: readonly string[], at: number): Taken | undefined {
  const mark = /^ {0,3}(`{3,}|~{3,})/u.exec(lines[at] ?? '')?.[1];
  if (mark === undefined) return undefined;
  const rest = lines.slice(at + 1);
  const length = rest.findIndex((line) => line.trim().startsWith(mark));
  const inside = length === -1 ? rest : rest.slice(0, length);
  const spans = joined(inside.map((line): Span[] => (line === '' ? [] : [{ kind: 'text', text: line }])));
  return { part: { kind: 'pre', spans }, next: at + inside.length + 2 };
}

function table(lines: readonly string[], at: number): Taken | undefined {
  const under = lines[at + 1] ?? '';
  if (!(lines[at] ?? '').includes('|') || !/^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/u.test(under))
    return undefined;
  if (!under.includes('|')) return undefined;
  const end = lines.findIndex((line, index) => index > at + 1 && !line.includes('|'));
  const next = end === -1 ? lines.length : end;
  const rows = [lines[at] ?? '', ...lines.slice(at + 2, next)].map((line) => cells(line).map(inlineMarkdown));
  return { part: { kind: 'table', aligns: cells(under).map(alignOf), rows }, next };
}

function cells(line: string): string[] {
  return line
    .trim()
    .replace(/^\|/u, '')
    .replace(/\|$/u, '')
    .split(/(?<!\\)\|/u)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

function alignOf(cell: string): Align {
  if (!cell.endsWith(':')) return 'left';
  return cell.startsWith(':') ? 'center' : 'right';
}

function quote(lines: readonly string[], at: number): Taken | undefined {
  const own = takeWhile(lines, at, (line) => /^ {0,3}>/u.test(line));
  if (own.length === 0) return undefined;
  const spans = joined(own.map((line) => inlineMarkdown(line.replace(/^ {0,3}> ?/u, ''))));
  return { part: { kind: 'quote', spans }, next: at + own.length };
}

const item = /^(\s*)(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/u;

/** Items of one kind at one depth; deeper ones make a list of their own. */
function list(lines: readonly string[], at: number): Taken | undefined {
  const first = item.exec(lines[at] ?? '');
  if (first === null || isRule(lines[at] ?? '')) return undefined;
  const [, space = '', number] = first;
  const own = takeWhile(lines, at, (line) => {
    const found = item.exec(line);
    return found !== null && found[1] === space && (found[2] === undefined) === (number === undefined);
  });
  const items = own.map((line) => {
    const words = item.exec(line)?.[3] ?? '';
    const box = words.replace(/^\[ \] /u, '☐ ').replace(/^\[[xX]\] /u, '☑ ');
    return inlineMarkdown(box);
  });
  const indent = Math.min(8, Math.floor(space.replaceAll('\t', '  ').length / 2));
  const part = {
    kind: 'list',
    isOrdered: number !== undefined,
    indent,
    start: Number(number ?? 1),
    items,
  } as const;
  return { part, next: at + own.length };
}

function single(lines: readonly string[], at: number): Taken {
  const line = lines[at] ?? '';
  if (line.trim() === '') return { next: at + 1 };
  if (isRule(line)) return { part: { kind: 'rule' }, next: at + 1 };
  const heading = /^ {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$/u.exec(line);
  if (heading !== null) {
    const [, hashes = '', words = ''] = heading;
    return { part: { kind: 'heading', level: hashes.length, spans: inlineMarkdown(words) }, next: at + 1 };
  }
  const own = [line, ...takeWhile(lines, at + 1, (next) => !startsOther(next))];
  return { part: { kind: 'lines', spans: joined(own.map(inlineMarkdown)) }, next: at + own.length };
}

function isRule(line: string): boolean {
  return /^ {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$/u.test(line);
}

function startsOther(line: string): boolean {
  return (
    line.trim() === '' || /^ {0,3}(?:#{1,6}\s|>|`{3}|~{3})/u.test(line) || item.test(line) || isRule(line)
  );
}

function takeWhile(lines: readonly string[], from: number, test: (line: string) => boolean): string[] {
  const rest = lines.slice(from);
  const end = rest.findIndex((line) => !test(line));
  return end === -1 ? rest : rest.slice(0, end);
}

function joined(lines: readonly (readonly Span[])[]): Span[] {
  return lines.flatMap((line, index): Span[] => (index === 0 ? [...line] : [{ kind: 'break' }, ...line]));
}
