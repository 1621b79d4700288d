import type { types } from '@slack/bolt';
import { escapeText } from './text.ts';

export type Block = types.KnownBlock;

/** What is left of a surface's limits. */
export type Room = {
  readonly chars: number;
  readonly blocks: number;
  /** Whether a `table` block may still be used. */
  readonly table: boolean;
};

/** What one part of a view becomes. It always keeps within the room that it was given. */
export type Piece = {
  readonly blocks: readonly Block[];
  /** False when something was left out for want of room. */
  readonly whole: boolean;
};

export const NOTHING: Piece = { blocks: [], whole: false };

export function section(text: string): types.SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

/** Small print; `text` is mrkdwn. */
export function context(text: string): types.ContextBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}

/** Room for the line that says how much is missing. */
export const NOTICE_ROOM = 120;

export function more(count: number, what: string): types.ContextBlock {
  return context(escapeText(`and ${count.toLocaleString('en-US')} more ${what}`));
}

const UNSEEN = new Set(['type', 'action_id', 'block_id', 'value', 'style', 'align']);

/** Characters in blocks. Which of them Slack counts is not documented, so all that could be seen are counted. */
export function charsOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce((sum: number, item: unknown) => sum + charsOf(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, item]) => sum + (UNSEEN.has(key) ? 0 : charsOf(item)), 0);
}
