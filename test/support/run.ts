import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

/** A fault of the machine or of how a swarm was asked for; its message is all that a person needs. */
export class LabError extends Error {
  override name = 'LabError';
}

export type Ran = { stdout: string; stderr: string; code: number };

export type RunOptions = {
  /** Milliseconds. Default 30 s. */
  timeout?: number;
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
};

/** Debian keeps dockerd, ip and iptables in sbin, which is not on every PATH. */
export const searchPath = `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`;

/**
 * Runs a program to its end. A non-zero exit is an answer, not an error.
 * @throws LabError when it cannot be started or does not end in time.
 */
export const run = (file: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> => {
  const timeout = options.timeout ?? 30_000;
  const settings = {
    timeout,
    killSignal: 'SIGKILL' as const,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, PATH: searchPath, ...options.env },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  return new Promise((resolve, reject) => {
    execFile(file, [...args], settings, (error, stdout, stderr) => {
      if (error === null) return resolve({ stdout, stderr, code: 0 });
      if (options.signal?.aborted === true) return reject(error);
      if (typeof error.code === 'number') return resolve({ stdout, stderr, code: error.code });
      const why = error.killed === true ? `did not end within ${timeout} ms` : error.message;
      return reject(new LabError(`${file} ${args[0] ?? ''}: ${why}`));
    });
  });
};

/** Runs a program that has to succeed. @throws LabError with what it wrote to stderr. */
export const mustRun = async (
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> => {
  const ran = await run(file, args, options);
  if (ran.code === 0) return ran.stdout;
  throw new LabError(
    `${file} ${args.join(' ')}: exit ${ran.code}: ${ran.stderr.trim() || ran.stdout.trim()}`,
  );
};

/**
 * Waits until `check` holds, asking every `every` ms (50).
 * @throws LabError naming `what` after `timeout` ms.
 */
export const until = async (
  what: string,
  check: () => Promise<boolean>,
  options: { timeout?: number; every?: number; signal?: AbortSignal | undefined } = {},
): Promise<void> => {
  const timeout = options.timeout ?? 30_000;
  const end = performance.now() + timeout;
  for (;;) {
    options.signal?.throwIfAborted();
    if (await check()) return;
    if (performance.now() > end) throw new LabError(`${what}: not within ${timeout / 1000} s.`);
    await pause(options.every ?? 50);
  }
};
