import type { Behaviour } from '../images/catalog.ts';

/** What a command does, as far as a newcomer's commands are understood. */
export type Course = {
  /** Undefined: it runs until it is stopped. ms. */
  readonly ends: { readonly after: number; readonly code: number } | undefined;
  /** As the first process it ends on SIGTERM only if it handles it. */
  readonly heedsTerm: boolean;
  readonly log: Behaviour['log'];
};

/** What a small Linux has. */
const PROGRAMS = (
  'ash bash cat date echo env false head hostname httpd id ls nc ping printenv ps pwd rm sh sleep tail test top touch true ' +
  'uname wget yes'
).split(' ');
const SHELLS = new Set(['sh', 'ash', 'bash']);
const BUILTINS = new Set(['echo', 'true', 'false', 'test', '[', ':', 'cd', 'export', 'set', 'pwd']);
const ENDLESS = new Set(['httpd', 'nc', 'ping', 'tail', 'top', 'yes']);
const LOOPS = new Set(['while', 'until', 'for']);
const NOT_FOUND = 127;
/** How long to sleep, with a unit; or for ever. */
const SLEEP = /^(?:(\d+(?:\.\d*)?|\.\d+)([smhd]?)|[Ii][Nn][Ff](?:[Ii][Nn][Ii][Tt][Yy])?)$/;
const SECONDS = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
]);

type Command = { readonly operator: string; readonly words: readonly string[] };

/** Undefined: there is no such program. `programs`: those on the path. */
export function runCommand(
  argv: readonly string[],
  programs: readonly string[] = PROGRAMS,
): Course | undefined {
  const [path = '', ...args] = argv;
  if (!programs.includes(nameOf(path))) return undefined;
  const at = args.indexOf('-c');
  if (SHELLS.has(nameOf(path)) && at !== -1) return runScript(args[at + 1] ?? '', programs);
  return runAll([{ operator: ';', words: argv }], programs, false);
}

/** Commands one after the other, with `;`, `&&` and `||`; a loop runs for ever, and what it does inside is not acted out. */
export function runScript(script: string, programs: readonly string[] = PROGRAMS): Course {
  const commands = parse(script);
  const heedsTerm = commands.some(({ words }) => words[0] === 'trap');
  return runAll(commands, programs, heedsTerm);
}

function runAll(commands: readonly Command[], programs: readonly string[], heedsTerm: boolean): Course {
  const log: { after: number; stream: 'stdout' | 'stderr'; line: string }[] = [];
  const endless: Course = { ends: undefined, heedsTerm, log };
  let after = 0;
  let code = 0;
  for (const { operator, words } of commands) {
    if ((operator === '&&' && code !== 0) || (operator === '||' && code === 0)) continue;
    const [first = '', ...args] = words[0] === 'exec' ? words.slice(1) : words;
    const name = nameOf(first);
    if (name === '' || name === 'trap') continue;
    if (name === 'exit') return { ends: { after, code: exitCode(args[0], code) }, heedsTerm, log };
    if (LOOPS.has(name) || ENDLESS.has(name)) return endless;
    if (name === 'sleep') {
      const odd = args.find((arg) => !SLEEP.test(arg));
      after += odd === undefined ? seconds(args) * 1000 : 0;
      if (after === Infinity) return endless;
      if (odd !== undefined) log.push({ after, stream: 'stderr', line: `sleep: invalid number '${odd}'` });
      code = odd === undefined ? 0 : 1;
    } else if (name === 'echo') {
      log.push({ after, stream: 'stdout', line: args.join(' ') });
      code = 0;
    } else if (BUILTINS.has(name) || programs.includes(name)) {
      code = name === 'false' ? 1 : 0;
    } else {
      log.push({ after, stream: 'stderr', line: `sh: ${first}: not found` });
      code = NOT_FOUND;
    }
  }
  return { ends: { after, code }, heedsTerm, log };
}

/** Quotes are taken off; pipes and redirections are words like any other. */
function parse(script: string): readonly Command[] {
  const commands: { operator: string; words: string[] }[] = [{ operator: ';', words: [] }];
  const tokens = script.matchAll(/"([^"]*)"|'([^']*)'|(&&|\|\||;|\n)|[^\s"';&|]+|[&|]/g);
  for (const [whole, double, single, operator] of tokens) {
    if (operator === undefined) commands.at(-1)?.words.push(double ?? single ?? whole);
    else commands.push({ operator, words: [] });
  }
  return commands;
}

/** A program without its folder. */
function nameOf(path: string): string {
  return path.replace(/^(\/usr)?(\/local)?\/s?bin\//, '');
}

function exitCode(written: string | undefined, otherwise: number): number {
  const code = Number(written ?? otherwise);
  return Number.isInteger(code) ? code & 0xff : 2;
}

function seconds(args: readonly string[]): number {
  let sum = 0;
  for (const arg of args) {
    const [, count, unit = 's'] = SLEEP.exec(arg) ?? [];
    if (count === undefined) return Infinity;
    sum += Number(count) * (SECONDS.get(unit) ?? 1);
  }
  return sum;
}
