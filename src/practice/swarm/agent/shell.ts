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
const NOT_FOUND = 127;
const SECONDS = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
]);

/** Undefined: there is no such program. `programs`: those on the path. */
export function runCommand(
  argv: readonly string[],
  programs: readonly string[] = PROGRAMS,
): Course | undefined {
  const [path = '', ...args] = argv;
  const name = path.replace(/^(\/usr)?(\/local)?\/s?bin\//, '');
  if (!programs.includes(name)) return undefined;
  const at = args.indexOf('-c');
  if (SHELLS.has(name) && at !== -1) return runScript(args[at + 1] ?? '', programs);
  return runScript(argv.map((word) => `'${word.replaceAll("'", '"')}'`).join(' '), programs);
}

/** Commands one after the other, with `;`, `&&` and `||`; a loop runs for ever, and what it does inside is not acted out. */
export function runScript(script: string, programs: readonly string[] = PROGRAMS): Course {
  const log: { after: number; stream: 'stdout' | 'stderr'; line: string }[] = [];
  const heedsTerm = /(^|[;&\s])trap\s/.test(script);
  const endless = (): Course => ({ ends: undefined, heedsTerm, log });
  let after = 0;
  let code = 0;
  for (const { operator, text } of split(script)) {
    if ((operator === '&&' && code !== 0) || (operator === '||' && code === 0)) continue;
    const [name = '', ...args] = words(text);
    if (name === '' || name === 'trap') continue;
    if (name === 'exit') return { ends: { after, code: exitCode(args[0], code) }, heedsTerm, log };
    if (name === 'while' || name === 'until' || name === 'for' || ENDLESS.has(name)) return endless();
    if (name === 'sleep') {
      after += seconds(args) * 1000;
      if (after === Infinity) return endless();
      code = 0;
    } else if (name === 'echo') {
      log.push({ after, stream: 'stdout', line: args.join(' ') });
      code = 0;
    } else if (BUILTINS.has(name) || programs.includes(name.replace(/^(\/usr)?\/s?bin\//, ''))) {
      code = name === 'false' ? 1 : 0;
    } else {
      log.push({ after, stream: 'stderr', line: `sh: ${name}: not found` });
      code = NOT_FOUND;
    }
  }
  return { ends: { after, code }, heedsTerm, log };
}

function split(script: string): readonly { readonly operator: string; readonly text: string }[] {
  const parts = script.split(/\s*(&&|\|\||;|\n)\s*/);
  const commands: { operator: string; text: string }[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const text = (parts[at] ?? '').trim().replace(/^exec\s+/, '');
    commands.push({ operator: at === 0 ? ';' : (parts[at - 1] ?? ';'), text });
  }
  return commands;
}

/** Quotes are taken off, and what is written to a file is not seen. */
function words(text: string): readonly string[] {
  const found = text.matchAll(/"([^"]*)"|'([^']*)'|[^\s"']+/g);
  return [...found].map(([whole, double, single]) => double ?? single ?? whole);
}

function exitCode(written: string | undefined, otherwise: number): number {
  const code = Number(written ?? otherwise);
  return Number.isInteger(code) ? code & 0xff : 2;
}

function seconds(args: readonly string[]): number {
  let sum = 0;
  for (const arg of args) {
    if (/^inf(inity)?$/i.test(arg)) return Infinity;
    const [, count = '0', unit = 's'] = /^([\d.]+)([smhd]?)$/.exec(arg) ?? [];
    sum += Number(count) * (SECONDS.get(unit) ?? 1);
  }
  return sum;
}
