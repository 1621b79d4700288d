import type { types } from '@slack/bolt';
import { blockLimits } from '../../../facts/slack.ts';
import type { Part, Rich } from '../../../core/view/view.ts';
import { charsOf, context, more, NOTICE_ROOM, NOTHING, type Block, type Piece, type Room } from './piece.ts';
import { preformatted, richCell } from './rich-text.ts';
import { inlinesOf, literal, oneLine, wordsOf } from './text.ts';

type Table = Extract<Part, { kind: 'table' }>;
type Cell = types.RawTextElement | types.RichTextBlock;

/** A table as a `table` block where the surface takes one, as monospaced lines elsewhere. */
export function drawTable(part: Table, room: Room): Piece {
  const fits = room.table && part.compact !== true && part.columns.length <= blockLimits.tableCells;
  const total = Math.max(part.total ?? 0, part.rows.length);
  const { blocks, shown } = fits && part.columns.length > 0 ? asBlock(part, room) : asLines(part, room);
  if (blocks.length === 0) return NOTHING;
  if (total === 0) return { blocks: [...blocks, context('none')], whole: true };
  if (shown === total) return { blocks, whole: true };
  return {
    blocks: [...blocks, more(total - shown, total - shown === 1 ? 'row' : 'rows')],
    whole: shown === part.rows.length,
  };
}

type Drawn = { blocks: Block[]; shown: number };

function asBlock(part: Table, room: Room): Drawn {
  const limit = Math.min(blockLimits.tableText, room.chars - NOTICE_ROOM);
  const header = part.columns.map((column) => raw(column.title));
  const rows: Cell[][] = [header];
  let used = charsOf(header);
  if (used > limit || room.blocks < 2) return { blocks: [], shown: 0 };
  for (const row of part.rows.slice(0, blockLimits.tableRows - 1)) {
    const cells = part.columns.map((_, index) => cell(row[index] ?? ''));
    used += charsOf(cells);
    if (used > limit) break;
    rows.push(cells);
  }
  const settings = part.columns.map((column) => ({
    align: column.align ?? ('left' as const),
    is_wrapped: true,
  }));
  return { blocks: [{ type: 'table', rows, column_settings: settings }], shown: rows.length - 1 };
}

function cell(rich: Rich): Cell {
  const plain = inlinesOf(rich).every((inline) => typeof inline === 'string');
  return plain ? raw(wordsOf(rich)) : richCell(rich);
}

function raw(text: string): types.RawTextElement {
  return { type: 'raw_text', text: literal(text).trim() || '-' };
}

function asLines(part: Table, room: Room): Drawn {
  const lines = monospaced(part);
  const inner = { chars: room.chars - NOTICE_ROOM, blocks: room.blocks - 1 };
  const drawn = preformatted(lines, inner);
  return drawn.shown === 0 ? { blocks: [], shown: 0 } : { blocks: drawn.blocks, shown: drawn.shown - 1 };
}

/** The table as padded lines, the header first. */
export function monospaced(part: Pick<Table, 'columns' | 'rows'>): string[] {
  const rows = [
    part.columns.map((column) => oneLine(column.title)),
    ...part.rows.map((row) => part.columns.map((_, index) => oneLine(wordsOf(row[index] ?? '')) || '-')),
  ];
  const widths = part.columns.map((_, index) => Math.max(...rows.map((row) => width(row[index] ?? ''))));
  return rows.map((row) =>
    row
      .map((text, index) => pad(text, widths[index] ?? 0, part.columns[index]?.align ?? 'left'))
      .join('  ')
      .trimEnd(),
  );
}

function width(text: string): number {
  return Array.from(text).length;
}

function pad(text: string, to: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, to - width(text)));
  return align === 'right' ? space + text : text + space;
}
