import type { CommandInfo } from '../command.ts';
import { waysToSay } from './table.ts';

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
