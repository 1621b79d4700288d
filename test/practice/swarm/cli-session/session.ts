import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerCli } from '../../../support/docker-cli.ts';
import { which } from '../../../support/lab/needs.ts';
import { openSwarm } from '../../../support/open-swarm.ts';
import { searchPath, until, type Ran } from '../../../support/run.ts';
import { plain } from './said-by-cli.ts';

/** What a command ended with, and its output without what differs from run to run. */
export type Said = {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
};

export const ok = (...out: string[]): Said => ({ code: 0, out, err: [] });
export const fails = (...err: string[]): Said => ({ code: 1, out: [], err });

/**
 * The real docker CLI on a swarm, as a person at a terminal has it, with names of its own. The suites of this folder run on real
 * engines too (project `lab`), so that what they expect is what docker says.
 */
export type Session = {
  /** The major number: 20 or 28. */
  readonly release: number;
  /** Some words changed: 20.10's, or today's. */
  readonly words: (old: string, now: string) => string;
  /** A name that no other session on the same swarm has. */
  readonly name: (what: string) => string;
  readonly image: (name: string) => string;
  readonly ran: (...args: string[]) => Promise<Ran>;
  readonly says: (...args: string[]) => Promise<Said>;
  /** Like `says`, with this on its input. */
  readonly tell: (input: string, ...args: string[]) => Promise<Said>;
  /** Starts a command that does not end by itself. */
  readonly follow: (...args: string[]) => Follow;
  /** Waits until a command prints this. */
  readonly untilSays: (words: RegExp, ...args: string[]) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type Follow = { readonly out: () => string; readonly end: () => Promise<void> };

/** The docker CLIs of this machine, each once. */
export const clis = (): string[] => {
  const found = ['/usr/local/bin/docker', '/usr/bin/docker', which('docker')].flatMap((path) => {
    try {
      return path === null ? [] : [realpathSync(path)];
    } catch {
      return []; // not there
    }
  });
  return [...new Set(found)];
};

/** `topic`: a word that no other session has at the same time. */
export const openSession = async (program: string, topic: string): Promise<Session> => {
  const { swarm, close } = await openSwarm();
  const { host } = swarm.node('node1');
  const config = await mkdtemp(join(tmpdir(), 'waggle-cli-'));
  const ran = (...args: string[]) => dockerCli(args, { host, config, program });
  const version = /version (\d+)/.exec((await ran('--version')).stdout)?.[1];
  if (version === undefined) throw new Error(`${program} does not tell its version`);

  const start = (args: readonly string[]) =>
    spawn(program, ['--host', host, ...args], {
      env: { PATH: searchPath, DOCKER_CONFIG: config },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  const prefix = `cli${version}-${topic}-`;
  /** Takes away what a session that failed left on a swarm that others use too. */
  const clear = async (): Promise<void> => {
    for (const kind of ['service', 'secret', 'config']) {
      const { stdout } = await ran(kind, 'ls', '--quiet', '--filter', `name=${prefix}`);
      const ids = stdout.split('\n').filter((id) => id !== '');
      if (ids.length > 0) await ran(kind, 'rm', ...ids);
    }
  };
  await clear();
  return {
    release: Number(version),
    words: (old, now) => (Number(version) < 28 ? old : now),
    name: (what) => `${prefix}${what}`,
    image: swarm.image,
    ran,
    says: async (...args) => said(await ran(...args)),
    tell: async (input, ...args) => {
      const child = start(args);
      const output = outputOf(child);
      child.stdin.end(input);
      return said(await output.ended);
    },
    follow: (...args) => {
      const child = start(args);
      const output = outputOf(child);
      return {
        out: () => output.soFar().stdout,
        end: async () => {
          child.kill();
          await output.ended;
        },
      };
    },
    untilSays: (words, ...args) =>
      until(
        `docker ${args.join(' ')} says ${words}`,
        async () => {
          const { stdout, stderr } = await ran(...args);
          return words.test(stdout + stderr);
        },
        { every: 200, timeout: 60_000 },
      ),
    close: async () => {
      await clear();
      await close();
      await rm(config, { recursive: true });
    },
  };
};

const said = ({ code, stdout, stderr }: Ran): Said => ({ code, out: plain(stdout), err: plain(stderr) });

const outputOf = (child: ReturnType<typeof spawn>) => {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (part: Buffer) => (stdout += part.toString()));
  child.stderr?.on('data', (part: Buffer) => (stderr += part.toString()));
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ stdout, stderr, code: code ?? -1 }));
  });
  return { ended, soFar: () => ({ stdout, stderr }) };
};
