import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { stringify } from 'yaml';

const root = resolve(import.meta.dirname, '../..');

export type BotOptions = {
  /** The content of waggle.yml. */
  readonly config: unknown;
  readonly env: Readonly<Record<string, string>>;
};

/** The real bot in a process of its own, with a folder of its own that survives `kill` and `start`. */
export type Bot = {
  /** Starts it and resolves when it says that it is ready; rejects with its output when it ends before. */
  readonly start: () => Promise<void>;
  /** SIGKILL: no handler runs. Resolves when the process is gone. */
  readonly kill: () => Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  readonly stop: () => Promise<number | null>;
  /** Everything it ever printed. */
  readonly output: () => string;
  readonly dir: string;
  /** Ends it and removes its folder. */
  readonly dispose: () => Promise<void>;
};

/** Makes a bot; `start` runs it. */
export async function makeBot({ config, env }: BotOptions): Promise<Bot> {
  const dir = await mkdtemp(join(tmpdir(), 'waggle-bot-'));
  await writeFile(join(dir, 'waggle.yml'), stringify(config));
  let output = '';
  let child: ChildProcess | null = null;

  const start = async (): Promise<void> => {
    const started = spawn(process.execPath, [join(root, 'src/cli.ts'), 'start'], {
      cwd: dir,
      env: { PATH: process.env.PATH, WAGGLE_CONFIG: join(dir, 'waggle.yml'), LOG_LEVEL: 'debug', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    started.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const lines = createInterface({ input: started.stdout });
    await new Promise<void>((ready, failed) => {
      lines.on('line', (line) => {
        output += `${line}\n`;
        if (line.includes('"waggle is ready"')) ready();
      });
      started.once('exit', (code, signal) => {
        failed(
          new Error(`the bot ended with ${code ?? signal} before it was ready:\n${output.slice(-4000)}`),
        );
      });
    });
  };

  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const ending = child;
    child = null;
    if (ending === null) return null;
    if (ending.exitCode !== null || ending.signalCode !== null) return ending.exitCode;
    const exited = once(ending, 'exit');
    ending.kill(signal);
    await exited;
    return ending.exitCode;
  };

  return {
    start,
    kill: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    output: () => output,
    dir,
    dispose: async () => {
      await end('SIGKILL');
      await rm(dir, { recursive: true, force: true });
    },
  };
}
