import type { CommandInfo } from '../command.ts';
import { pairsApart, valueApart } from './apart.ts';
import { COMMON_PARAMS, type Common } from './common.ts';
import type { ParamTable, RawArgs } from './param.ts';
import { slips, type Slips } from './slips.ts';
import { flagNamed, flags, isList, isSwitch, places, takesPairs, type Row } from './table.ts';

export type ReadArgs = { readonly raw: RawArgs; readonly common: Common; readonly help: boolean };

/**
 * Tokens after a command's name to arguments as text. docker's ways (spf13/pflag): `--flag value`, `--flag=value`, `-d`, `-dq`,
 * `-fvalue`, flags before or after places, `--` ends flags; and the chat's `key=value`. Each value is valid by its kind.
 */
export function readArgs(params: ParamTable, tokens: readonly string[], command?: CommandInfo): ReadArgs {
  const reader = new Reader(params, tokens, slips(params, command));
  return reader.read();
}

type Value = string | boolean;

class Reader {
  readonly #params: ParamTable;
  readonly #tokens: readonly string[];
  readonly #slips: Slips;
  readonly #given = new Map<string, { row: Row; values: Value[] }>();
  readonly #words: string[] = [];
  #at = 0;

  constructor(params: ParamTable, tokens: readonly string[], slips: Slips) {
    this.#params = params;
    this.#tokens = tokens;
    this.#slips = slips;
  }

  read(): ReadArgs {
    const pairs = takesPairs(this.#params);
    let ended = false;
    for (; this.#at < this.#tokens.length; this.#at += 1) {
      const token = this.#tokens[this.#at] ?? '';
      if (ended || token === '-') this.#words.push(token);
      else if (token === '--') ended = true;
      else if (token.startsWith('--')) this.#long(token.slice(2));
      else if (token.startsWith('-')) this.#short(token);
      else if (!pairs && /^[A-Za-z][\w-]*=/.test(token)) this.#pair(token);
      else this.#words.push(token);
    }
    const help = this.#given.get('help')?.values.includes(true) === true;
    if (!help && !ended) this.#refuseWordsApart();
    if (!help) this.#place();
    return { raw: help ? {} : this.#raw(), common: this.#common(), help };
  }

  #long(token: string): void {
    const equals = token.indexOf('=');
    const name = equals < 0 ? token : token.slice(0, equals);
    const row = this.#flag(name);
    if (row === undefined) throw this.#slips.unknownFlag(`--${name}`);
    if (equals >= 0) this.#give(row, token.slice(equals + 1));
    else if (isSwitch(row.param)) this.#give(row, true);
    else this.#give(row, this.#next(row));
  }

  #short(token: string): void {
    for (let at = 1; at < token.length; at += 1) {
      const row = this.#shortFlag(token.charAt(at));
      const said = at === 1 ? token.replace(/=.*/s, '') : `-${token.charAt(at)}`;
      if (row === undefined) throw this.#slips.unknownFlag(said);
      const rest = token.slice(at + 1);
      if (rest.startsWith('=')) return this.#give(row, rest.slice(1));
      if (!isSwitch(row.param)) return this.#give(row, rest === '' ? this.#next(row) : rest);
      this.#give(row, true);
    }
  }

  #pair(token: string): void {
    const equals = token.indexOf('=');
    const name = token.slice(0, equals);
    const value = token.slice(equals + 1);
    const row = this.#flag(name);
    if (row === undefined) throw this.#slips.unknownKey(name);
    if (!isValid(row, value)) this.#refuseApart(name, value === '' ? this.#tokens[this.#at + 1] : undefined);
    this.#give(row, value);
  }

  /** Fails where the value stands in a word of its own after the name. */
  #refuseApart(name: string, value: string | undefined): void {
    const row = this.#flag(name);
    if (row === undefined || value === undefined || !isValid(row, value)) return;
    throw this.#slips.apart('a name and its value', `${name}=${value}`);
  }

  /** As `#refuseApart`, for the pairs of places, or for a name that looks like a place for the space after it. */
  #refuseWordsApart(): void {
    const pairs = places(this.#params).find(({ param }) => param.kind.hint.includes('='));
    if (pairs === undefined) {
      const apart = valueApart(this.#words);
      if (apart !== null) this.#refuseApart(apart.name, apart.value);
      return;
    }
    const joined = pairsApart(this.#words, (word) => isValid(pairs, word));
    if (joined !== null) throw this.#slips.pairsApart(pairs, joined);
  }

  /** The token after a flag is its value, whatever it looks like; but another flag of this command is a value left out. */
  #next(row: Row): string {
    this.#at += 1;
    const token = this.#tokens[this.#at];
    const name = token?.startsWith('--') === true ? (token.slice(2).split('=')[0] ?? '') : '';
    if (token === undefined || this.#flag(name) !== undefined) throw this.#slips.noValue(row);
    return token;
  }

  #flag(name: string): Row | undefined {
    return flagNamed(this.#params, name) ?? flagNamed(COMMON_PARAMS, name);
  }

  #shortFlag(letter: string): Row | undefined {
    return [...flags(this.#params), ...flags(COMMON_PARAMS)].find(({ param }) => param.short === letter);
  }

  #give(row: Row, value: Value): void {
    const checked = isSwitch(row.param) && typeof value === 'string' ? this.#switch(row, value) : value;
    if (typeof checked === 'string') this.#check(row, checked);
    const given = this.#given.get(row.name);
    if (given === undefined) this.#given.set(row.name, { row, values: [checked] });
    else if (isList(row.param)) given.values.push(checked);
    else throw this.#slips.twice(row, [...given.values, checked]);
  }

  #switch(row: Row, value: string): boolean {
    return this.#check(row, value) === true;
  }

  #check(row: Row, value: string): unknown {
    const parsed = row.param.kind.schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw this.#slips.badValue(row, value, parsed.error.issues[0]?.message ?? 'not understood');
  }

  #place(): void {
    const words = [...this.#words];
    for (const row of places(this.#params)) {
      const taken = row.param.at === 'rest' ? words.splice(0) : words.splice(0, 1);
      for (const word of taken) this.#give(row, word);
    }
    const extra = words[0];
    if (extra !== undefined) throw this.#slips.tooMany(extra);
    for (const row of [...places(this.#params), ...flags(this.#params)]) {
      if (row.param.required === true && !this.#given.has(row.name)) throw this.#slips.missing(row);
    }
  }

  #raw(): RawArgs {
    const raw: Record<string, string | string[] | boolean> = {};
    for (const { row, values } of this.#given.values()) {
      const own = this.#params[row.name];
      const first = values[0];
      if (own !== row.param || first === undefined) continue;
      raw[row.name] = isList(row.param) ? values.map(String) : first;
    }
    return raw;
  }

  #common(): Common {
    const cluster = this.#given.get('cluster')?.values[0];
    const share = this.#given.get('share')?.values[0] === true;
    return typeof cluster === 'string' ? { cluster, share } : { share };
  }
}

function isValid(row: Row, value: string): boolean {
  return row.param.kind.schema.safeParse(value).success;
}
