import { messageLimits, viewLimits } from '../../../facts/slack.ts';
import type { Part, View } from '../../../core/view/view.ts';
import { monospaced } from './table.ts';
import { draw } from './parts.ts';
import { charsOf, context, NOTICE_ROOM, section, type Block, type Piece, type Room } from './piece.ts';
import { mrkdwn } from './mrkdwn.ts';
import { clean, oneLine, plainText, wordsOf } from './text.ts';

/** `edit` is a message that stands already: no files can be added to it. */
export type RenderSurface = 'message' | 'edit' | 'ephemeral' | 'modal' | 'home';

/** A file that goes with a message. */
export type Attachment = { readonly name: string; readonly content: string };

export type Rendered = {
  /** What notifications and screen readers say. Never empty. */
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly files: readonly Attachment[];
};

/** Below `chat.update`'s limit for the text. */
const FALLBACK_TEXT = 3_000;
/** Slack fails near 13,200 and does not say what exactly it counts. */
const MESSAGE_CHARS = 12_000;
/** Three bytes a character and the structure around them stay below a view's 250 KB. */
const VIEW_CHARS = 40_000;
/** What a part that is still to come can count on, if it is that long. */
const FAIR_SHARE = 400;

/**
 * Turns a view into blocks for one surface, within all of Slack's limits. Parts of higher priority are given room first
 * (buttons have 9 unless they say otherwise); what does not fit is cut, put into a file or dropped as the part says.
 */
export function render(view: View, surface: RenderSurface): Rendered {
  const takesFiles = surface === 'message' || surface === 'ephemeral';
  const drawn = layOut(view.parts, wholeRoom(surface), takesFiles);
  const text = plainText(view.summary, FALLBACK_TEXT).text;
  const blocks = drawn.pieces.flatMap((piece) => piece.blocks);
  if (drawn.dropped) blocks.push(context('Some parts are left out: there is more than one message holds.'));
  return {
    text,
    blocks: blocks.length > 0 ? blocks : [section(mrkdwn(oneLine(view.summary) || '-', FALLBACK_TEXT))],
    files: drawn.files,
  };
}

function wholeRoom(surface: RenderSurface): Room {
  switch (surface) {
    case 'message':
    case 'edit':
    case 'ephemeral':
      return { chars: MESSAGE_CHARS - NOTICE_ROOM, blocks: messageLimits.blocks - 1, table: true };
    case 'modal':
    case 'home':
      return { chars: VIEW_CHARS - NOTICE_ROOM, blocks: viewLimits.blocks - 1, table: false };
  }
}

type LaidOut = { pieces: Piece[]; files: Attachment[]; dropped: boolean };

function layOut(parts: readonly Part[], whole: Room, takesFiles: boolean): LaidOut {
  const pieces: Piece[] = parts.map(() => ({ blocks: [], whole: true }));
  const files: Attachment[] = [];
  let room = whole;
  let dropped = false;
  // What the parts yet to come want at least; each one's share is given back when its turn comes.
  const wants = parts.map((part) => wanted(draw(shown(part, takesFiles), whole)));
  let reservedChars = wants.reduce((sum, want) => sum + want.chars, 0);
  let reservedBlocks = wants.reduce((sum, want) => sum + want.blocks, 0);

  for (const index of byPriority(parts)) {
    const part = parts[index];
    const want = wants[index];
    if (part === undefined || want === undefined) continue;
    reservedChars -= want.chars;
    reservedBlocks -= want.blocks;
    const own: Room = {
      chars: Math.max(Math.min(room.chars, want.chars), room.chars - reservedChars),
      blocks: Math.max(Math.min(room.blocks, want.blocks), room.blocks - reservedBlocks),
      table: room.table,
    };
    const piece = placed(part, own, takesFiles, files);
    if (piece === undefined) dropped ||= part.overflow !== 'drop';
    else {
      pieces[index] = piece;
      room = without(room, piece);
    }
  }
  return { pieces, files, dropped };
}

/** A part's piece with its overflow rule applied, or nothing when there is no place for it. */
function placed(part: Part, room: Room, takesFiles: boolean, files: Attachment[]): Piece | undefined {
  if (part.kind === 'file' && takesFiles) files.push({ name: part.name, content: part.content });
  const piece = draw(shown(part, takesFiles), room);
  if (piece.whole) return piece;
  if (part.overflow === 'drop') return undefined;
  if (part.overflow === 'file' && takesFiles) {
    const file = asFile(part, files.length + 1);
    const note = context(`All of it is in the file ${mrkdwn([{ code: file.name }], 300)}`);
    const cut = draw(part, { ...room, blocks: room.blocks - 1, chars: room.chars - charsOf(note) });
    files.push(file);
    return room.blocks < 1 ? undefined : { blocks: [...cut.blocks, note], whole: true };
  }
  return piece.blocks.length > 0 ? piece : undefined;
}

/** On a surface that takes no files, a file is shown as what it holds. */
function shown(part: Part, takesFiles: boolean): Part {
  return part.kind === 'file' && !takesFiles ? { ...part, kind: 'code', text: part.content } : part;
}

function wanted(piece: Piece): { chars: number; blocks: number } {
  return { chars: Math.min(FAIR_SHARE, charsOf(piece.blocks)), blocks: Math.min(2, piece.blocks.length) };
}

function without(room: Room, piece: Piece): Room {
  return {
    chars: room.chars - charsOf(piece.blocks),
    blocks: room.blocks - piece.blocks.length,
    table: room.table && !piece.blocks.some((block) => block.type === 'table'),
  };
}

function byPriority(parts: readonly Part[]): number[] {
  const priority = (part: Part | undefined) => part?.priority ?? (part?.kind === 'actions' ? 9 : 5);
  return parts.map((_, index) => index).toSorted((a, b) => priority(parts[b]) - priority(parts[a]) || a - b);
}

function asFile(part: Part, number: number): Attachment {
  return { name: `${part.kind}-${number}.txt`, content: `${words(part)}\n` };
}

function words(part: Part): string {
  switch (part.kind) {
    case 'heading':
    case 'code':
      return clean(part.text);
    case 'text':
    case 'context':
    case 'notice':
      return clean(wordsOf(part.text));
    case 'fields':
      return part.items.map((item) => clean(`${item.label}: ${wordsOf(item.value)}`)).join('\n');
    case 'table':
      return monospaced(part).join('\n');
    case 'progress':
      return `${part.done} of ${part.total}`;
    case 'diff':
      return part.rows.map((row) => clean(`${row.field}: ${row.before} -> ${row.after}`)).join('\n');
    case 'file':
      return part.content;
    case 'actions':
      return part.items.map((item) => clean(item.label)).join('\n');
  }
}
