import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

/** `waggle practice` as somebody runs it: the real command line in a process of its own, on a free port. */
export type PracticeProcess = {
  /** What it says to open in a browser, a start token included. */
  readonly address: string;
  /** Scheme, host and port of the page. */
  readonly origin: string;
  readonly pid: number;
  /** Everything it has printed. */
  readonly output: () => string;
  /** SIGINT, as Ctrl-C sends it; resolves with the exit code. */
  readonly stop: () => Promise<number | null>;
};

/** Starts it and resolves when it has printed its address; rejects with its output when it ends before. */
export async function startPracticeProcess(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<PracticeProcess> {
  const dir = await mkdtemp(join(tmpdir(), 'waggle-browser-'));
  const child = spawn(process.execPath, [join(root, 'src/cli.ts'), 'practice', '--port', '0', ...args], {
    cwd: dir,
    // Nothing else of the environment: a machine that has a configuration of its own must not be asked for it.
    env: { PATH: process.env['PATH'], HOME: dir, TMPDIR: tmpdir(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
    await exited;
    await rm(dir, { recursive: true, force: true });
    return child.exitCode;
  };
  const read = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  try {
    const address = await new Promise<string>((found, failed) => {
      child.stdout.on('data', () => {
        const [printed] = /http:\/\/127\.0\.0\.1:\d+\S*(?=\s)/.exec(output) ?? [];
        if (printed !== undefined) found(printed);
      });
      child.once('exit', (code, signal) => {
        failed(new Error(`practice ended with ${code ?? signal} before it said its address:\n${output}`));
      });
    });
    const { origin } = new URL(address);
    return { address, origin, pid: child.pid ?? 0, output: () => output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
