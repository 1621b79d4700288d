import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');

/** The names of the rules that the import check finds broken in a tree. */
async function brokenRules(tree: string): Promise<string[]> {
  const args = [
    '--config',
    join(root, '.dependency-cruiser.cjs'),
    '--output-type',
    'json',
    'src',
    'commands',
  ];
  const cli = join(root, 'node_modules/.bin/depcruise');
  const output = await run(cli, args, { cwd: tree, maxBuffer: 64 * 1024 * 1024 }).catch(
    (failed: { stdout: string }) => failed,
  );
  const report = JSON.parse(output.stdout) as {
    modules: unknown[];
    summary: { violations: { rule: { name: string } }[]; totalCruised: number };
  };
  expect(report.summary.totalCruised).toBeGreaterThan(0);
  return [...new Set(report.summary.violations.map(({ rule }) => rule.name))].toSorted();
}

const planted: [rule: string, from: string, to: string][] = [
  ['core', 'src/core/a.ts', 'src/app/b.ts'],
  ['core', 'src/core/a.ts', 'node:fs'],
  ['core', 'src/core/a.ts', 'pino'],
  ['commands', 'commands/a.ts', 'src/app/b.ts'],
  ['app', 'src/app/a.ts', 'commands/b.ts'],
  ['app', 'src/app/a.ts', 'src/adapters/docker/b.ts'],
  ['slack', 'src/adapters/slack/a.ts', 'src/adapters/docker/b.ts'],
  ['docker', 'src/adapters/docker/a.ts', 'src/app/b.ts'],
  ['store', 'src/adapters/store/a.ts', '@slack/bolt'],
  ['config', 'src/config/a.ts', 'src/app/b.ts'],
  ['facts', 'src/facts/a.ts', 'src/core/b.ts'],
  ['practice', 'src/practice/a.ts', 'src/core/b.ts'],
  ['practice-page', 'src/practice/web/page/a.tsx', 'src/practice/slack/b.ts'],
  ['practice-page', 'src/practice/web/page/a.tsx', 'node:fs'],
  ['practice-only-by-the-composition-root', 'src/app/a.ts', 'src/practice/b.ts'],
];

describe('the import rule', () => {
  test('holds in this tree', async () => {
    expect(await brokenRules(root)).toEqual([]);
  }, 60_000);

  test.each(planted)(
    '%s: notices when %s imports %s',
    async (rule, from, to) => {
      const tree = await mkdtemp(join(tmpdir(), 'waggle-imports-'));
      try {
        await symlink(join(root, 'node_modules'), join(tree, 'node_modules'));
        await writeFile(join(tree, 'package.json'), '{"type":"module"}');
        await plant(tree, from, `import * as b from '${specifier(from, to)}';\nexport const a = b;\n`);
        if (to.endsWith('.ts')) await plant(tree, to, 'export const b = 1;\n');
        for (const dir of ['src', 'commands']) await mkdir(join(tree, dir), { recursive: true });
        expect(await brokenRules(tree)).toContain(rule);
      } finally {
        await rm(tree, { recursive: true });
      }
    },
    60_000,
  );
});

async function plant(tree: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(tree, path)), { recursive: true });
  await writeFile(join(tree, path), text);
}

function specifier(from: string, to: string): string {
  if (!to.endsWith('.ts')) return to;
  return join(
    ...dirname(from)
      .split('/')
      .map(() => '..'),
    to,
  );
}
