import type { types } from '@slack/bolt';
import { blockLimits, elementLimits } from '../../../facts/slack.ts';
import type { Action, NoticeLevel, Part, Rich } from '../../../core/view/view.ts';
import { atomsOf, chunks, fit, mrkdwn } from './mrkdwn.ts';
import {
  charsOf,
  context,
  more,
  NOTICE_ROOM,
  NOTHING,
  section,
  type Block,
  type Piece,
  type Room,
} from './piece.ts';
import { preformatted } from './rich-text.ts';
import { drawTable } from './table.ts';
import { clean, escapeText, oneLine, plainText } from './text.ts';

/** Draws one part within the room that is left. */
export function draw(part: Part, room: Room): Piece {
  switch (part.kind) {
    case 'heading':
      return within(room, [heading(part.text)]);
    case 'text':
      return drawText(part.text, room);
    case 'context':
      return drawSmall(part.text, room);
    case 'fields':
      return drawFields(part.items, room);
    case 'table':
      return drawTable(part, room);
    case 'progress':
      return within(room, [section(progress(part.done, part.total))]);
    case 'diff':
      return drawLines(part.rows.flatMap(diffLines(part.rows)), 'lines', room);
    case 'notice':
      return drawText(
        [...marker(part.level), ...(typeof part.text === 'string' ? [part.text] : part.text)],
        room,
      );
    case 'code':
      return drawLines(clean(part.text).split('\n'), 'lines', room);
    case 'file':
      return within(room, [context(`In the file ${mrkdwn([{ code: part.name }], 300)}`)]);
    case 'actions':
      return drawActions(part.items, room);
  }
}

function within(room: Room, blocks: readonly Block[]): Piece {
  const fits = blocks.length <= room.blocks && charsOf(blocks) <= room.chars;
  return fits ? { blocks, whole: true } : NOTHING;
}

function heading(text: string): Block {
  const line = oneLine(text) || '-';
  if (escapeText(line).length <= blockLimits.headerText) {
    return { type: 'header', text: plainText(line, blockLimits.headerText) };
  }
  return section(mrkdwn([{ bold: line }], blockLimits.sectionText));
}

/** Words for the ear as well as the eye: a screen reader says them, and no colour or emoji carries the meaning. */
function marker(level: NoticeLevel): Exclude<Rich, string> {
  switch (level) {
    case 'info':
      return [];
    case 'success':
      return ['✓ '];
    case 'warning':
      return [{ bold: 'Warning:' }, ' '];
    case 'danger':
      return [{ bold: 'Problem:' }, ' '];
  }
}

function progress(done: number, total: number): string {
  const cells = 20;
  const share = total <= 0 ? 1 : Math.min(1, Math.max(0, done / total));
  const full = Math.floor(share * cells);
  return `\`[${'='.repeat(full)}${'-'.repeat(cells - full)}]\` ${done} of ${total}`;
}

function drawText(rich: Rich, room: Room): Piece {
  const atoms = atomsOf(rich);
  const texts = chunks(atoms, blockLimits.sectionText);
  const whole = within(room, texts.map(section));
  if (whole.whole) return whole;
  const most = Math.min(room.chars - NOTICE_ROOM, (room.blocks - 1) * (blockLimits.sectionText / 2));
  const { kept, left } = fit(atoms, most);
  if (kept.length === 0) return NOTHING;
  return {
    blocks: [...chunks(kept, blockLimits.sectionText).map(section), more(left, 'characters')],
    whole: false,
  };
}

function drawSmall(rich: Rich, room: Room): Piece {
  const text = mrkdwn(rich, Math.min(blockLimits.contextText, room.chars));
  if (text.trim() === '') return { blocks: [], whole: true };
  const whole = text === mrkdwn(rich, Number.MAX_SAFE_INTEGER);
  if (room.blocks < 1 || (room.chars < NOTICE_ROOM && !whole)) return NOTHING;
  return { blocks: [context(text)], whole };
}

function drawFields(items: Extract<Part, { kind: 'fields' }>['items'], room: Room): Piece {
  const blocks: { type: 'section'; fields: types.MrkdwnElement[] }[] = [];
  let used = 0;
  let shown = 0;
  for (const item of items) {
    const value = typeof item.value === 'string' ? [item.value || '-'] : item.value;
    const text = mrkdwn([{ bold: item.label }, '\n', ...value], blockLimits.sectionFieldText);
    const current = blocks.at(-1);
    const needsBlock = current === undefined || current.fields.length >= blockLimits.sectionFields;
    if (used + text.length > room.chars - NOTICE_ROOM || blocks.length + (needsBlock ? 2 : 1) > room.blocks)
      break;
    const field = { type: 'mrkdwn', text, verbatim: true } as const;
    if (needsBlock) blocks.push({ type: 'section', fields: [field] });
    else current.fields.push(field);
    used += text.length;
    shown += 1;
  }
  if (shown === items.length) return { blocks, whole: true };
  if (shown === 0) return NOTHING;
  return { blocks: [...blocks, more(items.length - shown, 'fields')], whole: false };
}

function drawLines(lines: readonly string[], what: string, room: Room): Piece {
  if (lines.every((line) => line.trim() === '')) return { blocks: [], whole: true };
  const inner = { chars: room.chars - NOTICE_ROOM, blocks: room.blocks - 1 };
  const { blocks, shown } = preformatted(lines, inner);
  if (shown === lines.length) return { blocks, whole: true };
  if (shown > 0) return { blocks: [...blocks, more(lines.length - shown, what)], whole: false };
  // Not even the first line fits: its beginning says more than nothing.
  const { kept } = fit(atomsOf(lines[0] ?? ''), Math.min(inner.chars, blockLimits.sectionText) - 1);
  if (kept.length === 0 || inner.blocks < 1) return NOTHING;
  const start = kept.map((atom) => atom.text).join('');
  return { blocks: [section(`${start}…`), more(lines.length, what)], whole: false };
}

type Row = Extract<Part, { kind: 'diff' }>['rows'][number];

/** `field: before -> after` with the fields in one column; what is long or has several lines goes below its field. */
function diffLines(rows: readonly Row[]): (row: Row) => string[] {
  const column = Math.min(24, Math.max(0, ...rows.map((row) => oneLine(row.field).length)));
  return (row) => {
    const field = oneLine(row.field);
    const [before, after] = [clean(row.before) || '(none)', clean(row.after) || '(none)'];
    const line = `${field.padEnd(column)}  ${before} -> ${after}`;
    if (line.length <= 100 && !line.includes('\n')) return [line];
    const marked = (mark: string, text: string) => text.split('\n').map((one) => `  ${mark} ${one}`);
    return [field, ...marked('-', before), ...marked('+', after)];
  };
}

function drawActions(items: readonly Action[], room: Room): Piece {
  const buttons = items.map(button);
  const blocks: Block[] = [];
  for (let at = 0; at < buttons.length; at += blockLimits.actionsElements) {
    blocks.push({ type: 'actions', elements: unique(buttons.slice(at, at + blockLimits.actionsElements)) });
  }
  return within(room, blocks);
}

/** Two buttons of one verb in a block get `verb` and `verb:2`: Slack wants action ids unique within a block. */
function unique(buttons: readonly types.Button[]): types.Button[] {
  const seen = new Map<string, number>();
  return buttons.map((one) => {
    const verb = one.action_id ?? '';
    const count = (seen.get(verb) ?? 0) + 1;
    seen.set(verb, count);
    return count === 1 ? one : { ...one, action_id: `${verb}:${count}` };
  });
}

/** The verb of an action id, as `unique` writes them. */
export function verbOf(actionId: string): string {
  return actionId.replace(/:\d+$/u, '');
}

function button(action: Action): types.Button {
  return {
    type: 'button',
    action_id: action.verb,
    value: action.ref,
    text: plainText(action.label, elementLimits.buttonText),
    ...(action.style === undefined ? {} : { style: action.style }),
    ...(action.confirm === undefined
      ? {}
      : {
          confirm: {
            title: plainText(action.confirm.title, elementLimits.confirmTitle),
            text: plainText(action.confirm.text, elementLimits.confirmText),
            confirm: plainText(action.confirm.yes, elementLimits.confirmButton),
            deny: plainText(action.confirm.no, elementLimits.confirmButton),
            ...(action.style === undefined ? {} : { style: action.style }),
          },
        }),
  };
}
