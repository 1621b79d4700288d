import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buttonOf, makeYard, runToEnd, startPractice, type Running, type Yard } from './start-practice.ts';

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

/** With a blank in it, which neither an address of a database nor of a socket can have. */
const WORDS = ['practice', '--port', '0', '--data', 'kept here'];

describe('waggle practice --data', { timeout: 180_000 }, () => {
  test('shows at the next start what was said before, once, and nothing is left of either start elsewhere', async () => {
    running = await startPractice(yard, WORDS);
    expect(running.said).toContain('kept here');
    await running.act('ULI', { act: 'say', channel: 'CSTAGING', text: 'Remember the swarm.' });
    await running.act('UANA', { act: 'slash', channel: 'COPS', text: '/swarm scale redis=5' });
    const card = await running.seesMessage(
      'UANA',
      ({ user, blocks }) => user === 'U0WAGGLE' && blocks.length > 0,
    );
    expect((await running.end('SIGINT')).code).toBe(0);

    running = await startPractice(yard, WORDS);
    const messages = await running.sees('UMO', (things) => {
      const all = things.flatMap((thing) => (thing.kind === 'message' ? [thing] : []));
      return all.length > 0 ? all : undefined;
    });
    expect(
      messages.filter(({ text, user }) => user === 'ULI' && text === 'Remember the swarm.'),
    ).toHaveLength(1);
    expect(messages.filter(({ text }) => text.includes('Welcome to practice'))).toHaveLength(1);
    // the bot has its plan and the key that opens it, and the swarm the very service that the plan is about
    expect(await running.act('UANA', { act: 'click', ...buttonOf(card, 'Confirm') })).toEqual({ ok: true });
    await running.seesMessage(
      'UANA',
      ({ threadTs, text }) => threadTs === card.ts && text.startsWith('redis on prod: scaling'),
    );
    expect((await running.end('SIGTERM')).code).toBe(0);

    expect(await readdir(yard.temporary)).toEqual([]);
    const folder = join(yard.dir, 'kept here');
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'key'))).mode & 0o777).toBe(0o600);
  });

  test('refuses a folder that another practice uses, and takes it once that was killed', async () => {
    running = await startPractice(yard, WORDS);

    const second = await runToEnd(yard, WORDS);
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toMatch(
      /^Another practice is using the folder .*kept here\. End that one, or choose/,
    );

    await running.end('SIGKILL');
    running = await startPractice(yard, WORDS);
    expect((await running.end('SIGINT')).code).toBe(0);
  });

  test.each([
    ['slack.json', 'no JSON'],
    ['key', 'no key'],
    ['prod/swarm.json', '{}'],
  ])('says of a damaged %s what to do, and leaves it as it is', async (name, content) => {
    running = await startPractice(yard, WORDS);
    await running.end('SIGINT');
    const file = join(yard.dir, 'kept here', name);
    await writeFile(file, content);
    const before = await stat(file);

    const { code, stderr } = await runToEnd(yard, WORDS);

    expect(code).toBe(1);
    expect(stderr).toContain(file);
    expect(stderr.trim()).not.toContain('\n');
    expect((await stat(file)).mtimeMs).toBe(before.mtimeMs);
  });

  test.each(['file', '/proc/nowhere/deeper'])('says why the folder %s cannot be used', async (folder) => {
    await writeFile(join(yard.dir, 'file'), '');

    const { code, stderr } = await runToEnd(yard, ['practice', '--data', folder]);

    expect(code).toBe(1);
    expect(stderr).toMatch(/^The folder .* cannot be used \(.*\)\. Choose another with --data\.\n$/);
  });

  test('names the store of the bot where it lies, when it is damaged', async () => {
    await mkdir(join(yard.dir, 'kept'));
    await writeFile(
      join(yard.dir, 'kept/waggle.sqlite'),
      'no database, but long enough to look like one'.repeat(99),
    );

    const { code, stderr } = await runToEnd(yard, ['practice', '--data', 'kept', '--port', '0']);

    expect(code).toBe(1);
    expect(stderr).toMatch(/kept\/waggle\.sqlite/);
    expect(stderr).toMatch(/Move that file away, or choose another folder with --data\.\n$/);
    expect(stderr).not.toContain('DATABASE_URL');
  });
});
