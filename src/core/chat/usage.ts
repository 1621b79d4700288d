import type { CommandInfo } from '../command.ts';
import { flags, isList, isSwitch, places, rowLabel, shortestWords, type Row } from './table.ts';

const FEW = 3;

/** One line: how a command is said, in its shortest words. `update [OPTIONS] SERVICE`. */
export function usage(command: CommandInfo): string {
  const named = flags(command.params);
  const options = named.length > FEW ? ['[OPTIONS]'] : named.map(option);
  return [...shortestWords(command), ...options, ...places(command.params).map(place)].join(' ');
}

/** What a person who slipped does next: the usage line and one example. */
export function usageHint(command: CommandInfo): string {
  const line = usage(command);
  const example = command.examples[0];
  return `Usage: ${line}${example === undefined || example === line ? '' : ` (for example: ${example})`}`;
}

/** A flag with its short form and value: `-d, --detach`, `--image IMAGE`. */
export function flagSyntax({ name, param }: Row): string {
  const short = param.short === undefined ? '' : `-${param.short}, `;
  return `${short}--${name}${isSwitch(param) ? '' : ` ${param.kind.hint}`}`;
}

function option(row: Row): string {
  const { name, param } = row;
  const value = isSwitch(param) ? `--${name}` : `--${name} ${param.kind.hint}`;
  const whole = param.repeated === true ? `${value}...` : value;
  return param.required === true ? whole : `[${whole}]`;
}

function place(row: Row): string {
  const whole = `${rowLabel(row)}${isList(row.param) ? '...' : ''}`;
  return row.param.required === true ? whole : `[${whole}]`;
}
