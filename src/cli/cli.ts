import { readFile } from 'node:fs/promises';
import packageJson from '../../package.json' with { type: 'json' };
import { createLog } from '../adapters/log/log.ts';
import { StoreError } from '../adapters/store/errors.ts';
import { ConfigError } from '../config/fault.ts';
import { isUnconfigured, loadConfig } from '../config/load.ts';
import { secretsOf } from '../config/settings.ts';
import { UserError } from '../core/errors.ts';
import { loadPractice, practise } from './practice.ts';
import { run } from './run.ts';
import { listenForStop } from './told.ts';
import { readWords, USAGE, type PracticeWords } from './words.ts';

/** sysexits.h EX_CONFIG: something was found in an unconfigured or misconfigured state. */
const EX_CONFIG = 78;
const EX_USAGE = 64;

const UNCONFIGURED = `Waggle is not configured yet. It needs

  waggle.yml        clusters, channels and who may change what; waggle.example.yml shows one
  SLACK_BOT_TOKEN   the bot token of your Slack app (manifest.yml makes the app)
  SLACK_APP_TOKEN   its app-level token, for Socket Mode; or SLACK_SIGNING_SECRET for HTTP
  WAGGLE_KEY        32 random bytes in base64: openssl rand -base64 32

README.md leads through it in five minutes.
`;

const NO_PRACTICE = `There is no practice here: it comes with Waggle's sources and a plain \`npm ci\`, not with the production image.
`;

const readText = (path: string) => readFile(path, 'utf8');

async function main(words: readonly string[]): Promise<number> {
  const asked = readWords(words);
  switch (asked.kind) {
    case 'help':
      process.stdout.write(USAGE);
      return 0;
    case 'version':
      process.stdout.write(`waggle ${packageJson.version}\n`);
      return 0;
    case 'unknown':
      process.stderr.write(asked.why === undefined ? USAGE : `${asked.why}\n\n${USAGE}`);
      return EX_USAGE;
    case 'practice':
      return await practice(asked, { code: 1, words: NO_PRACTICE });
    case 'start':
      // some configuration, however little, is meant: then its faults are told, and never practice opened
      return (await isUnconfigured(process.env, readText))
        ? await practice(
            { port: undefined, data: undefined, docker: false },
            { code: EX_CONFIG, words: UNCONFIGURED },
          )
        : await start();
  }
}

async function start(): Promise<number> {
  const settings = await loadConfig(process.env, readText);
  const log = createLog({ level: settings.logLevel, secrets: secretsOf(settings) });
  await run(
    settings,
    log,
    listenForStop((signal) => log.info({ signal }, 'stopping')),
  );
  return 0;
}

/** `without`: what is said, and the exit code, where there is no practice. */
async function practice(
  words: PracticeWords,
  without: { readonly code: number; readonly words: string },
): Promise<number> {
  const loaded = await loadPractice();
  if (loaded === undefined) {
    process.stderr.write(without.words);
    return without.code;
  }
  await practise(loaded, words);
  return 0;
}

/** Does what the command line asks for, and resolves with the exit code. Rejects with what is a fault of Waggle's own. */
export async function cli(words: readonly string[]): Promise<number> {
  try {
    return await main(words);
  } catch (error) {
    if (error instanceof ConfigError) {
      process.stderr.write(`${error.message}\n`);
      return EX_CONFIG;
    }
    if (error instanceof StoreError || error instanceof UserError) {
      process.stderr.write(`${[error.message, error.next].filter((part) => part !== undefined).join(' ')}\n`);
      // A token that Slack refuses is configuration too: no supervisor mends it by another start.
      return error instanceof UserError && error.code === 'bad-value' ? EX_CONFIG : 1;
    }
    throw error;
  }
}
