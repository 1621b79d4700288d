import type { types } from '@slack/bolt';
import type { Inline, Rich } from '../../../core/view/view.ts';
import { inlinesOf, isChannelId, isPersonId, isWebAddress, literal, oneLine, utc } from './text.ts';

/** How many code units one preformatted block holds. Slack names no limit; this is the one of a section. */
const PREFORMATTED_TEXT = 3_000;

/** A table cell with formats, mentions, dates or links in it. */
export function richCell(rich: Rich): types.RichTextBlock {
  const elements = inlinesOf(rich).flatMap(element);
  return {
    type: 'rich_text',
    elements: [
      { type: 'rich_text_section', elements: elements.length > 0 ? elements : [{ type: 'text', text: '-' }] },
    ],
  };
}

function element(inline: Inline): types.RichTextElement[] {
  if (typeof inline === 'string') return words(inline);
  if ('bold' in inline) return words(inline.bold, { bold: true });
  if ('code' in inline) return words(inline.code, { code: true });
  if ('person' in inline) {
    return isPersonId(inline.person) ? [{ type: 'user', user_id: inline.person }] : words(inline.person);
  }
  if ('channel' in inline) {
    return isChannelId(inline.channel)
      ? [{ type: 'channel', channel_id: inline.channel }]
      : words(inline.channel);
  }
  if ('time' in inline) {
    return [
      {
        type: 'date',
        timestamp: Math.floor(inline.time / 1000),
        format: inline.style === 'time' ? '{time}' : '{date_short_pretty} {time}',
        fallback: utc(inline.time, inline.style),
      },
    ];
  }
  if (!isWebAddress(inline.link)) return words(`${inline.label} (${inline.link})`);
  return [{ type: 'link', url: inline.link, text: oneLine(literal(inline.label)) || 'link' }];
}

function words(text: string, style?: { bold?: boolean; code?: boolean }): types.RichTextElement[] {
  const shown = literal(text);
  if (shown === '') return [];
  return [{ type: 'text', text: shown, ...(style === undefined ? {} : { style }) }];
}

/** Monospaced lines as blocks, as many as there is room for, and how many lines are shown whole. */
export function preformatted(
  lines: readonly string[],
  room: { readonly chars: number; readonly blocks: number },
): { blocks: types.RichTextBlock[]; shown: number } {
  const texts: string[] = [];
  let current: string | undefined;
  let used = 0;
  let shown = 0;
  for (const line of lines) {
    const text = literal(line);
    const parts = slices(text, PREFORMATTED_TEXT);
    const needsBlock = current === undefined || current.length + 1 + text.length > PREFORMATTED_TEXT;
    const blocks = texts.length + (current === undefined ? 0 : 1) + (needsBlock ? parts.length : 0);
    if (used + text.length + 1 > room.chars || blocks > room.blocks) break;
    used += text.length + 1;
    shown += 1;
    if (!needsBlock) {
      current = `${current}\n${text}`;
      continue;
    }
    if (current !== undefined) texts.push(current);
    texts.push(...parts.slice(0, -1));
    current = parts.at(-1) ?? '';
  }
  if (current !== undefined) texts.push(current);
  return { blocks: texts.map(block), shown };
}

function block(text: string): types.RichTextBlock {
  return {
    type: 'rich_text',
    elements: [
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: text === '' ? ' ' : text }] },
    ],
  };
}

/** A text in slices of at most `max` code units, on code points; one empty slice for an empty text. */
function slices(text: string, max: number): string[] {
  if (text.length <= max) return [text];
  const out: string[] = [];
  let slice = '';
  for (const point of text) {
    if (slice.length + point.length > max) {
      out.push(slice);
      slice = '';
    }
    slice += point;
  }
  return [...out, slice];
}
