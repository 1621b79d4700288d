import type { CommandInfo } from '../command.ts';
import { UserError } from '../errors.ts';
import type { Common } from './common.ts';
import { findCommand } from './find-command.ts';
import { withoutLead } from './lead.ts';
import { normalise } from './normalise.ts';
import type { RawArgs } from './param.ts';
import { readArgs } from './read-args.ts';
import { places } from './table.ts';
import { tokenise } from './tokenise.ts';
import { unknownCommand } from './unknown-command.ts';

/** What was said: a command, its arguments as text (each valid by its kind), and what is common to all commands. */
export type Parsed<C extends CommandInfo> = {
  readonly command: C;
  readonly raw: RawArgs;
  readonly common: Common;
};

/** A chat's text to a command. Nothing is dropped: what is not understood fails with UserError `usage` or `bad-value`. */
export function parse<C extends CommandInfo>(text: string, catalog: readonly C[]): Parsed<C> {
  return parseTokens(tokenise(normalise(text)), catalog);
}

/** Words to a command, docker's way: see `parse`. No words at all ask for help, as `--help` does. */
export function parseTokens<C extends CommandInfo>(
  tokens: readonly string[],
  catalog: readonly C[],
): Parsed<C> {
  const { before, words } = split(withoutLead(tokens));
  if (words.length === 0) return helpAbout([], readArgs({}, before).common, catalog);
  const found = findCommand(words, catalog);
  if (found === null) {
    if ([...before, ...words].some(isHelp) || isHelpWord(words.slice(1))) {
      const topic = words.filter((word, at) => !word.startsWith('-') && !(at === 1 && isHelpWord([word])));
      return helpAbout(topic, { share: false }, catalog);
    }
    throw unknownCommand(words, catalog);
  }
  const { command, length } = found;
  if (asksHelp(words, found)) return helpAbout(command.name, { share: false }, catalog);
  const read = readArgs(command.params, [...before, ...words.slice(length)], command);
  if (read.help) return helpAbout(command.name, read.common, catalog);
  return { command, raw: read.raw, common: read.common };
}

/** Flags that stand before the command's name: only the common ones can. */
function split(tokens: readonly string[]): { before: readonly string[]; words: readonly string[] } {
  let at = 0;
  while (tokens[at]?.startsWith('-') === true && tokens[at] !== '--')
    at += tokens[at] === '--cluster' ? 2 : 1;
  return { before: tokens.slice(0, at), words: tokens.slice(at) };
}

/**
 * `scale help` asks what `help scale` does. Where a service may be named help, only the short form asks so: docker's own
 * words mean what docker means by them.
 */
function asksHelp(
  words: readonly string[],
  { command, length }: { readonly command: CommandInfo; readonly length: number },
): boolean {
  if (!isHelpWord(words.slice(length))) return false;
  const [place] = places(command.params);
  const couldBeValue = place?.param.kind.schema.safeParse('help').success === true;
  return !couldBeValue || command.name.join(' ') !== words.slice(0, length).join(' ').toLowerCase();
}

function isHelpWord(words: readonly string[]): boolean {
  return words.length === 1 && words[0]?.toLowerCase() === 'help';
}

function isHelp(token: string): boolean {
  return token === '--help' || token === '-h';
}

function helpAbout<C extends CommandInfo>(
  topic: readonly string[],
  common: Common,
  catalog: readonly C[],
): Parsed<C> {
  const help = catalog.find(({ name }) => name.join(' ') === 'help');
  if (help === undefined) throw new UserError('usage', 'There is no help here.');
  return { command: help, raw: topic.length === 0 ? {} : { topic: [...topic] }, common };
}
