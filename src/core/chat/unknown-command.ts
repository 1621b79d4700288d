import type { CommandInfo } from '../command.ts';
import { UserError } from '../errors.ts';
import { DOCKER_VERBS, SHORT_FORMS_TO_COME } from './docker-words.ts';
import { findCommand, nouns } from './find-command.ts';
import { safeQuote } from './safe-quote.ts';
import { nearest } from './suggest.ts';
import { waysToSay } from './table.ts';
import { usageHint } from './usage.ts';

/** The answer to words that name no command. */
export function unknownCommand(words: readonly string[], catalog: readonly CommandInfo[]): UserError {
  const toCome = notYet(words, catalog);
  if (toCome !== null) return toCome;
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

/** The answer to words that name no command of Waggle's, but one of docker's or one that is to come; or null. */
export function notYet(words: readonly string[], catalog: readonly CommandInfo[]): UserError | null {
  const [first = '', second = ''] = words.map((word) => word.toLowerCase());
  const verbs = DOCKER_VERBS.get(first);
  const said = (text: string) =>
    new UserError('usage', `Waggle cannot do "${text}" yet.`, insteadOf(first, words, catalog));
  if (verbs?.has(second) === true) return said(`${first} ${second}`);
  if (verbs !== undefined && !nouns(catalog).includes(first)) return said(first);
  return SHORT_FORMS_TO_COME.has(first) ? said(first) : null;
}

/** `swarm update redis` was perhaps said as the slash command is, where docker updates the swarm itself. */
function insteadOf(first: string, words: readonly string[], catalog: readonly CommandInfo[]): string {
  const help = 'Say "help" for what it can do.';
  const meant = first === 'swarm' ? findCommand(words.slice(1), catalog) : null;
  return meant === null ? help : `For "${meant.command.name.join(' ')}" leave "swarm" out. ${help}`;
}

type Way<C> = { readonly command: C; readonly said: string };

/**
 * The command that was perhaps meant by words that name none. Noun and verb are compared each for itself, and docker's own
 * words too: what is nearer to one of those is no slip for a command of Waggle's.
 */
export function nearestCommand<C extends CommandInfo>(
  words: readonly string[],
  catalog: readonly C[],
): Way<C> | null {
  const ways = catalog.flatMap((command) =>
    waysToSay(command).map((way) => ({ command, said: way.join(' ') })),
  );
  const [first = '', second] = words.map((word) => word.toLowerCase());
  if (second !== undefined) {
    const noun = nearest(first, [...new Set([...nouns(catalog), ...DOCKER_VERBS.keys()])]);
    const found = noun === null ? null : nearestVerb(noun, second, ways);
    if (found !== null || noun === first) return found;
  }
  const short = ways.map(({ said }) => said).filter((said) => !said.includes(' '));
  const said = nearest(first, [...short, ...SHORT_FORMS_TO_COME]);
  return ways.find((way) => way.said === said) ?? null;
}

function nearestVerb<C>(noun: string, verb: string, ways: readonly Way<C>[]): Way<C> | null {
  const own = ways.filter(({ said }) => said.startsWith(`${noun} `)).map(({ said }) => said);
  const verbs = new Set([
    ...own.map((said) => said.slice(noun.length + 1)),
    ...(DOCKER_VERBS.get(noun) ?? []),
  ]);
  const meant = nearest(verb, [...verbs]);
  return ways.find(({ said }) => said === `${noun} ${meant}`) ?? null;
}
