import { cp, mkdir, readdir, readFile, readlink, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeYard, runToEnd, startPractice, wordsOf, type Running, type Yard } from './start-practice.ts';

let yard: Yard;
let running: Running | undefined;
beforeEach(async () => {
  yard = await makeYard();
});
afterEach(async () => {
  await running?.end('SIGKILL');
  running = undefined;
  await yard.remove();
});

describe('npm start with nothing configured', { timeout: 180_000 }, () => {
  test('opens practice, in which the bot answers, and ends with all that it began', async () => {
    running = await startPractice(yard, ['start'], { PORT: '0' });
    expect(running.said).toMatch(/http:\/\/127\.0\.0\.1:\d+\/\n[\s\S]*nothing real is touched[\s\S]*Ctrl-C/);
    const page = await fetch(running.address);
    expect(page.status).toBe(200);

    expect(await running.act('UANA', { act: 'slash', channel: 'COPS', text: '/swarm services' })).toEqual({
      ok: true,
    });
    const answer = await running.seesMessage('UANA', ({ text }) => /^\d services on prod/.test(text));
    expect(wordsOf(answer)).toMatch(/redis:3\.0\.5/);

    // npm hands Ctrl-C on to a process that the terminal has told already
    expect(await running.end('SIGINT', 'SIGINT')).toMatchObject({ code: 0, stderr: '' });
    await expect(fetch(running.address)).rejects.toThrow('fetch failed');
    expect(await readdir(yard.temporary)).toEqual([]);
    expect(await readdir(yard.dir)).toEqual([yard.temporary.slice(yard.dir.length + 1)]);
  });

  test.skipIf(process.platform !== 'linux')('listens on loopback alone', async () => {
    running = await startPractice(yard, ['practice', '--port', '0']);

    const listened = await listenedBy(running.pid);

    expect(listened).toContain(Number(new URL(running.address).port));
    expect(await listenedBy(running.pid, { but: 'loopback' })).toEqual([]);
  });

  test('where practice is not installed, as in the production image, says what is to be configured', async () => {
    const root = resolve(import.meta.dirname, '../../..');
    const image = join(yard.dir, 'image');
    const practice = join(root, 'src/practice');
    await mkdir(image);
    for (const part of ['src', 'commands', 'package.json']) {
      await cp(join(root, part), join(image, part), {
        recursive: true,
        filter: (path) => !path.startsWith(practice),
      });
    }
    await symlink(join(root, 'node_modules'), join(image, 'node_modules'));
    const cli = join(image, 'src/cli.ts');

    const start = await runToEnd(yard, ['start'], {}, cli);
    const asked = await runToEnd(yard, ['practice'], {}, cli);

    expect(start).toMatchObject({ code: 78, stdout: '' });
    expect(start.stderr).toMatch(
      /not configured yet[\s\S]*waggle\.yml[\s\S]*SLACK_BOT_TOKEN[\s\S]*WAGGLE_KEY/,
    );
    expect(asked).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('no practice here') });
  });
});

describe('waggle practice', { timeout: 180_000 }, () => {
  test('names a port that is in use, and what to do', async () => {
    const taken = createServer();
    await new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening));
    const address = taken.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;

    const { code, stdout, stderr } = await runToEnd(yard, ['practice', '--port', String(port)]);
    taken.close();

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim()).toMatch(new RegExp(`^Port ${port} is in use\\. Choose another with --port .*`));
    expect(stderr.trim()).not.toContain('\n');
    expect(await readdir(yard.temporary)).toEqual([]);
  });

  test('answers words that it does not know with the usage and 64', async () => {
    const { code, stdout, stderr } = await runToEnd(yard, ['practice', '--prot', '1']);

    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toMatch(/--prot[\s\S]*Usage: waggle start/);
  });

  test.each([
    [{ PORT: '80a' }, /PORT is a number/],
    [{ PORT: '0', LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
  ])('%j is wrong configuration', async (env, why) => {
    const { code, stderr } = await runToEnd(yard, ['practice'], env);

    expect(code).toBe(78);
    expect(stderr).toMatch(why);
    expect(await readdir(yard.temporary)).toEqual([]);
  });

  test('is practice also where a real workspace is configured, and does not touch that', async () => {
    running = await startPractice(yard, ['practice', '--port', '0'], {
      SLACK_BOT_TOKEN: 'xoxb-real',
      SLACK_API_URL: 'http://127.0.0.1:2/',
      WAGGLE_CONFIG: 'real.yml',
    });

    expect((await running.end('SIGTERM')).code).toBe(0);
  });
});

/** Ports that a process listens on, all or those that other machines can reach. */
async function listenedBy(pid: number, { but }: { but?: 'loopback' } = {}): Promise<number[]> {
  const fds = await readdir(`/proc/${pid}/fd`);
  const links = await Promise.all(fds.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  const own = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8')),
  );
  return tables
    .flatMap((table) => table.trim().split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === '0A' && own.has(inode ?? ''))
    .map(([, local = '']) => local.split(':'))
    .filter(([host]) => but === undefined || host !== '0100007F')
    .map(([, port = '']) => Number.parseInt(port, 16));
}
