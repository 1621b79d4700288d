import type { Common } from '../../../src/core/chat/common.ts';
import type { RawArgs } from '../../../src/core/chat/param.ts';
import { quoteWord } from '../../../src/core/chat/quote-word.ts';
import { flags, places, takesPairs, type Row } from '../../../src/core/chat/table.ts';
import type { CommandInfo } from '../../../src/core/command.ts';

/**
 * A command and its arguments as the text that says them, in docker's words: `docker service update --image redis:3.0.6 redis`.
 * Parsed again, it is the same command with the same arguments.
 */
export function format(command: CommandInfo, raw: RawArgs, common: Common = { share: false }): string {
  const placed = places(command.params).flatMap((row) => values(raw[row.name]).map(String));
  const words = [
    ...(command.name.length > 1 ? ['docker'] : []), // docker's commands have a noun and a verb
    ...command.name,
    ...flags(command.params).flatMap((row) => flagWords(row, raw[row.name])),
    ...(common.cluster === undefined ? [] : withValue('cluster', common.cluster)),
    ...(common.share ? ['--share'] : []),
    ...(placed.some((word) => looksLikeFlag(word, command)) ? ['--'] : []),
    ...placed,
  ];
  return words.map(quoteWord).join(' ');
}

function flagWords({ name }: Row, value: RawArgs[string] | undefined): readonly string[] {
  return values(value).flatMap((one) => {
    if (typeof one === 'string') return withValue(name, one);
    return one ? [`--${name}`] : [`--${name}=false`];
  });
}

/** A value that begins with a dash would read as a flag in a word of its own. */
function withValue(name: string, value: string): readonly string[] {
  return value.startsWith('-') ? [`--${name}=${value}`] : [`--${name}`, value];
}

function values(value: RawArgs[string] | undefined): readonly (string | boolean)[] {
  return value === undefined ? [] : [value].flat();
}

function looksLikeFlag(word: string, command: CommandInfo): boolean {
  return word.startsWith('-') || (word.includes('=') && !takesPairs(command.params));
}
