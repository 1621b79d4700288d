import './quiet-libraries.ts';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import packageJson from '../package.json' with { type: 'json' };
import { createLog } from './adapters/log/log.ts';
import { StoreError } from './adapters/store/errors.ts';
import { ConfigError } from './config/fault.ts';
import { isUnconfigured, loadConfig } from './config/load.ts';
import { secretsOf, type Settings } from './config/settings.ts';
import { UserError } from './core/errors.ts';
import type { Log } from './core/ports/log.ts';
import { startWaggle } from './main.ts';

/** sysexits.h EX_CONFIG: something was found in an unconfigured or misconfigured state. */
const EX_CONFIG = 78;
const EX_USAGE = 64;

const USAGE = `Usage: waggle start

  start           connect to Slack and to the clusters of waggle.yml
  -h, --help      show this
  -v, --version   show the version
`;

const UNCONFIGURED = `Waggle is not configured yet. It needs

  waggle.yml        clusters, channels and who may change what; waggle.example.yml shows one
  SLACK_BOT_TOKEN   the bot token of your Slack app (manifest.yml makes the app)
  SLACK_APP_TOKEN   its app-level token, for Socket Mode; or SLACK_SIGNING_SECRET for HTTP
  WAGGLE_KEY        32 random bytes in base64: openssl rand -base64 32

README.md leads through it in five minutes.
`;

const readText = (path: string) => readFile(path, 'utf8');

async function main(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  if (command === '-h' || command === '--help' || command === 'help') {
    process.stdout.write(USAGE);
    return 0;
  }
  if (command === '-v' || command === '--version') {
    process.stdout.write(`waggle ${packageJson.version}\n`);
    return 0;
  }
  if (command !== 'start' || rest.length > 0) {
    process.stderr.write(USAGE);
    return EX_USAGE;
  }
  if (await isUnconfigured(process.env, readText)) {
    process.stderr.write(UNCONFIGURED);
    return EX_CONFIG;
  }
  const settings = await loadConfig(process.env, readText);
  const log = createLog({ level: settings.logLevel, secrets: secretsOf(settings) });
  return await start(settings, log);
}

/** Runs until it is told to stop. A second signal ends it at once: what was under way is taken up by the next start. */
async function start(settings: Settings, log: Log): Promise<number> {
  const told = new AbortController();
  const stop = once(told.signal, 'abort');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (told.signal.aborted) process.exit(1);
      log.info({ signal }, 'stopping');
      told.abort(new Error('Waggle was told to stop'));
    });
  }
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'a promise was rejected and nobody listened');
    if (!told.signal.aborted) process.exit(1);
  });
  try {
    const waggle = await startWaggle(settings, log, told.signal);
    log.info({ clusters: [...settings.clusters.keys()] }, 'waggle is ready');
    const ended = await Promise.race([stop, waggle.refused]);
    await waggle.stop();
    if (ended instanceof UserError) throw ended;
  } catch (error) {
    if (error !== told.signal.reason) throw error; // otherwise it had not started yet
  }
  log.info({}, 'stopped');
  return 0;
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    process.exit(EX_CONFIG);
  }
  if (error instanceof StoreError || error instanceof UserError) {
    process.stderr.write(`${[error.message, error.next].filter((part) => part !== undefined).join(' ')}\n`);
    // A token that Slack refuses is configuration too: no supervisor mends it by another start.
    process.exit(error instanceof UserError && error.code === 'bad-value' ? EX_CONFIG : 1);
  }
  throw error;
}
