import { findCommand, nouns } from '../../src/core/chat/find-command.ts';
import { helpCommand, helpList, helpNoun } from '../../src/core/chat/help.ts';
import { text } from '../../src/core/chat/kinds.ts';
import { withoutLead } from '../../src/core/chat/lead.ts';
import type { ParamTable } from '../../src/core/chat/param.ts';
import { safeQuote } from '../../src/core/chat/safe-quote.ts';
import { nearestCommand, notYet } from '../../src/core/chat/unknown-command.ts';
import { readBot, type CommandInfo } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import type { View } from '../../src/core/view/view.ts';

const params = {
  topic: { kind: text('TOPIC'), at: 'rest', meaning: 'a command, or a noun such as service' },
} satisfies ParamTable;

export const help = readBot({
  name: ['help'],
  aliases: [],
  summary: 'Explain what can be said',
  examples: ['help', 'help update', 'help service'],
  params,
  present: ({ topic }, catalog) => explain(topic, catalog),
});

function explain(topic: readonly string[], catalog: readonly CommandInfo[]): View {
  const words = withoutLead(topic);
  if (words.length === 0) return helpList(catalog);
  const found = findCommand(words, catalog);
  if (found !== null && found.length === words.length) return helpCommand(found.command);
  const noun = nouns(catalog).find((word) => word === words[0]?.toLowerCase());
  if (noun !== undefined && words.length === 1) return helpNoun(noun, catalog);
  const toCome = found === null ? notYet(words, catalog) : null;
  if (toCome !== null) throw toCome;
  const meant = found?.command ?? nearestCommand(words, catalog)?.command;
  throw new UserError(
    'not-found',
    `There is no help about ${safeQuote(words.join(' '))}.`,
    meant === undefined
      ? 'Say "help" for the list of commands.'
      : `Did you mean "help ${meant.name.join(' ')}"?`,
  );
}
