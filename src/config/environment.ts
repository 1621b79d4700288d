import type { LogLevel } from '../core/ports/log.ts';
import { ENVIRONMENT, type Fault } from './fault.ts';
import type { Settings } from './settings.ts';
import { slipIn } from './slips.ts';
import { textOr } from './unreadable.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
export type ReadFile = (path: string) => Promise<string>;

/** Where values come from, and where faults go. */
export type Sources = {
  readonly env: Environment;
  readonly readFile: ReadFile;
  readonly faults: Fault[];
};

const KEY = 'expected 32 random bytes in base64; make them with `openssl rand -base64 32`';
const DATABASE =
  'expected postgres://user:password@host:5432/database or sqlite:path/to/file (default: sqlite:data/waggle.sqlite)';

/** What the environment alone says, null where it is at fault. */
export async function readEnvironment(sources: Sources) {
  const botToken = await secret(
    sources,
    'SLACK_BOT_TOKEN',
    /^xoxb-[\w-]+$/,
    'expected a bot token (xoxb-...)',
  );
  if (botToken === undefined) fault(sources, 'SLACK_BOT_TOKEN', 'expected a bot token (xoxb-...)');
  return {
    botToken: botToken ?? null,
    connect: await connection(sources),
    apiUrl: apiUrl(sources),
    key: await sealingKey(sources),
    database: await database(sources),
    port: port(sources),
    logLevel: logLevel(sources),
  };
}

/**
 * A secret from the variable, or from the file that `<name>_FILE` names. Undefined when neither is given, null when it is
 * at fault, which is noted. An empty variable counts as one that is not given. Faults never quote what was given.
 */
export async function secret(
  { env, readFile, faults }: Sources,
  name: string,
  form: RegExp,
  expected: string,
): Promise<string | null | undefined> {
  const value = env[name] ?? '';
  const path = env[`${name}_FILE`] ?? '';
  const refuse = (field: string, words: string): null => {
    faults.push({ file: ENVIRONMENT, line: null, field, expected: words });
    return null;
  };
  if (value !== '' && path !== '') return refuse(name, `expected ${name} or ${name}_FILE, not both`);
  if (path === '') {
    if (value === '') return undefined;
    return form.test(value) ? value : refuse(name, `${expected}${slipIn(name, value)}`);
  }
  const content = await textOr(readFile, path);
  if (typeof content !== 'string') return refuse(`${name}_FILE`, `the file that it names ${content.why}`);
  const held = content.replace(/\r?\n$/, '');
  return form.test(held) ? held : refuse(`${name}_FILE`, `${expected} in the file${slipIn(name, held)}`);
}

async function connection(sources: Sources): Promise<Settings['slack']['connect'] | null> {
  const appToken = await secret(
    sources,
    'SLACK_APP_TOKEN',
    /^xapp-[\w-]+$/,
    'expected an app token (xapp-...)',
  );
  const signingSecret = await secret(
    sources,
    'SLACK_SIGNING_SECRET',
    /^[^\s"']{8,}$/,
    'expected the signing secret of the Slack app',
  );
  if (appToken === undefined && signingSecret === undefined) {
    return fault(
      sources,
      'SLACK_APP_TOKEN',
      'expected an app token (xapp-..., Socket Mode), or SLACK_SIGNING_SECRET (HTTP)',
    );
  }
  if (appToken !== undefined && signingSecret !== undefined) {
    return fault(
      sources,
      'SLACK_SIGNING_SECRET',
      'expected SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP), not both',
    );
  }
  if (typeof appToken === 'string') return { kind: 'socket', appToken };
  if (typeof signingSecret === 'string') return { kind: 'http', signingSecret };
  return null;
}

async function sealingKey(sources: Sources): Promise<Uint8Array | null> {
  const given = await secret(sources, 'WAGGLE_KEY', /^[\w+/-]{43}=?$/, KEY);
  if (given === undefined) return fault(sources, 'WAGGLE_KEY', KEY);
  return given === null ? null : new Uint8Array(Buffer.from(given, 'base64'));
}

async function database(sources: Sources): Promise<Settings['database'] | null> {
  const given = await secret(sources, 'DATABASE_URL', /^[^\s"']\S*$/, DATABASE);
  if (given === undefined) return { file: 'data/waggle.sqlite' };
  if (given === null) return null;
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(given)?.[1];
  if (file !== undefined) return { file };
  // As pg reads it: a host may be left out, where `?host=` names a socket's folder.
  const url = given.replace('@/', '@localhost/');
  return /^postgres(ql)?:\/\//.test(given) && URL.canParse(url)
    ? { url: given }
    : fault(sources, 'DATABASE_URL', DATABASE);
}

function apiUrl(sources: Sources): string | null | undefined {
  const given = sources.env['SLACK_API_URL'] ?? '';
  if (given === '') return undefined;
  if (!URL.canParse(given) || !/^https?:\/\/[^/?#@]+(\/[^?#]*)?$/.test(given)) {
    return fault(sources, 'SLACK_API_URL', 'expected https://host/path/ without user, query and fragment');
  }
  return given.endsWith('/') ? given : `${given}/`;
}

function port(sources: Sources): number | null {
  const given = sources.env['PORT'] ?? '';
  if (given === '') return 3000;
  const number = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN;
  return number <= 65_535
    ? number
    : fault(sources, 'PORT', 'expected a number from 0 (any free port) to 65535');
}

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

function logLevel(sources: Sources): LogLevel | null {
  const given = sources.env['LOG_LEVEL'] ?? '';
  if (given === '') return 'info';
  const level = LEVELS.find((each) => each === given);
  return level ?? fault(sources, 'LOG_LEVEL', `expected one of ${LEVELS.join(', ')}`);
}

function fault({ faults }: Sources, field: string, expected: string): null {
  faults.push({ file: ENVIRONMENT, line: null, field, expected });
  return null;
}
