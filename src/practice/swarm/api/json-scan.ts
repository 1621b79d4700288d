import { quotedByte } from './quoted-byte.ts';

/** A JSON value as it was written: numbers keep their digits, objects their doubled keys. */
export type Json = null | boolean | string | NumberLiteral | Members | Json[];

export class NumberLiteral {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }
}

export class Members {
  readonly entries: [key: string, value: Json][] = [];
}

/** Text that is no JSON; the message is Go's. */
export class JsonSyntaxError extends Error {}

/**
 * Reads JSON as Go's scanner does, with its words for what is wrong (`go encoding/json/scanner.go`).
 * `first`: as a Decoder, which takes the first value and leaves what follows; blank text is `EOF`. `whole`: as Unmarshal.
 */
export function scanJson(text: string, extent: 'first' | 'whole'): Json {
  const scanner = new Scanner(text, extent);
  const value = scanner.value();
  if (extent === 'whole') scanner.end();
  return value;
}

const MAX_DEPTH = 10_000;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Most of what stands in a string for itself, so that it is taken in one go. */
const PLAIN = /[^"\\\p{Cc}]+/uy;

class Scanner {
  readonly #text: string;
  readonly #extent: 'first' | 'whole';
  #at = 0;

  constructor(text: string, extent: 'first' | 'whole') {
    this.#text = text;
    this.#extent = extent;
  }

  /** Not recursive: ten thousand brackets must not end the process. */
  value(): Json {
    const open: (Json[] | Members)[] = [];
    for (;;) {
      let done: Json;
      const c = this.#takeSolid();
      if (c === '[' || c === '{') {
        const inner = c === '[' ? [] : new Members();
        open.push(inner);
        if (open.length > MAX_DEPTH) throw new JsonSyntaxError('exceeded max depth');
        if (this.#closes(inner)) {
          open.pop();
          done = inner;
        } else {
          if (inner instanceof Members) this.#key(inner);
          continue;
        }
      } else {
        done = this.#scalar(c);
      }
      for (;;) {
        const parent = open.at(-1);
        if (parent === undefined) return done;
        const inObject = parent instanceof Members;
        const last = inObject ? parent.entries.at(-1) : undefined;
        if (last !== undefined) last[1] = done;
        if (!inObject) parent.push(done);
        const after = this.#takeSolid();
        if (after === ',') {
          if (inObject) this.#key(parent);
          break;
        }
        if (after !== (inObject ? '}' : ']')) {
          this.#fail(after, inObject ? 'after object key:value pair' : 'after array element');
        }
        open.pop();
        done = parent;
      }
    }
  }

  end(): void {
    this.#skipSpace();
    const c = this.#text.at(this.#at);
    if (c !== undefined) this.#fail(c, 'after top-level value');
  }

  #skipSpace(): void {
    while (' \t\r\n'.includes(this.#text.charAt(this.#at) || 'x')) this.#at++;
  }

  #take(): string {
    const c = this.#text.charAt(this.#at);
    if (c === '') this.#failAtEnd();
    this.#at++;
    return c;
  }

  #takeSolid(): string {
    this.#skipSpace();
    return this.#take();
  }

  #closes(inner: Json[] | Members): boolean {
    this.#skipSpace();
    if (this.#text.charAt(this.#at) !== (inner instanceof Members ? '}' : ']')) return false;
    this.#at++;
    return true;
  }

  #key(members: Members): void {
    const quote = this.#takeSolid();
    if (quote !== '"') this.#fail(quote, 'looking for beginning of object key string');
    const key = this.#string();
    const colon = this.#takeSolid();
    if (colon !== ':') this.#fail(colon, 'after object key');
    members.entries.push([key, null]);
  }

  #scalar(c: string): Json {
    switch (c) {
      case '"':
        return this.#string();
      case 't':
        this.#literal('true');
        return true;
      case 'f':
        this.#literal('false');
        return false;
      case 'n':
        this.#literal('null');
        return null;
      default:
        if (c !== '-' && !isDigit(c)) this.#fail(c, 'looking for beginning of value');
        return this.#number(c);
    }
  }

  #literal(word: string): void {
    for (const expected of word.slice(1)) {
      const c = this.#take();
      if (c !== expected) this.#fail(c, `in literal ${word} (expecting '${expected}')`);
    }
  }

  #string(): string {
    let text = '';
    for (;;) {
      PLAIN.lastIndex = this.#at;
      const run = PLAIN.exec(this.#text)?.[0] ?? '';
      this.#at += run.length;
      text += run;
      const c = this.#take();
      if (c === '"') return text.toWellFormed(); // half a surrogate pair becomes U+FFFD
      if (c < ' ') this.#fail(c, 'in string literal');
      text += c === '\\' ? this.#escaped() : c;
    }
  }

  #escaped(): string {
    const c = this.#take();
    if (c !== 'u') return ESCAPES[c] ?? this.#fail(c, 'in string escape code');
    let digits = '';
    while (digits.length < 4) {
      const digit = this.#take();
      if (!/[0-9a-fA-F]/.test(digit)) this.#fail(digit, 'in \\u hexadecimal character escape');
      digits += digit;
    }
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #number(first: string): NumberLiteral {
    const start = this.#at - 1;
    let c = first;
    if (c === '-') {
      c = this.#take();
      if (!isDigit(c)) this.#fail(c, 'in numeric literal');
    }
    if (c !== '0') this.#digits();
    if (this.#peek() === '.') {
      this.#at++;
      this.#oneDigit('after decimal point in numeric literal');
      this.#digits();
    }
    if (this.#peek().toLowerCase() === 'e') {
      this.#at++;
      if (this.#peek() === '+' || this.#peek() === '-') this.#at++;
      this.#oneDigit('in exponent of numeric literal');
      this.#digits();
    }
    return new NumberLiteral(this.#text.slice(start, this.#at));
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  #oneDigit(where: string): void {
    const c = this.#take();
    if (!isDigit(c)) this.#fail(c, where);
  }

  #digits(): void {
    while (isDigit(this.#peek())) this.#at++;
  }

  #fail(c: string, where: string): never {
    throw new JsonSyntaxError(`invalid character ${quotedByte(c)} ${where}`);
  }

  #failAtEnd(): never {
    if (this.#extent === 'whole') throw new JsonSyntaxError('unexpected end of JSON input');
    throw new JsonSyntaxError(/^[ \t\r\n]*$/.test(this.#text) ? 'EOF' : 'unexpected EOF');
  }
}

const isDigit = (c: string): boolean => c >= '0' && c <= '9' && c.length === 1;
