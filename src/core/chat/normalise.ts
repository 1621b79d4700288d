import { UserError } from '../errors.ts';
import { halfWidth } from './half-width.ts';

/** The longest text that is read as a command. */
const LONGEST_TEXT = 8_000;

/**
 * Text as it was typed to the text that a person meant: what phones and input methods do to dashes, quotes, letters and
 * spaces is undone, and code marks around words are taken away. What stands in quotes is kept as typed, save dashes that
 * begin a word.
 * Fails with UserError `usage` for text that is too long or has control characters.
 */
export function normalise(text: string): string {
  if (text.length > LONGEST_TEXT) {
    throw new UserError(
      'usage',
      `The text has ${text.length} characters, and a command has ${LONGEST_TEXT} at most.`,
      'Say it in fewer words. Type "help" for what can be said.',
    );
  }
  refuseControls(text);
  return asTyped(text);
}

/** What phones and input methods do to text, undone. For values of forms, which may be long and have any character. */
export function asTyped(text: string): string {
  const lines = text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(INVISIBLE, '');
  return new Undo(lines).run().trim();
}

function refuseControls(text: string): void {
  const at = text.search(/(?![\t\n\r])\p{Cc}|\p{Cs}/u);
  if (at < 0) return;
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  throw new UserError(
    'usage',
    `The text has a control character (U+${code}), number ${at + 1} from the start.`,
    'Type the command again instead of pasting it.',
  );
}

/** Zero-width and direction marks: they change what is seen, not what is said. */
const INVISIBLE = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;
const JOINERS = /[\u200C\u200D]/;
const DASHES = /[-\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]+/y;
const LONG_DASH = /[\u2014\u2015\uFE58]/;
const SINGLE = /['\u2018\u2019\u201A\u201B\uFF07]/;
const DOUBLE = /["\u201C\u201D\u201E\u201F\u00AB\u00BB\uFF02]/;
const CODE = /`([^`\n]+)`(?=[\s=]|$)/y;

/** One pass over the text, with the shell's idea of what is quoted. */
class Undo {
  readonly #text: string;
  #at = 0;
  #out = '';
  /** The quote that is open: how it ends, and what it is written as. */
  #quote: { readonly ends: RegExp; readonly as: '"' | "'" } | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  run(): string {
    while (this.#at < this.#text.length) this.#step(this.#text.charAt(this.#at));
    return this.#out;
  }

  #step(character: string): void {
    if (character === '\\' && this.#quote?.as !== "'") return this.#escape();
    if (this.#dashes()) return;
    if (this.#quote !== null) return this.#inQuote(character);
    if (SINGLE.test(character)) return this.#open(character, "'", SINGLE);
    if (DOUBLE.test(character)) return this.#open(character, '"', DOUBLE);
    if (character === '`' && this.#code()) return;
    this.#put(ascii(character), 1);
  }

  /** A quote that was typed straight ends straight; a curled one ends with any of its kind. */
  #open(character: string, as: '"' | "'", kind: RegExp): void {
    this.#quote = { ends: character === as ? (as === '"' ? /"/ : /'/) : kind, as };
    this.#put(as, 1);
  }

  #inQuote(character: string): void {
    const quote = this.#quote;
    if (quote === null || !quote.ends.test(character)) return this.#put(character, 1);
    this.#quote = null;
    this.#put(quote.as, 1);
  }

  /** A backslash before a line's end joins the lines, as in a shell; spaces after it are a slip. */
  #escape(): void {
    const join = /^\\[ \t]*\n/.exec(this.#text.slice(this.#at, this.#at + 100));
    if (join !== null) return this.#put('', join[0].length);
    this.#put(this.#text.slice(this.#at, this.#at + 2), 2);
  }

  /** A code mark around words, not the backticks within one (as in ``Host(`a.example`)``). */
  #code(): boolean {
    CODE.lastIndex = this.#at;
    const code = /[\s=]/.test(this.#last()) ? CODE.exec(this.#text) : null;
    if (code === null) return false;
    const inner = code[1] ?? '';
    this.#put(new Undo(inner).run(), inner.length + 2);
    return true;
  }

  #dashes(): boolean {
    DASHES.lastIndex = this.#at;
    const run = DASHES.exec(this.#text)?.[0];
    if (run === undefined) return false;
    const begins = /[\s"']/.test(this.#last());
    const after = this.#text.slice(this.#at + run.length, this.#at + run.length + 2);
    if (this.#quote !== null && (!begins || !/^\w/.test(after))) this.#put(run, run.length);
    else this.#put(begins ? leading(run, after) : within(run), run.length);
    return true;
  }

  #last(): string {
    return this.#out.at(-1) ?? ' ';
  }

  #put(out: string, taken: number): void {
    this.#out += out;
    this.#at += taken;
  }
}

/** Dashes that begin a word: `-` before one letter, `--` before more; a plain run stays as it is. */
function leading(run: string, after: string): string {
  if (/^-+$/.test(run)) return run;
  if (/^[A-Za-z](?:[\s=]|$)/.test(after)) return '-';
  if (/^[A-Za-z]/.test(after)) return '--';
  return within(run);
}

/** Dashes elsewhere: a long one was typed as two. */
function within(run: string): string {
  return Array.from(run, (dash) => (LONG_DASH.test(dash) ? '--' : '-')).join('');
}

function ascii(character: string): string {
  if (/\s/.test(character)) return ' ';
  if (JOINERS.test(character)) return '';
  if (character === '\u3002') return '.'; // what a Chinese or Japanese keyboard types for a full stop
  return halfWidth(character);
}
