import { parseArgs } from 'node:util';

export const USAGE = `Usage: waggle start
       waggle practice [--port N] [--data DIR] [--docker]

  start           connect to Slack and to the clusters of waggle.yml; without any configuration the same as practice
  practice        a local Slack as a web page, and swarms to try things on: nothing real is touched
    --port N      the page's port, on this machine alone (default: PORT, or 4268)
    --data DIR    keep everything in DIR from one start to the next
    --docker      command this machine's own Docker engine instead of practice swarms
  -h, --help      show this
  -v, --version   show the version
`;

/** What `waggle practice` was told. `port` is undefined where the environment, or the default, is to say it. */
export type PracticeWords = {
  readonly port: number | undefined;
  readonly data: string | undefined;
  readonly docker: boolean;
};

/** What the command line asks for. `unknown` is answered with why, if there is more to say than the usage, and the usage. */
export type Asked =
  | { readonly kind: 'help' | 'version' | 'start' }
  | ({ readonly kind: 'practice' } & PracticeWords)
  | { readonly kind: 'unknown'; readonly why?: string };

/** Reads the words behind `waggle`. */
export function readWords(words: readonly string[]): Asked {
  const [command, ...rest] = words;
  if (command === 'practice') return practiceWords(rest);
  if (command === '-h' || command === '--help' || command === 'help') return { kind: 'help' };
  if (command === '-v' || command === '--version') return { kind: 'version' };
  if (command !== 'start') return { kind: 'unknown' };
  if (rest.length === 0) return { kind: 'start' };
  return { kind: 'unknown', why: 'start takes no options; practice does: npm run practice -- --port 4270' };
}

/** A port as people write it; undefined for what is none. 0 is any free one. */
export function readPort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : undefined;
}

function practiceWords(words: readonly string[]): Asked {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        docker: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const port = values.port === undefined ? undefined : readPort(values.port);
    if (values.port !== undefined && port === undefined) {
      return { kind: 'unknown', why: `--port is a number from 0 (any free port) to 65535.` };
    }
    if (values.data?.trim() === '') return { kind: 'unknown', why: '--data names a folder.' };
    return { kind: 'practice', port, data: values.data, docker: values.docker };
  } catch (error) {
    return { kind: 'unknown', why: error instanceof Error ? firstSentence(error.message) : String(error) };
  }
}

/** parseArgs adds advice for words that begin with a dash, which no one needs here. */
function firstSentence(words: string): string {
  return `${words.replace(/\.\s.*$/s, '').replace(/\.$/, '')}.`;
}
