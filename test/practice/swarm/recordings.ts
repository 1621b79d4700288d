import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Recording } from './scenario.ts';

const FOLDER = join(import.meta.dirname, 'recordings');

const fileOf = (name: string): string => join(FOLDER, `${name}.json`);

/** The names of all recordings, in order. */
export const recordingNames = (): string[] =>
  readdirSync(FOLDER)
    .flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : []))
    .toSorted();

/** The recording of a scenario. Throws when there is none. */
export const readRecording = (name: string): Recording => {
  if (!existsSync(fileOf(name)))
    throw new Error(`"${name}" was never recorded: npm run lab -- record ${name}`);
  return JSON.parse(readFileSync(fileOf(name), 'utf8')) as Recording;
};

/** Writes a recording, as the repository formats JSON; the same one is always the same text. */
export const writeRecording = async (recording: Recording): Promise<void> => {
  const filepath = fileOf(recording.scenario);
  const style = await resolveConfig(filepath);
  await writeFile(filepath, await format(JSON.stringify(recording, null, 2), { ...style, filepath }));
};
