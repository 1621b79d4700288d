import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import {
  keyOf,
  type Act,
  type Answer,
  type Feed,
  type Message,
  type Thing,
} from '../../../src/practice/web/protocol.ts';

const cli = resolve(import.meta.dirname, '../../../src/cli.ts');

/** A folder for one test: where processes start, and their folder for what is temporary. */
export type Yard = { readonly dir: string; readonly temporary: string; readonly remove: () => Promise<void> };

export async function makeYard(): Promise<Yard> {
  // short, since sockets are below it
  const dir = await mkdtemp(join(tmpdir(), 'wp-'));
  const temporary = await mkdtemp(join(dir, 't'));
  return { dir, temporary, remove: () => rm(dir, { recursive: true, force: true }) };
}

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Runs the command line until it ends by itself. */
export function runToEnd(
  yard: Yard,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
  script = cli,
): Promise<Ended> {
  return new Promise((ended) => {
    const options = { cwd: yard.dir, env: environment(yard, env) };
    execFile(process.execPath, [script, ...words], options, (error, stdout, stderr) => {
      ended({
        code: error === null ? 0 : typeof error.code === 'number' ? error.code : null,
        stdout,
        stderr,
      });
    });
  });
}

/** A practice in a process of its own, as a browser and a terminal see it. */
export type Running = {
  readonly pid: number;
  /** What was printed until it was ready. */
  readonly said: string;
  readonly address: string;
  /** Headers of a request that the page would make. */
  readonly headers: Readonly<Record<string, string>>;
  readonly act: (as: string, act: Act) => Promise<Answer>;
  /** Follows what a person sees until it fits. Rejects when the stream ends before. */
  readonly sees: <T>(as: string, fits: (things: readonly Thing[]) => T | undefined) => Promise<T>;
  /** As `sees`, for the first message that fits. */
  readonly seesMessage: (as: string, fits: (message: Message) => boolean) => Promise<Message>;
  /** Sends the signals, one right after the other, and resolves when the process has ended. */
  readonly end: (...signals: NodeJS.Signals[]) => Promise<Ended>;
};

/** Starts it, and resolves when it says that it is open. Rejects with its output if it ends before. */
export async function startPractice(
  yard: Yard,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const child = spawn(process.execPath, [cli, ...words], {
    cwd: yard.dir,
    env: environment(yard, env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()));
  await new Promise<void>((ready, failed) => {
    child.stdout.on('data', (part: Buffer) => {
      stdout += part.toString();
      if (stdout.includes('Ctrl-C')) ready();
    });
    void exited.then(([code]) => failed(new Error(`practice ended with ${code}:\n${stdout}\n${stderr}`)));
  });
  const address = /http:\/\/\S+/.exec(stdout)?.[0] ?? '';
  const { origin } = new URL(address);
  const headers = { ...(await cookieOf(address)), origin };

  const act: Running['act'] = async (as, what) => {
    const answer = await fetch(`${origin}/act?as=${as}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(what),
    });
    return (await answer.json()) as Answer;
  };
  const sees: Running['sees'] = async (as, fits) => {
    const things = new Map<string, Thing>();
    for await (const feed of feeds(`${origin}/live?as=${as}`, headers)) {
      for (const thing of feed.put) things.set(keyOf(thing), thing);
      for (const key of feed.drop) things.delete(key);
      const found = fits([...things.values()]);
      if (found !== undefined) return found;
    }
    throw new Error(
      `the stream of ${as} ended before that was seen; it showed ${JSON.stringify([...things.values()])}`,
    );
  };
  return {
    pid: child.pid ?? 0,
    said: stdout,
    address,
    headers,
    act,
    sees,
    seesMessage: (as, fits) =>
      sees(as, (things) => things.find((thing): thing is Message => thing.kind === 'message' && fits(thing))),
    end: async (...signals) => {
      for (const signal of signals) child.kill(signal);
      await exited;
      return { code: child.exitCode, stdout, stderr };
    },
  };
}

/** All that a message shows, as one string. */
export function wordsOf({ text, blocks }: Message): string {
  return `${text}\n${JSON.stringify(blocks)}`;
}

const Actions = z.object({
  block_id: z.string(),
  elements: z.array(z.looseObject({ action_id: z.string(), text: z.object({ text: z.string() }) })),
});

/** Where a button with this label is, for `click`. */
export function buttonOf(
  { channel, ts, blocks }: Message,
  label: string,
): Pick<Extract<Act, { act: 'click' }>, 'target' | 'blockId' | 'actionId'> {
  for (const block of blocks) {
    const actions = Actions.safeParse(block).data;
    const button = actions?.elements.find(({ text }) => text.text === label);
    if (actions === undefined || button === undefined) continue;
    return { target: { channel, ts }, blockId: actions.block_id, actionId: button.action_id };
  }
  throw new Error(`there is no button ${label} in ${JSON.stringify(blocks)}`);
}

/** Nothing of this process's own configuration. */
function environment({ temporary }: Yard, env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, TMPDIR: temporary, ...env };
}

/** The cookie that the address brings, where there is a token in it. */
async function cookieOf(address: string): Promise<Record<string, string>> {
  if (!address.includes('token=')) return {};
  const answer = await fetch(address, { redirect: 'manual' });
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
  return { cookie };
}

async function* feeds(url: string, headers: Readonly<Record<string, string>>): AsyncGenerator<Feed> {
  const answer = await fetch(url, { headers });
  if (!answer.ok || answer.body === null) throw new Error(`${url} was answered with ${answer.status}`);
  const decoder = new TextDecoder();
  let rest = '';
  for await (const part of answer.body) {
    const lines = (rest + decoder.decode(part, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines)
      if (line.startsWith('data: ')) yield JSON.parse(line.slice('data: '.length)) as Feed;
  }
}
