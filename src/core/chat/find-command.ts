import type { CommandInfo } from '../command.ts';
import { UserError } from '../errors.ts';
import { safeQuote } from './safe-quote.ts';
import { nearest } from './suggest.ts';
import { waysToSay } from './table.ts';
import { usageHint } from './usage.ts';

/** The command that the words begin with (the longest name or alias that fits) and how many words its name took; or null. */
export function findCommand<C extends CommandInfo>(
  words: readonly string[],
  catalog: readonly C[],
): { readonly command: C; readonly length: number } | null {
  let best: { command: C; length: number } | null = null;
  for (const command of catalog) {
    for (const way of waysToSay(command)) {
      // A phone begins each message with a capital letter.
      const fits = way.every((word, at) => words[at]?.toLowerCase() === word);
      if (fits && way.length > (best?.length ?? 0)) best = { command, length: way.length };
    }
  }
  return best;
}

/** docker's nouns: the first words of the names of more than one word. */
export function nouns(catalog: readonly CommandInfo[]): readonly string[] {
  return [...new Set(catalog.filter(({ name }) => name.length > 1).map(({ name }) => name[0] ?? ''))];
}

/** The command that was perhaps meant by words that name none. */
export function nearestCommand<C extends CommandInfo>(
  words: readonly string[],
  catalog: readonly C[],
): { readonly command: C; readonly said: string } | null {
  const ways = catalog.flatMap((command) =>
    waysToSay(command).map((way) => ({ command, said: way.join(' ') })),
  );
  for (const length of [2, 1]) {
    if (words.length < length) continue;
    const fitting = ways.filter(({ said }) => said.split(' ').length === length);
    const said = nearest(
      words.slice(0, length).join(' '),
      fitting.map((way) => way.said),
    );
    const found = fitting.find((way) => way.said === said);
    if (found !== undefined) return found;
  }
  return null;
}

/** The answer to words that name no command. */
export function unknownCommand(words: readonly string[], catalog: readonly CommandInfo[]): UserError {
  const noun = nouns(catalog).find((word) => word === words[0]?.toLowerCase());
  const meant = nearestCommand(words, catalog);
  const help = 'Say "help" for the list of commands.';
  const next = meant === null ? help : `${usageHint(meant.command)}. ${help}`;
  const perhaps = meant === null ? '' : ` Did you mean "${meant.said}"?`;
  if (noun === undefined) {
    return new UserError('usage', `I do not know the command ${safeQuote(words[0] ?? '')}.${perhaps}`, next);
  }
  const verbs = catalog.filter(({ name }) => name[0] === noun).map(({ name }) => name.slice(1).join(' '));
  const said =
    words[1] === undefined ? `"${noun}" needs a verb` : `"${noun}" has no verb ${safeQuote(words[1])}`;
  return new UserError('usage', `${said}: ${verbs.join(', ')}.${perhaps}`, next);
}
