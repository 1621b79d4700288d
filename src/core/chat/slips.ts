import type { CommandInfo } from '../command.ts';
import { UserError } from '../errors.ts';
import { COMMON_PARAMS } from './common.ts';
import { DOCKER_FLAGS } from './docker-words.ts';
import type { ParamTable } from './param.ts';
import { safeQuote } from './safe-quote.ts';
import { sentence } from './sentence.ts';
import { nearest } from './suggest.ts';
import { flagNames, isSwitch, rowLabel, shortestWords, type Row } from './table.ts';
import { usageHint } from './usage.ts';

/** The answers to each way of getting a command's words wrong: what is wrong, what was perhaps meant, how it is said. */
export type Slips = {
  readonly unknownFlag: (token: string) => UserError;
  readonly unknownKey: (key: string) => UserError;
  readonly noValue: (row: Row) => UserError;
  readonly twice: (row: Row, values: readonly (string | boolean)[]) => UserError;
  readonly badValue: (row: Row, value: string, expected: string) => UserError;
  readonly tooMany: (word: string) => UserError;
  readonly missing: (row: Row) => UserError;
  /** `what` was written in several words, and would be understood as `text`. */
  readonly apart: (what: string, text: string) => UserError;
  readonly pairsApart: (row: Row, pairs: readonly string[]) => UserError;
};

/** The slips of one command; without a command, those of the flags that stand before its name. */
export function slips(params: ParamTable, command?: CommandInfo): Slips {
  const next = command === undefined ? 'Say "help" for what can be said.' : usageHint(command);
  const name = command === undefined ? 'This' : `"${command.name.join(' ')}"`;
  const names = [...flagNames(params), ...flagNames(COMMON_PARAMS)];
  const usage = (message: string): UserError => new UserError('usage', message, next);
  return {
    unknownFlag: (token) =>
      notYet(command, token) ??
      usage(`${name} has no flag ${safeQuote(token)}.${perhaps('--', token.replace(/^-+/, ''), names)}`),
    unknownKey: (key) =>
      notYet(command, `${key}=`) ??
      usage(`${name} takes no ${safeQuote(`${key}=`)}.${perhaps('', key, names, '=')}`),
    noValue: (row) => usage(`${rowLabel(row)} needs a value: ${row.param.kind.hint}.`),
    twice: (row, values) =>
      usage(
        `${rowLabel(row)} was given more than once: ${values.map((value) => said(row, value)).join(' and ')}.`,
      ),
    badValue: (row, value, expected) => {
      const choice = perhaps('', value, row.param.kind.choices ?? []);
      return new UserError(
        'bad-value',
        sentence(`${leadIn(row)}${expected}; you wrote ${safeQuote(value)}.${choice}`),
        next,
      );
    },
    tooMany: (word) => usage(`${safeQuote(word)} is one word too many.${perhaps('--', word, names)}`),
    missing: (row) => usage(`${name} needs ${row.param.at === undefined ? rowLabel(row) : inWords(row)}.`),
    apart,
    pairsApart: (row, pairs) =>
      apart(inWords(row), [...(command === undefined ? [] : shortestWords(command)), ...pairs].join(' ')),
  };
}

function apart(what: string, text: string): UserError {
  return new UserError('usage', sentence(`${what} are one word`), `Write it without spaces: ${text}.`);
}

function inWords({ param }: Row): string {
  return param.kind.inWords ?? param.meaning;
}

/** What is given by place has no name that a person said. */
function leadIn(row: Row): string {
  return row.param.at === undefined ? `${rowLabel(row)}: ` : '';
}

/** The answer to a flag, or a key, that docker has and Waggle has not; or null. */
function notYet(command: CommandInfo | undefined, said: string): UserError | null {
  const flag = said.replace(/^-+|=$/g, '');
  const known = command !== undefined && DOCKER_FLAGS.get(command.name.join(' '))?.has(flag) === true;
  const isLetter = flag.length === 1;
  if (!known || flagNames(command.params).includes(flag) || (isLetter && said !== `-${flag}`)) return null;
  const shown = said.endsWith('=') ? said : isLetter ? `-${flag}` : `--${flag}`;
  return new UserError(
    'usage',
    `Waggle does not take ${shown} yet.`,
    `Say "help ${shortestWords(command).join(' ')}" for what it takes.`,
  );
}

function perhaps(before: string, word: string, names: readonly string[], after = ''): string {
  const meant = nearest(word, names);
  return meant === null ? '' : ` Did you mean ${before}${meant}${after}?`;
}

function said(row: Row, value: string | boolean): string {
  return isSwitch(row.param) ? String(value) : safeQuote(String(value));
}
