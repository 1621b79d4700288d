/**
 * Go's regular expressions as far as people write them into filters, matched in time that grows with pattern times text, as in Go
 * (`regexp`, after Thompson): JavaScript's own try one way after the other, and some patterns have more ways than there is time.
 *
 * Known: literals, `.`, classes with ranges, `\d \w \s` and their opposites, `\b \B \A \z ^ $`, groups with and without capture, `|`,
 * `* + ?` and `{n,m}` with their lazy forms (which match the same texts), the flags `(?i)` and `(?s)` for the whole pattern, and escaped
 * punctuation. What else Go knows (Unicode classes, flags in the middle) counts as no regular expression, which matches nothing.
 */
export type RegularExpression = { readonly matches: (text: string) => boolean };

/** More steps than this are refused, as Go refuses to repeat more than 1000 times. */
const MOST_STEPS = 10_000;
const MOST_REPEATS = 1000;

type Test = (character: string) => boolean;
type Assertion = 'start' | 'end' | 'boundary' | 'no-boundary';

type Node =
  | { readonly kind: 'test'; readonly test: Test }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'all'; readonly parts: readonly Node[] }
  | { readonly kind: 'any'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly least: number; readonly most: number };

/** A step of the machine; `split` goes on at both, `next` and `other`. */
type Step =
  | { readonly kind: 'test'; readonly test: Test }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'split'; next: number; other: number }
  | { readonly kind: 'match' };

class Unknown extends Error {}

/** Undefined for what is no regular expression that is known here. */
export function regularExpression(pattern: string): RegularExpression | undefined {
  try {
    const steps = compile(new Parser(pattern).parse());
    return { matches: (text) => run(steps, Array.from(text)) };
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

const DIGIT: Test = (one) => one >= '0' && one <= '9';
const WORD: Test = (one) => /^[0-9A-Za-z_]$/.test(one);
const SPACE: Test = (one) => ['\t', '\n', '\f', '\r', ' '].includes(one);
const not =
  (test: Test): Test =>
  (one) =>
    !test(one);
const CLASSES: Readonly<Record<string, Test>> = {
  d: DIGIT,
  D: not(DIGIT),
  w: WORD,
  W: not(WORD),
  s: SPACE,
  S: not(SPACE),
};
const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: 'start',
  z: 'end',
  b: 'boundary',
  B: 'no-boundary',
};
const CONTROLS: Readonly<Record<string, string>> = {
  t: '\t',
  n: '\n',
  r: '\r',
  f: '\f',
  v: '\v',
  a: '\u0007',
};

class Parser {
  readonly #characters: readonly string[];
  #at = 0;
  #ignoresCase = false;
  #dotIsAll = false;

  constructor(pattern: string) {
    const [whole = '', flags = ''] = /^\(\?([is]+)\)/.exec(pattern) ?? [];
    this.#ignoresCase = flags.includes('i');
    this.#dotIsAll = flags.includes('s');
    this.#characters = Array.from(pattern.slice(whole.length));
  }

  parse(): Node {
    const node = this.#alternatives();
    if (this.#at < this.#characters.length) throw new Unknown('unexpected )');
    return node;
  }

  #peek(): string | undefined {
    return this.#characters[this.#at];
  }

  #take(): string {
    const one = this.#characters[this.#at++];
    if (one === undefined) throw new Unknown('it ends too early');
    return one;
  }

  #takes(text: string): boolean {
    if (this.#characters.slice(this.#at, this.#at + text.length).join('') !== text) return false;
    this.#at += text.length;
    return true;
  }

  #alternatives(): Node {
    const parts = [this.#sequence()];
    while (this.#takes('|')) parts.push(this.#sequence());
    return { kind: 'any', parts };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    for (let one = this.#peek(); one !== undefined && one !== '|' && one !== ')'; one = this.#peek()) {
      parts.push(this.#repeated(this.#atom()));
    }
    return { kind: 'all', parts };
  }

  #repeated(part: Node): Node {
    const range = this.#quantifier();
    if (range === undefined) return part;
    this.#takes('?'); // lazy: the same texts match
    if (this.#quantifier() !== undefined) throw new Unknown('a repetition of a repetition');
    return { kind: 'repeat', part, ...range };
  }

  #quantifier(): { readonly least: number; readonly most: number } | undefined {
    if (this.#takes('*')) return { least: 0, most: Infinity };
    if (this.#takes('+')) return { least: 1, most: Infinity };
    if (this.#takes('?')) return { least: 0, most: 1 };
    const [whole = '', from, comma, to = ''] =
      /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(this.#characters.slice(this.#at, this.#at + 12).join('')) ?? [];
    if (from === undefined) return undefined;
    this.#at += whole.length;
    const least = Number(from);
    const most = comma === undefined ? least : to === '' ? Infinity : Number(to);
    if (least > MOST_REPEATS || (most !== Infinity && most > MOST_REPEATS) || most < least) {
      throw new Unknown('a bad repetition');
    }
    return { least, most };
  }

  #atom(): Node {
    const one = this.#take();
    switch (one) {
      case '(':
        return this.#group();
      case '[':
        return test(this.#class());
      case '.':
        return test(this.#dotIsAll ? () => true : (character) => character !== '\n');
      case '^':
        return { kind: 'assert', what: 'start' };
      case '$':
        return { kind: 'assert', what: 'end' };
      case '*':
      case '+':
      case '?':
        throw new Unknown('nothing to repeat');
      case '\\':
        return this.#escape();
      default:
        return test(this.#literal(one));
    }
  }

  #group(): Node {
    if (this.#takes('?')) {
      const named = /^P?<\w+>/.exec(this.#characters.slice(this.#at, this.#at + 64).join(''))?.[0];
      if (named !== undefined) this.#at += named.length;
      else if (!this.#takes(':')) throw new Unknown('a group of another kind');
    }
    const node = this.#alternatives();
    if (!this.#takes(')')) throw new Unknown('a group without its end');
    return node;
  }

  #escape(): Node {
    const one = this.#take();
    const assertion = ASSERTIONS[one];
    if (assertion !== undefined) return { kind: 'assert', what: assertion };
    return test(CLASSES[one] ?? this.#literal(escaped(one)));
  }

  #literal(wanted: string): Test {
    if (!this.#ignoresCase) return (one) => one === wanted;
    const lower = wanted.toLowerCase();
    return (one) => one.toLowerCase() === lower;
  }

  #class(): Test {
    const isNegated = this.#takes('^');
    const tests: Test[] = [];
    // a bracket that comes first is one of the characters
    for (let first = true; first || this.#peek() !== ']'; first = false) tests.push(this.#member());
    this.#at += 1;
    const has: Test = (one) => tests.some((each) => each(one));
    return isNegated ? not(has) : has;
  }

  #member(): Test {
    if (this.#takes('[:')) throw new Unknown('a named class');
    const one = this.#take();
    if (one === '\\') {
      const known = CLASSES[this.#peek() ?? ''];
      if (known !== undefined) {
        this.#at += 1;
        return known;
      }
    }
    const from = one === '\\' ? escaped(this.#take()) : one;
    if (this.#peek() !== '-' || this.#characters[this.#at + 1] === ']') return this.#literal(from);
    this.#at += 1;
    const end = this.#take();
    const to = end === '\\' ? escaped(this.#take()) : end;
    const [low, high] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
    if (high < low) throw new Unknown('a range that goes back');
    const within: Test = (character) => {
      const code = character.codePointAt(0) ?? 0;
      return code >= low && code <= high;
    };
    if (!this.#ignoresCase) return within;
    return (character) => within(character.toLowerCase()) || within(character.toUpperCase());
  }
}

const test = (of: Test): Node => ({ kind: 'test', test: of });

/** The character that an escape stands for. Letters and digits that are not known might mean anything. */
function escaped(one: string): string {
  const control = CONTROLS[one];
  if (control !== undefined) return control;
  if (WORD(one) && one !== '_') throw new Unknown('an escape that is not known');
  return one;
}

function compile(node: Node): readonly Step[] {
  const steps: Step[] = [];
  const add = <T extends Step>(step: T): T => {
    if (steps.length >= MOST_STEPS) throw new Unknown('too large');
    steps.push(step);
    return step;
  };
  /** A split whose ways are set by the caller. */
  const split = () => add({ kind: 'split', next: steps.length + 1, other: steps.length + 1 });
  const emit = (one: Node): void => {
    switch (one.kind) {
      case 'test':
      case 'assert':
        add(one);
        return;
      case 'all':
        for (const part of one.parts) emit(part);
        return;
      case 'any': {
        const ends: { next: number; other: number }[] = [];
        for (const [index, part] of one.parts.entries()) {
          const isLast = index === one.parts.length - 1;
          const choice = isLast ? undefined : split();
          emit(part);
          if (choice === undefined) continue;
          ends.push(split());
          choice.other = steps.length;
        }
        for (const end of ends) end.next = end.other = steps.length;
        return;
      }
      case 'repeat': {
        for (let count = 0; count < one.least; count += 1) emit(one.part);
        if (one.most === Infinity) {
          const loop = split();
          const begin = steps.length - 1;
          emit(one.part);
          const back = split();
          back.next = back.other = begin;
          loop.other = steps.length;
          return;
        }
        const exits: { other: number }[] = [];
        for (let count = one.least; count < one.most; count += 1) {
          exits.push(split());
          emit(one.part);
        }
        for (const exit of exits) exit.other = steps.length;
      }
    }
  };
  emit(node);
  add({ kind: 'match' });
  return steps;
}

/** Goes along the text once, in all places of the machine at the same time; a match may begin anywhere. */
function run(steps: readonly Step[], text: readonly string[]): boolean {
  let places = new Set<number>();
  for (let at = 0; at <= text.length; at += 1) {
    const here = new Set<number>();
    if ([...places, 0].some((place) => reach(steps, place, here, text, at))) return true;
    const one = text[at];
    if (one === undefined) return false;
    places = new Set();
    for (const place of here) {
      const step = steps[place];
      if (step?.kind === 'test' && step.test(one)) places.add(place + 1);
    }
  }
  return false;
}

/** Adds all places that can be come to without a character. Whether one of them is the end. */
function reach(
  steps: readonly Step[],
  from: number,
  here: Set<number>,
  text: readonly string[],
  at: number,
): boolean {
  const waiting = [from];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (here.has(place)) continue;
    here.add(place);
    const step = steps[place];
    if (step?.kind === 'match') return true;
    if (step?.kind === 'split') waiting.push(step.next, step.other);
    if (step?.kind === 'assert' && holds(step.what, text, at)) waiting.push(place + 1);
  }
  return false;
}

function holds(what: Assertion, text: readonly string[], at: number): boolean {
  switch (what) {
    case 'start':
      return at === 0;
    case 'end':
      return at === text.length;
    case 'boundary':
    case 'no-boundary': {
      const isWord = (index: number): boolean => WORD(text[index] ?? '');
      return (isWord(at - 1) !== isWord(at)) === (what === 'boundary');
    }
  }
}
