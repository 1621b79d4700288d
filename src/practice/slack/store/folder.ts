import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Saved } from './saved.ts';

/** What is on disk cannot be used. The message names the file and the next step. */
export class SlackDataError extends Error {
  override name = 'SlackDataError';
}

/** Files' content by id, as it stands in memory. */
export type Contents = ReadonlyMap<string, Buffer>;

/** The folder of a workspace: `slack.json`, and each file's content in `files`. */
export class DataFolder {
  #dir: string;
  #files: string;
  /** Ids of the contents that are on disk. A file's content never changes. */
  #written = new Set<string>();

  private constructor(dir: string) {
    this.#dir = dir;
    this.#files = join(dir, 'files');
  }

  /** Makes the folder where it is missing, for its owner alone. */
  static async open(dir: string): Promise<DataFolder> {
    const folder = new DataFolder(dir);
    await mkdir(folder.#files, { recursive: true, mode: 0o700 });
    return folder;
  }

  /**
   * What was saved; `undefined` if nothing was yet.
   * @throws SlackDataError if it is damaged, is of a later version, or is another workspace's. Nothing is changed then.
   */
  async read(
    teamId: string,
    appId: string,
  ): Promise<{ saved: Saved; contents: Map<string, Buffer> } | undefined> {
    const path = join(this.#dir, 'slack.json');
    const text = await readIfThere(path);
    if (text === undefined) return undefined;
    const saved = parse(path, text.toString('utf8'));
    if (saved.teamId !== teamId || saved.appId !== appId) {
      throw new SlackDataError(
        `${path} is of another workspace (team ${saved.teamId}, app ${saved.appId}). Use another folder.`,
      );
    }
    const contents = new Map<string, Buffer>();
    for (const file of saved.files.filter(({ hasContent }) => hasContent)) {
      const at = join(this.#files, file.id);
      const content = await readIfThere(at);
      if (content?.length !== file.size) {
        const what = content === undefined ? 'is missing' : `has ${content.length} bytes, not ${file.size}`;
        throw new SlackDataError(`${at} ${what}. ${nextStep}`);
      }
      contents.set(file.id, content);
      this.#written.add(file.id);
    }
    return { saved, contents };
  }

  /** Replaces what is saved, whole or not at all: contents that are new first, then `slack.json`. */
  async write(json: string, contents: Contents): Promise<void> {
    for (const [id, content] of contents) {
      if (this.#written.has(id)) continue;
      await replace(this.#files, id, content);
      this.#written.add(id);
    }
    await replace(this.#dir, 'slack.json', json);
    for (const name of await readdir(this.#files)) {
      if (contents.has(name)) continue;
      await rm(join(this.#files, name), { force: true });
      this.#written.delete(name);
    }
  }
}

const nextStep = 'Put it back from a copy, or move the folder away to start with an empty workspace.';

function parse(path: string, text: string): Saved {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SlackDataError(`${path} is damaged: it is not JSON. ${nextStep}`);
  }
  const version = z.object({ version: z.number() }).safeParse(value);
  if (version.success && version.data.version !== 1) {
    throw new SlackDataError(
      `${path} was written by another version of this program (format ${version.data.version}). ` +
        'Use that version, or another folder.',
    );
  }
  const checked = Saved.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const where = issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`;
  throw new SlackDataError(`${path} is damaged (${where}). ${nextStep}`);
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes a file under another name and renames it, so that a crash leaves the old one or the new one. */
async function replace(dir: string, name: string, content: string | Buffer): Promise<void> {
  const temporary = join(dir, `.${name}.new`);
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, join(dir, name));
  const folder = await open(dir);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
