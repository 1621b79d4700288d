import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { takeLock } from './lock.ts';
import { PracticeRefusal } from './refusal.ts';

/** Where a practice has its files. */
export type Place = {
  /** A new folder of this start alone, with a short path without blanks: sockets have to be below it. Gone at the end. */
  readonly temporary: string;
  /** The folder that outlives this start, if one was asked for. */
  readonly kept: string | undefined;
  /** The kept folder, or else the temporary one, by a path without blanks. */
  readonly store: string;
  /** What the bot seals its store with: 32 bytes in base64. */
  readonly key: string;
  /** Gives the folders back. */
  readonly close: () => Promise<void>;
};

/**
 * Makes the folders of a practice. `data`: what is to be kept, one practice at a time; made where it is missing.
 * @throws PracticeRefusal when that cannot be used.
 */
export async function openPlace(data: string | undefined): Promise<Place> {
  const kept = data === undefined ? undefined : resolve(data);
  const unlock = kept === undefined ? () => {} : await claim(kept);
  try {
    const key = kept === undefined ? newKey() : await keyIn(kept);
    const temporary = await mkdtemp(join(tmpdir(), 'waggle-'));
    // where the process is ended at once, nothing else is left to do it
    const sweep = (): void => rmSync(temporary, { recursive: true, force: true });
    process.once('exit', sweep);
    const store = join(temporary, 'store');
    await (kept === undefined ? mkdir(store) : symlink(kept, store));
    return {
      temporary,
      kept,
      store,
      key,
      close: async () => {
        await rm(temporary, { recursive: true, force: true });
        process.off('exit', sweep);
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/**
 * Makes a folder for its owner alone, and those above it; one that is there stays as it is. Node's own `recursive` never ends where
 * a folder that exists can hold none, such as /proc.
 */
async function makeFolder(folder: string): Promise<void> {
  const make = (): Promise<void> => mkdir(folder, { mode: 0o700 });
  try {
    await make();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return; // if it is no folder, the lock in it cannot be made
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await make();
  }
}

/** Makes the folder where it is missing, and takes it. */
async function claim(folder: string): Promise<() => void> {
  let unlock: (() => void) | undefined;
  try {
    await makeFolder(folder);
    unlock = takeLock(join(folder, 'lock'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PracticeRefusal(`The folder ${folder} cannot be used (${why}). Choose another with --data.`);
  }
  if (unlock !== undefined) return unlock;
  throw new PracticeRefusal(
    `Another practice is using the folder ${folder}. End that one, or choose another folder with --data.`,
  );
}

const KEY = /^[A-Za-z0-9+/]{43}=$/;

function newKey(): string {
  return randomBytes(32).toString('base64');
}

async function keyIn(folder: string): Promise<string> {
  const file = join(folder, 'key');
  try {
    const key = (await readFile(file, 'utf8')).trim();
    if (KEY.test(key)) return key;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const key = newKey();
    await writeFile(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
    return key;
  }
  throw new PracticeRefusal(
    `${file} holds no key any more, and what is kept beside it cannot be read without. Bring it back, or choose another folder with --data.`,
  );
}
