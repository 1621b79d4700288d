import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoreContent } from '../state/store.ts';

/** What a swarm is begun again from. */
export type SavedSwarm = {
  /** By the swarm's clock; ms since 1970. */
  readonly savedAt: number;
  /** Where chance had got to: ids go on from there, so that none is given twice. */
  readonly random: number;
  /** Every engine, with its node if it is in the swarm. */
  readonly engines: readonly { readonly name: string; readonly nodeId?: string }[];
  readonly content: StoreContent;
};

/** A file that no swarm can be begun again from. The message is for the person who can mend it. */
export class SavedSwarmError extends Error {
  override name = 'SavedSwarmError';
}

const FORMAT = 1;
const FILE = 'swarm.json';

const fileIn = (folder: string): string => join(folder, FILE);

const checksum = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * What was saved in a folder; undefined when nothing was.
 * @throws SavedSwarmError for a file that is damaged, or of another format; the file stays as it is.
 */
export async function readSaved(folder: string): Promise<SavedSwarm | undefined> {
  const file = fileIn(folder);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new SavedSwarmError(`${file} cannot be read: ${String(error)}`, { cause: error });
  }
  return parseSaved(file, text);
}

/** When a folder's swarm was saved last, by its own clock (ms since 1970); undefined when none was. @throws as `readSaved`. */
export async function lastSaved(folder: string): Promise<number | undefined> {
  return (await readSaved(folder))?.savedAt;
}

function parseSaved(file: string, text: string): SavedSwarm {
  const next =
    'Nothing was changed. Put a whole copy in its place, or move it away to begin with a new swarm.';
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new SavedSwarmError(`${file} is damaged: it is no whole JSON. ${next}`, { cause: error });
  }
  const { format, sha256, swarm } = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as {
    readonly format?: unknown;
    readonly sha256?: unknown;
    readonly swarm?: unknown;
  };
  if (typeof format === 'number' && format !== FORMAT) {
    throw new SavedSwarmError(
      `${file} is of another version of Waggle: its format is ${format}, and this one knows ${FORMAT}. ${next}`,
    );
  }
  if (format !== FORMAT || swarm === undefined || sha256 !== checksum(JSON.stringify(swarm))) {
    throw new SavedSwarmError(`${file} is damaged: it is not as it was written. ${next}`);
  }
  // the checksum says that it is what was written here
  return swarm as SavedSwarm;
}

/**
 * Writes it whole or not at all: a process that dies in the middle leaves what was there before. Only the owner can read it, since
 * it holds the swarm's secrets.
 */
export async function writeSaved(folder: string, swarm: SavedSwarm): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const body = JSON.stringify(swarm);
  const file = fileIn(folder);
  const fresh = `${file}.new`;
  const handle = await open(fresh, 'w', 0o600);
  try {
    await handle.writeFile(`{"format":${FORMAT},"sha256":"${checksum(body)}","swarm":${body}}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file);
}
