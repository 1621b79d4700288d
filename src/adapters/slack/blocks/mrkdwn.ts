import type { Inline, Rich } from '../../../core/view/view.ts';
import {
  clean,
  defuse,
  escapeText,
  inlinesOf,
  isChannelId,
  isPersonId,
  isWebAddress,
  oneLine,
  utc,
} from './text.ts';

/** A piece of mrkdwn that may not be split: one escaped sign, or one whole token such as a mention. */
export type Atom = { readonly text: string; readonly style: '' | '*' | '`' };

/** A rich text as atoms. Plain strings become plain words: nothing in them is a mention, a link or a mark. */
export function atomsOf(rich: Rich): Atom[] {
  return inlinesOf(rich).flatMap(inlineAtoms);
}

function inlineAtoms(inline: Inline): Atom[] {
  if (typeof inline === 'string') return signs(defuse(clean(inline)), '');
  if ('bold' in inline) return signs(defuse(clean(inline.bold)), '*');
  if ('code' in inline) return signs(oneLine(inline.code).replaceAll('`', 'ˋ'), '`');
  if ('person' in inline) {
    return isPersonId(inline.person) ? token(`<@${inline.person}>`) : signs(clean(inline.person), '');
  }
  if ('channel' in inline) {
    return isChannelId(inline.channel) ? token(`<#${inline.channel}>`) : signs(clean(inline.channel), '');
  }
  if ('time' in inline) return token(dateToken(inline.time, inline.style));
  if (!isWebAddress(inline.link)) return signs(clean(`${inline.label} (${inline.link})`), '');
  return token(`<${escapeText(inline.link)}|${escapeText(oneLine(inline.label)) || 'link'}>`);
}

/** Slack's date token: shown in the reader's own zone, with a fallback in UTC. */
function dateToken(time: number, style: 'time' | 'date-time'): string {
  const format = style === 'time' ? '{time}' : '{date_short_pretty} {time}';
  return `<!date^${Math.floor(time / 1000)}^${format}|${utc(time, style)}>`;
}

function token(text: string): Atom[] {
  return [{ text, style: '' }];
}

function signs(text: string, style: Atom['style']): Atom[] {
  // A mark does not reach over a line's end.
  return Array.from(text, (sign) => ({ text: escapeText(sign), style: sign === '\n' ? '' : style }));
}

/** Atoms as mrkdwn, with the marks around each run of one style. */
function join(atoms: readonly Atom[]): string {
  let out = '';
  let style: Atom['style'] = '';
  for (const atom of atoms) {
    if (atom.style !== style) out += style + atom.style;
    style = atom.style;
    out += atom.text;
  }
  return out + style;
}

/** An upper bound of what `join` makes of the atoms, sign by sign. */
function lengthAfter(length: number, last: Atom | undefined, next: Atom): number {
  const opens = next.style !== '' && next.style !== last?.style;
  return length + next.text.length + (opens ? 2 : 0);
}

/** The first atoms that make at most `max` code units, and how many are left over. */
export function fit(atoms: readonly Atom[], max: number): { kept: Atom[]; left: number } {
  const kept: Atom[] = [];
  let length = 0;
  for (const atom of atoms) {
    const next = lengthAfter(length, kept.at(-1), atom);
    if (next > max) break;
    length = next;
    kept.push(atom);
  }
  return { kept, left: atoms.length - kept.length };
}

/** Cuts atoms into texts of at most `max` code units, at a line's end or a space where there is one near. */
export function chunks(atoms: readonly Atom[], max: number): string[] {
  const out: string[] = [];
  let rest = atoms;
  while (rest.length > 0) {
    const { kept, left } = fit(rest, max);
    const end = left === 0 ? kept.length : breakIn(kept);
    out.push(join(rest.slice(0, end)));
    rest = rest.slice(Math.max(end, 1));
  }
  return out.filter((text) => text.trim() !== '');
}

function breakIn(atoms: readonly Atom[]): number {
  const isAt = (sign: string) => atoms.findLastIndex((atom) => atom.text === sign) + 1;
  const half = atoms.length / 2;
  const [line, space] = [isAt('\n'), isAt(' ')];
  if (line > half) return line;
  if (space > half) return space;
  return atoms.length;
}

/** A whole mrkdwn text of at most `max` code units, with an ellipsis when it was longer. */
export function mrkdwn(rich: Rich, max: number): string {
  const atoms = atomsOf(rich);
  const { kept, left } = fit(atoms, max);
  if (left === 0) return join(kept);
  return `${join(fit(atoms, max - 1).kept)}…`;
}
