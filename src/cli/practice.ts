import { join } from 'node:path';
import { createLog } from '../adapters/log/log.ts';
import { StoreError } from '../adapters/store/errors.ts';
import { loadConfig } from '../config/load.ts';
import { secretsOf } from '../config/settings.ts';
import { UserError } from '../core/errors.ts';
import type * as practiceModule from '../practice/main.ts';
import { dockerEnvironment } from '../quiet-libraries.ts';
import { dockerHost } from './docker-host.ts';
import { run } from './run.ts';
import { listenForStop, type Told } from './told.ts';
import { readPort, type PracticeWords } from './words.ts';

/** Not 3000 and its neighbours, which many who try this have in use. */
const DEFAULT_PORT = 4268;

/** Practice, once it is loaded. */
export type Loaded = typeof practiceModule;
type Practice = practiceModule.Practice;

/** Loads practice. Undefined where there is none: in the production image, and without the packages for development. */
export async function loadPractice(): Promise<Loaded | undefined> {
  try {
    return await import('../practice/main.ts');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Practice as a whole, or a package that it needs. A file of its own that it misses is a fault, and to be told as one. */
function isMissing(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_MODULE_NOT_FOUND') return false;
  return /^Cannot find package |practice.main\.ts' imported from /.test(error.message);
}

/**
 * Opens practice, connects the bot to it in this same process, and runs both until told to stop.
 * @throws UserError or ConfigError for what the one who starts it can mend.
 */
export async function practise(
  { openPractice, PracticeRefusal }: Loaded,
  words: PracticeWords,
): Promise<void> {
  const port = words.port ?? environmentsPort();
  const docker = words.docker ? dockerHost(dockerEnvironment) : undefined;
  const told = listenForStop(() => say('Ending.'));
  try {
    const practice = await openPractice({
      port,
      ...(words.data === undefined ? {} : { data: words.data }),
      ...(docker === undefined ? {} : { docker }),
      onFault: tellFault,
    });
    try {
      await runBot(practice, words, told);
    } finally {
      await practice.stop();
    }
  } catch (error) {
    if (error instanceof PracticeRefusal) throw new UserError('not-possible', error.message);
    if (error instanceof StoreError) throw storeRefusal(error, words.data);
    throw error;
  }
}

/** The bot knows its store by a path of this start alone, and speaks of variables that practice does not read. */
function storeRefusal({ message }: StoreError, data: string | undefined): UserError {
  const told = message.replace(/\S*waggle\.sqlite/, join(data ?? '', 'waggle.sqlite'));
  return new UserError('not-possible', told, 'Move that file away, or choose another folder with --data.');
}

async function runBot(practice: Practice, { data }: PracticeWords, told: Told): Promise<void> {
  const env = { ...practice.env, LOG_LEVEL: process.env['LOG_LEVEL'] || 'error' }; // what one breaks is warned of on the page, in words
  const readFile = (path: string): Promise<string> => {
    const content = practice.files.get(path);
    return content === undefined
      ? Promise.reject(new Error(`practice has no file ${path}`))
      : Promise.resolve(content);
  };
  const settings = await loadConfig(env, readFile);
  // standard output is for the one who reads the address
  const destination = { write: (line: string) => void process.stderr.write(line) };
  const log = createLog({ level: settings.logLevel, secrets: secretsOf(settings), destination });
  // nobody asks after the health of a practice, and nothing of it shall listen but the page
  await run(settings, log, told, { health: false, ready: () => say(welcome(practice, data)) });
}

function welcome({ address, notice }: Practice, data: string | undefined): string {
  const about = notice ?? 'Slack and the swarms in it are here for practice: nothing real is touched.';
  // what was done to a real engine stays done: only the words are thrown away
  const what = notice === undefined ? 'All of it' : 'What is said here';
  const kept =
    data === undefined
      ? `${what} is thrown away at the end; --data DIR keeps it.`
      : `${what} is kept in ${data}.`;
  return `Waggle's practice workspace is open. Look at it in a browser:

  ${address}

${about}
${kept}
Ctrl-C ends it.`;
}

/** PORT, which the page then has. @throws UserError `bad-value` for what is no port. */
function environmentsPort(): number {
  const given = process.env['PORT'] ?? '';
  const port = given === '' ? DEFAULT_PORT : readPort(given);
  if (port !== undefined) return port;
  throw new UserError('bad-value', 'PORT is a number from 0 (any free port) to 65535.');
}

function say(words: string): void {
  process.stdout.write(`${words}\n`);
}

function tellFault(error: unknown): void {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`A fault of practice itself: ${words}\n`);
}
