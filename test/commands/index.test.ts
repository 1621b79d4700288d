import { globSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';

const folder = fileURLToPath(new URL('../../commands/', import.meta.url));

const files = () => globSync('*/*.ts', { cwd: folder });

async function inFolder(): Promise<unknown[]> {
  const modules: unknown[] = await Promise.all(
    files().map((file) => import(pathToFileURL(folder + file).href)),
  );
  return modules.flatMap((module) => Object.values(module as Record<string, unknown>));
}

test('every file in the folder is one command of the registry', async () => {
  const exported = await inFolder();

  expect(new Set(exported)).toEqual(new Set(commands));
  expect(commands).toHaveLength(exported.length);
});

test('no two commands share a name or an alias', () => {
  const names = commands.flatMap(({ name, aliases }) => [name, ...aliases].map((words) => words.join(' ')));

  expect(names).toEqual([...new Set(names)]);
});

test('a file stands where its name says', () => {
  const places = commands.map(({ name }) => `${name.length === 1 ? 'bot/' : ''}${name.join('/')}.ts`);
  expect(files().toSorted()).toEqual(places.toSorted());
});
