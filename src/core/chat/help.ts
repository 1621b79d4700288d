import type { CommandInfo } from '../command.ts';
import type { Inline, Part, View } from '../view/view.ts';
import { COMMON_PARAMS } from './common.ts';
import { nouns } from './find-command.ts';
import { sentence } from './sentence.ts';
import { flags, places, rowLabel, shortestWords, type Row } from './table.ts';
import { flagSyntax, usage } from './usage.ts';

const EXAMPLES = 3;

/** What can be said: the commands by noun, each with one line, and a few examples. */
export function helpList(catalog: readonly CommandInfo[]): View {
  const known = nouns(catalog);
  const groups = [...known.map((noun) => nounPart(noun, catalog)), botPart(catalog)];
  return {
    summary: 'What can be said',
    parts: [
      { kind: 'heading', text: 'What can be said' },
      ...groups.flatMap((part) => (part === null ? [] : [part])),
      { kind: 'text', text: examplesOf(catalog) },
      {
        kind: 'context',
        text: [
          "docker's own words work too, with or without ",
          { code: 'docker' },
          '. All commands take ',
          { code: '--cluster CLUSTER' },
          ', ',
          { code: '--share' },
          ' and ',
          { code: '--help' },
          '.',
        ],
      },
    ],
  };
}

/** The commands of one noun. */
export function helpNoun(noun: string, catalog: readonly CommandInfo[]): View {
  const part = nounPart(noun, catalog);
  return { summary: `What can be said about a ${noun}`, parts: part === null ? [] : [part] };
}

/** One command: what it does, how it is said, each parameter's meaning, and examples. */
export function helpCommand(command: CommandInfo): View {
  const name = command.name.join(' ');
  const rows = [...places(command.params), ...flags(command.params), ...flags(COMMON_PARAMS)];
  const ways = otherWays(command);
  return {
    summary: `${name}: ${command.summary}`,
    parts: [
      { kind: 'heading', text: name },
      { kind: 'text', text: `${command.summary}.` },
      { kind: 'code', text: usage(command) },
      ...(ways.length > 0 ? [{ kind: 'context', text: `Also said as ${ways.join(', ')}.` } as const] : []),
      {
        kind: 'table',
        columns: [{ title: 'Parameter' }, { title: 'Meaning' }],
        rows: rows.map((row) => [
          row.param.at === undefined ? flagSyntax(row) : rowLabel(row),
          meaningOf(row),
        ]),
      },
      { kind: 'text', text: [{ bold: 'Examples' }, ...command.examples.flatMap(codeLine)] },
    ],
  };
}

/** The ways to say a command beside the one that its usage shows. */
function otherWays(command: CommandInfo): readonly string[] {
  const name = command.name.join(' ');
  const shown = shortestWords(command).join(' ');
  const others = command.aliases.map((way) => way.join(' '));
  const dockers = command.name.length > 1 ? [`docker ${name}`] : [];
  return [name, ...dockers, ...others].filter((way) => way !== shown);
}

function nounPart(noun: string, catalog: readonly CommandInfo[]): Part | null {
  return commandsPart(
    noun,
    catalog.filter(({ name }) => name.length > 1 && name[0] === noun),
  );
}

function botPart(catalog: readonly CommandInfo[]): Part | null {
  return commandsPart(
    'waggle',
    catalog.filter(({ name }) => name.length === 1),
  );
}

function commandsPart(title: string, commands: readonly CommandInfo[]): Part | null {
  if (commands.length === 0) return null;
  const lines = commands.flatMap((command): Inline[] => [
    '\n',
    { code: usage(command) },
    `  ${command.summary}${shortFormOf(command)}`,
  ]);
  return { kind: 'text', text: [{ bold: title }, ...lines] };
}

/** Usage shows the short form, so the list says what it is short for. */
function shortFormOf(command: CommandInfo): string {
  return command.aliases.length === 0 ? '' : ` (${command.name.join(' ')})`;
}

function examplesOf(catalog: readonly CommandInfo[]): Inline[] {
  const changes = catalog.filter(({ kind }) => kind === 'change');
  const examples = [...changes, ...catalog].flatMap(({ examples: [first] }) =>
    first === undefined ? [] : [first],
  );
  return [{ bold: 'Examples' }, ...[...new Set(examples)].slice(0, EXAMPLES).flatMap(codeLine)];
}

function codeLine(text: string): Inline[] {
  return ['\n', { code: text }];
}

function meaningOf({ param }: Row): string {
  const notes = [
    ...(param.required === true ? ['Required.'] : []),
    ...(param.repeated === true ? ['May be repeated.'] : []),
    ...(param.aliases === undefined ? [] : [`Also ${param.aliases.join(', ')}.`]),
    ...(param.since === undefined ? [] : [`Needs engine API ${param.since}.`]),
  ];
  return [sentence(param.meaning), ...notes].join(' ');
}
