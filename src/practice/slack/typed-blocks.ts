import type { JsonObject } from './json.ts';

/**
 * What Slack's client makes of a message that a person typed: one `rich_text` block beside the text, with bold, italic,
 * strikethrough, code, blocks of code, quotes and lists. The text itself stays as it was typed, which is how Slack sends it for
 * people who have switched "format messages with markup" on; for others Slack writes the text anew from the blocks.
 * `text` is in Slack's form: escaped, mentions and links as tokens. Without any text there is no block.
 */
export function typedBlocks(text: string, blockId: string): JsonObject[] {
  const elements = text
    .split(/```([^]+?)```/)
    .flatMap((part, index) => (index % 2 === 1 ? preformatted(part) : flow(part)));
  return elements.length === 0 ? [] : [{ type: 'rich_text', block_id: blockId, elements }];
}

function preformatted(text: string): JsonObject[] {
  const elements: JsonObject[] = [];
  for (const [index, part] of trimBreaks(text)
    .split(/<(https?:[^>|]+)>/)
    .entries()) {
    if (index % 2 === 1) elements.push({ type: 'link', url: plain(part) });
    else if (part !== '') elements.push({ type: 'text', text: plain(part) });
  }
  return elements.length === 0 ? [] : [{ type: 'rich_text_preformatted', elements, border: 0 }];
}

/** A line by what it begins with. Lines that are alike and follow each other are one part. */
type Line =
  | { kind: 'text'; text: string }
  | { kind: 'quote'; text: string }
  | { kind: 'bullet' | 'ordered'; text: string; indent: number; number: number };

function flow(text: string): JsonObject[] {
  const parts: Line[][] = [];
  const [before = '', ...rest] = trimBreaks(text).split(/^&gt;&gt;&gt; ?/m);
  for (const line of trimBreaks(before).split('\n').map(lineOf)) {
    const last = parts.at(-1);
    if (last?.[0] !== undefined && continues(last[0], line)) last.push(line);
    else parts.push([line]);
  }
  // Three signs quote all that follows.
  if (rest.length > 0) parts.push([{ kind: 'quote', text: rest.join('&gt;&gt;&gt; ') }]);
  return parts.flatMap(partOf);
}

function lineOf(line: string): Line {
  const quote = /^&gt; ?(.*)$/.exec(line);
  if (quote !== null) return { kind: 'quote', text: quote[1] ?? '' };
  const item = /^( *)(?:([-*•])|(\d{1,4})\.) +(\S.*)$/.exec(line);
  if (item === null) return { kind: 'text', text: line };
  const [, spaces = '', bullet, number = '1', text = ''] = item;
  const indent = Math.min(8, Math.floor(spaces.length / 4));
  return { kind: bullet === undefined ? 'ordered' : 'bullet', text, indent, number: Number(number) };
}

function continues(first: Line, line: Line): boolean {
  if (first.kind !== line.kind) return false;
  return !('indent' in first && 'indent' in line) || first.indent === line.indent;
}

function partOf(lines: readonly Line[]): JsonObject[] {
  const [first] = lines;
  if (first === undefined) return [];
  if ('indent' in first) {
    return [
      {
        type: 'rich_text_list',
        style: first.kind,
        indent: first.indent,
        ...(first.number > 1 ? { offset: first.number - 1 } : {}),
        border: 0,
        elements: lines.map((line) => ({ type: 'rich_text_section', elements: inline(line.text) })),
      },
    ];
  }
  const elements = inline(lines.map(({ text }) => text).join('\n'));
  if (elements.length === 0) return [];
  return [{ type: first.kind === 'quote' ? 'rich_text_quote' : 'rich_text_section', elements }];
}

type Style = { bold?: true; italic?: true; strike?: true; code?: true };

const styleOf: Record<string, Style> = { '*': { bold: true }, _: { italic: true }, '~': { strike: true } };

/**
 * Tokens, code, and text between two marks. A mark opens where no letter stands before it and closes where none follows, so
 * that `redis_cache` and `2*3*4` stay what they are. The span is bounded, which keeps the time for odd input short.
 */
const spans =
  /<@(?<user>[UW][A-Z0-9]+)>|<#(?<channel>[CG][A-Z0-9]+)\|>|<(?<link>https?:[^>|]+)>|`(?<code>[^`\n]+)`|(?<![\p{L}\p{N}*_~])(?<mark>[*_~])(?!\s|\k<mark>)(?<inner>(?:<[^<>\n]*>|`[^`\n]+`|[^\n<`]){1,1000}?)(?<!\s|\k<mark>)\k<mark>(?![\p{L}\p{N}]|\k<mark>)/gu;

function inline(text: string, style: Style = {}): JsonObject[] {
  const elements: JsonObject[] = [];
  const styled = (more: Style = {}): { style?: JsonObject } => {
    const all = { ...style, ...more };
    return Object.keys(all).length === 0 ? {} : { style: all };
  };
  const push = (shown: string): void => {
    if (shown !== '') elements.push({ type: 'text', text: plain(shown), ...styled() });
  };
  let last = 0;
  for (const match of text.matchAll(spans)) {
    push(text.slice(last, match.index));
    last = match.index + match[0].length;
    const { user, channel, link, code, mark, inner } = match.groups ?? {};
    if (user !== undefined) elements.push({ type: 'user', user_id: user, ...styled() });
    else if (channel !== undefined) elements.push({ type: 'channel', channel_id: channel, ...styled() });
    else if (link !== undefined) elements.push({ type: 'link', url: plain(link), ...styled() });
    else if (code !== undefined) {
      const shown = plain(code.replaceAll(/<(https?:[^>|]+)>/g, '$1'));
      elements.push({ type: 'text', text: shown, ...styled({ code: true }) });
    } else if (mark !== undefined && inner !== undefined) {
      elements.push(...inline(inner, { ...style, ...styleOf[mark] }));
    }
  }
  push(text.slice(last));
  return elements;
}

/** Text without the one line break at each end that only sets a block apart. */
function trimBreaks(text: string): string {
  return text.replace(/^\n/, '').replace(/\n$/, '');
}

function plain(escaped: string): string {
  return escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
