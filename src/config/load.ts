import { readClusters } from './clusters.ts';
import { crossFaults } from './cross-checks.ts';
import { readEnvironment, type Environment, type ReadFile, type Sources } from './environment.ts';
import { ConfigError, type Fault } from './fault.ts';
import { readRegistries } from './registries.ts';
import { ConfigFile } from './schema.ts';
import type { Settings } from './settings.ts';
import { codeOf, textOr } from './unreadable.ts';
import { expectedWords, issueFaults, readYaml, type YamlFile } from './yaml.ts';

const DEFAULT_FILE = 'waggle.yml';
/** What decoding leaves where bytes are no UTF-8, and what no YAML may hold. */
const NO_TEXT = /[\0\ufffd]/;

/** Where the configuration file is, as the environment says. */
export function configPath(env: Environment): string {
  return env['WAGGLE_CONFIG'] || DEFAULT_FILE;
}

/** True when nothing at all is configured: no file, and none of Waggle's own variables. */
export async function isUnconfigured(env: Environment, readFile: ReadFile): Promise<boolean> {
  const given = Object.entries(env).filter(
    ([name, value]) => /^(SLACK_|WAGGLE_(CONFIG|KEY)|DATABASE_URL)/.test(name) && value,
  );
  if (given.length > 0) return false;
  return readFile(DEFAULT_FILE).then(
    () => false,
    (error: unknown) => codeOf(error) === 'ENOENT',
  );
}

/**
 * Reads the whole configuration: the environment, the file, and the files that these name.
 * @throws ConfigError with every fault that was found.
 */
export async function loadConfig(env: Environment, readFile: ReadFile): Promise<Settings> {
  const faults: Fault[] = [];
  const sources: Sources = { env, readFile, faults };
  const given = await readEnvironment(sources);
  const path = configPath(env);
  const yaml = await readConfigFile(path, sources);
  const file = yaml === null ? null : checkFile(yaml, faults);
  const clusters = yaml === null || file === null ? null : await readClusters(yaml, file, path, sources);
  const registries = yaml === null || file === null ? null : await readRegistries(yaml, file, sources);

  const { botToken, connect, apiUrl, key, database, port, logLevel } = given;
  if (
    faults.length > 0 ||
    file === null ||
    clusters === null ||
    registries === null ||
    botToken === null ||
    connect === null ||
    apiUrl === null ||
    key === null ||
    database === null ||
    port === null ||
    logLevel === null
  ) {
    throw new ConfigError(faults);
  }
  return {
    slack: {
      botToken,
      connect,
      command: file.slack.command,
      ...(apiUrl === undefined ? {} : { apiUrl }),
    },
    clusters,
    access: { allow: file.allow, channels: file.channels },
    plan: { expiresAfterMs: file.plan.expires_after },
    rollout: {
      stuckAfterMs: file.rollout.stuck_after,
      settleMs: file.rollout.settle,
      pollMs: file.rollout.poll,
    },
    registries,
    key,
    database,
    port,
    logLevel,
  };
}

async function readConfigFile(path: string, { readFile, faults }: Sources): Promise<YamlFile | null> {
  const content = await textOr(readFile, path);
  const refuse = (expected: string): null => {
    faults.push({ file: path, line: null, field: '', expected });
    return null;
  };
  if (typeof content !== 'string') {
    return refuse(`${content.why}; waggle.example.yml shows one, WAGGLE_CONFIG names another place`);
  }
  if (NO_TEXT.test(content)) return refuse('is no text in UTF-8');
  return readYaml(path, content);
}

function checkFile(yaml: YamlFile, faults: Fault[]): ConfigFile | null {
  if (yaml.faults.length > 0) {
    faults.push(...yaml.faults);
    return null;
  }
  const read = ConfigFile.safeParse(yaml.value, { error: expectedWords });
  const found = [...(read.success ? [] : issueFaults(yaml, read.error.issues)), ...crossFaults(yaml)];
  faults.push(...found.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)));
  return read.success ? read.data : null;
}
