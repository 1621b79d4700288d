import type { Environment, ReadFile } from '../../src/config/environment.ts';
import { ConfigError, faultLine } from '../../src/config/fault.ts';
import { loadConfig } from '../../src/config/load.ts';

export const KEY_TEXT = Buffer.alloc(32, 7).toString('base64');

/** An environment that is enough, for Socket Mode. */
export const ENOUGH: Environment = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  WAGGLE_KEY: KEY_TEXT,
};

export const SMALL_FILE = `clusters:
  prod:
    endpoints: [unix:///var/run/docker.sock]
`;

/** Reads from what is given here, and misses the rest as the file system would. */
export function filesOf(files: Readonly<Record<string, string>>): ReadFile {
  return async (path) => {
    const content = files[path];
    if (content !== undefined) return content;
    throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
  };
}

/** The faults of a configuration, one line each; empty when there is none. */
export async function faultsOf(
  file: string | Readonly<Record<string, string>>,
  env: Environment = ENOUGH,
): Promise<string[]> {
  const files = typeof file === 'string' ? { 'waggle.yml': file } : file;
  try {
    await loadConfig(env, filesOf(files));
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map(faultLine);
    throw error;
  }
}
