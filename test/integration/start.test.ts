import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const cli = resolve(import.meta.dirname, '../../src/cli.ts');
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'waggle-start-'));
});
afterAll(() => rm(dir, { recursive: true }));

/** Runs the command line in an empty folder; resolves with its exit code and what it printed. */
function waggle(args: readonly string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((ended) => {
    const options = { cwd: dir, env: { PATH: process.env.PATH, ...env } };
    execFile(process.execPath, [cli, ...args], options, (error, stdout, stderr) => {
      ended({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

describe('waggle start', () => {
  test('without any configuration, says what it needs and ends with 78', async () => {
    const { code, stdout, stderr } = await waggle(['start']);
    expect(code).toBe(78);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/not configured yet[\s\S]*waggle\.yml[\s\S]*SLACK_BOT_TOKEN[\s\S]*WAGGLE_KEY/);
  });

  test('with a wrong configuration, names every fault and ends with 78', async () => {
    const file = join(dir, 'wrong.yml');
    await writeFile(file, 'clusters:\n  prod:\n    endpoint: [unix:///x]\nchannels:\n  C012345: prd\n');
    const { code, stderr } = await waggle(['start'], {
      WAGGLE_CONFIG: file,
      SLACK_BOT_TOKEN: 'canary-token',
    });
    expect(code).toBe(78);
    expect(stderr).toMatch(/SLACK_BOT_TOKEN/);
    expect(stderr).toMatch(/SLACK_APP_TOKEN/);
    expect(stderr).toMatch(/WAGGLE_KEY/);
    expect(stderr).toMatch(/wrong\.yml:3: .*endpoint/);
    expect(stderr).toMatch(/wrong\.yml:5: channels\.C012345/);
    expect(stderr).not.toMatch(/canary-token|at .*\.ts:/);
  });

  test('an unknown word is answered with the usage and 64', async () => {
    const { code, stderr } = await waggle(['begin']);
    expect({ code, stderr: stderr.split('\n')[0] }).toEqual({ code: 64, stderr: 'Usage: waggle start' });
  });
});
