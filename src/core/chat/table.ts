import type { CommandInfo } from '../command.ts';
import type { Param, ParamTable } from './param.ts';

export type Row = { readonly name: string; readonly param: Param };

/** The rows given by place, in order. */
export function places(params: ParamTable): readonly Row[] {
  return rows(params).filter(({ param }) => param.at !== undefined);
}

/** The rows given by name. */
export function flags(params: ParamTable): readonly Row[] {
  return rows(params).filter(({ param }) => param.at === undefined);
}

/** A flag that takes no value. */
export function isSwitch(param: Param): boolean {
  return param.kind.hint === '';
}

/** Whether a row's values are a list. */
export function isList(param: Param): boolean {
  return param.repeated === true || param.at === 'rest';
}

/** True when a place takes pairs such as `redis=5`, so that `x=y` cannot mean a flag. */
export function takesPairs(params: ParamTable): boolean {
  return places(params).some(({ param }) => param.kind.hint.includes('='));
}

/** The row of a flag by its name or one of its other names. */
export function flagNamed(params: ParamTable, name: string): Row | undefined {
  return flags(params).find((row) => row.name === name || row.param.aliases?.includes(name));
}

/** All names that a table's flags go by. */
export function flagNames(params: ParamTable): readonly string[] {
  return flags(params).flatMap(({ name, param }) => [name, ...(param.aliases ?? [])]);
}

/** How a person refers to a row: `--update-delay`, or `SERVICE` for a place. */
export function rowLabel({ name, param }: Row): string {
  return param.at === undefined ? `--${name}` : param.kind.hint || name.toUpperCase();
}

/** All ways to say a command, as words: docker's first, then the short ones. */
export function waysToSay(command: CommandInfo): readonly (readonly string[])[] {
  return [command.name, ...command.aliases];
}

/** The words that usage and hints say a command in: the first short form where it has one. */
export function shortestWords(command: CommandInfo): readonly string[] {
  return command.aliases[0] ?? command.name;
}

function rows(params: ParamTable): readonly Row[] {
  return Object.entries(params).map(([name, param]) => ({ name, param }));
}
