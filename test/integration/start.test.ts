import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSlackServer, type SlackServer } from '../../src/practice/slack/server.ts';

const cli = resolve(import.meta.dirname, '../../src/cli.ts');
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'waggle-start-'));
});
afterAll(() => rm(dir, { recursive: true }));

/**
 * Runs the command line in an empty folder; resolves with its exit code and what it printed. It is told to stop as soon as
 * it has printed `stopAt`. A process that a signal ended has the code -1.
 */
function waggle(args: readonly string[], env: Record<string, string> = {}, stopAt?: string) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((ended) => {
    const options = { cwd: dir, env: { PATH: process.env.PATH, ...env } };
    const child = execFile(process.execPath, [cli, ...args], options, (error, stdout, stderr) => {
      ended({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout, stderr });
    });
    let seen = '';
    let told = stopAt === undefined;
    child.stdout?.on('data', (chunk: string) => {
      seen += chunk;
      if (told || stopAt === undefined || !seen.includes(stopAt)) return;
      told = true;
      child.kill('SIGTERM');
    });
  });
}

describe('waggle start', () => {
  test.each([
    ['WAGGLE_KEY', Buffer.alloc(32, 7).toString('base64')],
    ['SLACK_BOT_TOKEN', 'xoxb-alone'],
    ['DATABASE_URL', 'sqlite:alone.sqlite'],
  ])(
    'with %s alone, names what else it needs and ends with 78: practice is not opened',
    async (name, value) => {
      const { code, stdout, stderr } = await waggle(['start'], { [name]: value });

      expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
      expect(stderr).toMatch(/cannot be used:[\s\S]*waggle\.yml/);
    },
  );

  test('with a wrong configuration, names every fault and ends with 78', async () => {
    const file = join(dir, 'wrong.yml');
    await writeFile(file, 'clusters:\n  prod:\n    endpoint: [unix:///x]\nchannels:\n  C012345: prd\n');
    const { code, stderr } = await waggle(['start'], {
      WAGGLE_CONFIG: file,
      SLACK_BOT_TOKEN: 'canary-token',
    });
    expect(code).toBe(78);
    expect(stderr).toMatch(/SLACK_BOT_TOKEN/);
    expect(stderr).toMatch(/SLACK_APP_TOKEN/);
    expect(stderr).toMatch(/WAGGLE_KEY/);
    expect(stderr).toMatch(/wrong\.yml:3: .*endpoint/);
    expect(stderr).toMatch(/wrong\.yml:5: channels\.C012345/);
    expect(stderr).not.toMatch(/canary-token|at .*\.ts:/);
  });

  test.each(['-h', '--help', 'help'])('%s shows the usage', async (word) => {
    const { code, stdout } = await waggle([word]);
    expect({ code, stdout: stdout.split('\n')[0] }).toEqual({ code: 0, stdout: 'Usage: waggle start' });
  });

  test('--version shows the version of the package', async () => {
    const { version } = JSON.parse(
      await readFile(resolve(import.meta.dirname, '../../package.json'), 'utf8'),
    );
    expect(await waggle(['--version'])).toEqual({ code: 0, stdout: `waggle ${version}\n`, stderr: '' });
  });

  test('an unknown word is answered with the usage and 64', async () => {
    const { code, stderr } = await waggle(['begin']);
    expect({ code, stderr: stderr.split('\n')[0] }).toEqual({ code: 64, stderr: 'Usage: waggle start' });
  });
});

describe('a start with a configuration that is right', () => {
  let slack: SlackServer;
  let taken: Server;
  let takenPort: number;
  beforeAll(async () => {
    slack = await startSlackServer({
      botToken: 'xoxb-right',
      appToken: 'xapp-right',
      signingSecret: '0123456789abcdef',
      seed: { users: [], channels: [] },
      mode: 'socket',
    });
    taken = createServer((socket) => socket.on('error', () => {}).resume());
    takenPort = await listening(taken);
  });
  afterAll(async () => {
    await slack.stop();
    await new Promise((resolve) => taken.close(resolve));
  });

  const given = async (more: Record<string, string>): Promise<Record<string, string>> => {
    await writeFile(join(dir, 'right.yml'), 'clusters:\n  prod:\n    endpoints: [unix:///nowhere.sock]\n');
    return {
      WAGGLE_CONFIG: join(dir, 'right.yml'),
      SLACK_BOT_TOKEN: 'xoxb-right',
      WAGGLE_KEY: Buffer.alloc(32, 7).toString('base64'),
      SLACK_API_URL: slack.url,
      PORT: '0',
      ...more,
    };
  };
  const socket = { SLACK_APP_TOKEN: 'xapp-right' };
  const http = { SLACK_SIGNING_SECRET: '0123456789abcdef' };

  test.each([
    ['SLACK_BOT_TOKEN', { ...socket, SLACK_BOT_TOKEN: 'xoxb-wrong' }],
    ['SLACK_APP_TOKEN', { SLACK_APP_TOKEN: 'xapp-wrong' }],
  ])('but a %s that Slack refuses ends with 78, and says so in one line', async (variable, env) => {
    const { code, stderr } = await waggle(['start'], await given(env));

    expect({ code, lines: stderr.trim().split('\n') }).toEqual({
      code: 78,
      lines: [expect.stringContaining(`Slack does not accept the token in ${variable} (invalid_auth). Copy`)],
    });
  });

  test.each([
    ['Socket Mode', socket],
    ['HTTP, before Slack is asked', { ...http, SLACK_API_URL: 'http://127.0.0.1:2/' }],
  ])('but a port that is in use ends with 1, and says so in one line: %s', async (_mode, env) => {
    const { code, stderr } = await waggle(['start'], await given({ ...env, PORT: String(takenPort) }));

    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `Port ${takenPort} is in use. Set PORT to a free one, or stop what listens there.\n`,
    });
  });

  test('a stop while Slack is waited for closes everything and ends with 0', async () => {
    const free = createServer();
    const port = await listening(free);
    await new Promise((resolve) => free.close(resolve));
    const env = {
      ...socket,
      SLACK_API_URL: `http://127.0.0.1:${port}/`,
      DATABASE_URL: 'sqlite:waits/w.sqlite',
    };

    const { code, stdout, stderr } = await waggle(['start'], await given(env), 'ECONNREFUSED');

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('"stopped"');
    expect(await readdir(join(dir, 'waits'))).toEqual(['w.sqlite']); // closed: nothing is left in a log beside it
  });

  test('a stop while the database is waited for ends with 0', async () => {
    const url = `postgres://w:w@127.0.0.1:${takenPort}/w`; // takes the connection and says nothing

    const { code, stderr } = await waggle(
      ['start'],
      await given({ ...socket, DATABASE_URL: url, LOG_LEVEL: 'debug' }),
      'opening the store',
    );

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen({ port: 0 }, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
