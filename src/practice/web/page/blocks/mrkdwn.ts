import { emojiSign } from './emoji.ts';
import { tokenSpan, unescapeText } from './mrkdwn-tokens.ts';
import { linesOf, type Mark, type Part, type Span } from './prose.ts';

/** One sign of the text, or something whole that marks go around but not into. */
type Atom = string | Span;

type Options = {
  /** Web addresses that are not in `<>` stay words, as where the app says `verbatim`. */
  readonly isVerbatim?: boolean;
};

/** Slack's mrkdwn as a tree. Whatever is not well formed stays as it was written. */
export function parseMrkdwn(text: string, options: Options = {}): Part[] {
  const atoms = atomsOf(text.replaceAll('\r\n', '\n'), options.isVerbatim === true);
  return splitFences(atoms).flatMap(({ isPre, atoms }) =>
    isPre ? [{ kind: 'pre', spans: merge(atoms) } as const] : paragraphs(atoms),
  );
}

/** Text of a `plain_text` object: signs and, unless `emoji` is false, emoji; no marks. */
export function parsePlain(text: string, withEmoji: boolean): Span[] {
  const shown = unescapeText(text);
  return withEmoji ? merge(emojiAtoms(Array.from(shown))) : linesOf(shown);
}

const bareUrl = /https?:\/\/(?:(?!&[lg]t;)[^\s<>|`"*~])+/iu;
const pieces = new RegExp(`<([^<>\\n]*)>|&(?:amp|lt|gt);|${bareUrl.source}|.`, 'gsu');

function atomsOf(text: string, isVerbatim: boolean): Atom[] {
  const out: Atom[] = [];
  for (const match of text.matchAll(pieces)) {
    const [whole, inside] = match;
    if (inside !== undefined) {
      out.push(...(atomOf(inside) ?? Array.from(unescapeText(whole))));
    } else if (whole.startsWith('&')) {
      out.push(unescapeText(whole));
    } else if (whole.length > 2) {
      out.push(...addressAtoms(whole, isVerbatim || isWord(out.at(-1))));
    } else {
      out.push(whole);
    }
  }
  return out;
}

function atomOf(inside: string): Atom[] | undefined {
  const span = tokenSpan(inside);
  return span === undefined ? undefined : [span];
}

/** A web address in the middle of words is a link. */
function addressAtoms(found: string, isPlain: boolean): Atom[] {
  const address = withoutEnd(unescapeText(found));
  if (isPlain || !/^https?:\/\/./iu.test(address)) return Array.from(unescapeText(found));
  const rest = unescapeText(found).slice(address.length);
  return [{ kind: 'link', url: address, spans: linesOf(address) }, ...Array.from(rest)];
}

/** Leaves out the signs at the end of an address that belong to the sentence around it. */
function withoutEnd(address: string): string {
  const ends = address.includes('(') ? ".,:;!?'_" : ".,:;!?'_)";
  let end = address.length;
  while (end > 0 && ends.includes(address.charAt(end - 1))) end -= 1;
  return address.slice(0, end);
}

type Chunk = { readonly isPre: boolean; readonly atoms: readonly Atom[] };

/** Divides at pairs of three backticks. The line's end beside a fence belongs to the fence. */
function splitFences(atoms: readonly Atom[]): Chunk[] {
  const out: Chunk[] = [];
  let from = 0;
  let open = fenceFrom(atoms, 0);
  while (open !== -1) {
    const close = fenceFrom(atoms, open + 4);
    if (close === -1) break;
    out.push({ isPre: false, atoms: withoutLast(atoms.slice(from, open)) });
    out.push({ isPre: true, atoms: withoutLast(withoutFirst(atoms.slice(open + 3, close))) });
    from = atoms[close + 3] === '\n' ? close + 4 : close + 3;
    open = fenceFrom(atoms, from);
  }
  out.push({ isPre: false, atoms: atoms.slice(from) });
  return out.filter((chunk) => chunk.atoms.length > 0);
}

function fenceFrom(atoms: readonly Atom[], from: number): number {
  for (let at = from; at + 2 < atoms.length; at += 1) {
    if (atoms[at] === '`' && atoms[at + 1] === '`' && atoms[at + 2] === '`') return at;
  }
  return -1;
}

function withoutFirst(atoms: readonly Atom[]): readonly Atom[] {
  return atoms[0] === '\n' ? atoms.slice(1) : atoms;
}

function withoutLast(atoms: readonly Atom[]): readonly Atom[] {
  return atoms.at(-1) === '\n' ? atoms.slice(0, -1) : atoms;
}

/** Lines that begin with `>` are quotes, one after the other together; from `>>>` on everything is. */
function paragraphs(atoms: readonly Atom[]): Part[] {
  const out: { kind: 'lines' | 'quote'; lines: Span[][] }[] = [];
  let isQuoteToTheEnd = false;
  for (const line of split(atoms)) {
    const isLong = !isQuoteToTheEnd && line[0] === '>' && line[1] === '>' && line[2] === '>';
    const isShort = !isLong && !isQuoteToTheEnd && line[0] === '>';
    if (isLong) isQuoteToTheEnd = true;
    const kind = isQuoteToTheEnd || isShort ? 'quote' : 'lines';
    const spans = marked(withoutSpace(line.slice(isLong ? 3 : isShort ? 1 : 0), isLong || isShort), allMarks);
    const last = out.at(-1);
    if (last?.kind === kind) last.lines.push(spans);
    else out.push({ kind, lines: [spans] });
  }
  return out.map(({ kind, lines }) => ({
    kind,
    spans: lines.flatMap((line, index): Span[] => (index === 0 ? line : [{ kind: 'break' }, ...line])),
  }));
}

function withoutSpace(line: readonly Atom[], isQuote: boolean): readonly Atom[] {
  return isQuote && line[0] === ' ' ? line.slice(1) : line;
}

function split(atoms: readonly Atom[]): Atom[][] {
  const lines: Atom[][] = [[]];
  for (const atom of atoms) {
    if (atom === '\n') lines.push([]);
    else lines.at(-1)?.push(atom);
  }
  return lines;
}

const allMarks: Readonly<Record<string, Mark>> = { '*': 'bold', _: 'italic', '~': 'strike' };

/** One line: code first, since nothing in it is a mark, then the other marks. */
function marked(line: readonly Atom[], marks: Readonly<Record<string, Mark>>): Span[] {
  const withCode = pairs(line, '`', (inside) => ({ kind: 'mark', mark: 'code', spans: merge(inside) }));
  return inMarks(emojiAtoms(withCode), marks);
}

function inMarks(atoms: readonly Atom[], marks: Readonly<Record<string, Mark>>): Span[] {
  // The mark that begins first holds the others.
  const first = atoms.find((atom, at) => typeof atom === 'string' && atom in marks && opens(atoms, at));
  if (typeof first !== 'string') return merge(atoms);
  const { [first]: mark, ...others } = marks;
  if (mark === undefined) return merge(atoms);
  const done = pairs(atoms, first, (inside) => ({ kind: 'mark', mark, spans: inMarks(inside, others) }));
  return inMarks(done, others);
}

/**
 * Puts a span in the place of each pair of a mark. A mark opens after anything but a letter, a digit or itself and before
 * anything but a space, a word joiner (bots put it there to keep the mark from opening) or itself; it closes after anything but a space, before anything but a letter, a digit or itself. In code
 * there may be spaces at both ends. Slack's documentation is silent on this; so do its clients, as far as it can be seen.
 */
function pairs(atoms: readonly Atom[], sign: string, span: (inside: readonly Atom[]) => Span): Atom[] {
  const ends = atoms.flatMap((atom, at) => (atom === sign && closes(atoms, at) ? [at] : []));
  const out: Atom[] = [];
  let next = 0;
  for (let at = 0; at < atoms.length; at += 1) {
    const atom = atoms[at];
    if (atom === undefined) continue;
    while ((ends[next] ?? Infinity) <= at + 1) next += 1;
    const end = ends[next];
    if (atom !== sign || end === undefined || !opens(atoms, at)) {
      out.push(atom);
      continue;
    }
    out.push(span(atoms.slice(at + 1, end)));
    at = end;
  }
  return out;
}

const wordJoiner = '\u2060';

function opens(atoms: readonly Atom[], at: number): boolean {
  const [before, sign, after] = [atoms[at - 1], atoms[at], atoms[at + 1]];
  if (isWord(before) || before === sign || after === undefined || after === sign || after === wordJoiner)
    return false;
  return sign === '`' || !isSpace(after);
}

function closes(atoms: readonly Atom[], at: number): boolean {
  const [before, sign, after] = [atoms[at - 1], atoms[at], atoms[at + 1]];
  if (before === undefined || isWord(after) || after === sign) return false;
  return sign === '`' || !isSpace(before);
}

function isWord(atom: Atom | undefined): boolean {
  return typeof atom === 'string' && /[\p{L}\p{N}]/u.test(atom);
}

function isSpace(atom: Atom | undefined): boolean {
  return typeof atom === 'string' && /\s/u.test(atom);
}

/** `:name:` of known emoji as their signs; a skin tone behind one is left out. */
function emojiAtoms(atoms: readonly Atom[]): Atom[] {
  const out: Atom[] = [];
  for (let at = 0; at < atoms.length; at += 1) {
    const atom = atoms[at];
    if (atom === undefined) continue;
    const found = atom === ':' ? emojiAt(atoms, at) : undefined;
    out.push(found?.sign ?? atom);
    if (found !== undefined) at += found.length - 1;
  }
  return out;
}

/** No name is longer. */
const longestName = 40;

function emojiAt(atoms: readonly Atom[], at: number): { sign: Atom; length: number } | undefined {
  const rest = atoms.slice(at, at + longestName).map((atom) => (typeof atom === 'string' ? atom : '<'));
  const found = /^:([a-z0-9_+-]+):(?::skin-tone-[2-6]:)?/u.exec(rest.join(''));
  const sign = found?.[1] === undefined ? undefined : emojiSign(found[1]);
  // A word to the parser: marks are to keep away from it as they do from other signs.
  return sign === undefined || found === null
    ? undefined
    : { sign: { kind: 'text', text: sign }, length: found[0].length };
}

/** Signs that follow one another as one text. */
function merge(atoms: readonly Atom[]): Span[] {
  const out: Span[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') out.push({ kind: 'text', text });
    text = '';
  };
  for (const atom of atoms) {
    if (atom === '\n') {
      flush();
      out.push({ kind: 'break' });
    } else if (typeof atom === 'string') {
      text += atom;
    } else if (atom.kind === 'text') {
      text += atom.text;
    } else {
      flush();
      out.push(atom);
    }
  }
  flush();
  return out;
}
