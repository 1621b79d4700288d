import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StoreError } from '../../../src/adapters/store/errors.ts';
import { openStore } from '../../../src/adapters/store/store.ts';
import { aPlan, KEY, standingClock } from './builders.ts';
import { startSqlite } from './engines.ts';
import { migrationSuite } from './migration-suite.ts';
import { storeSuite } from './store-suite.ts';

describe('the store on SQLite', () => {
  storeSuite(startSqlite);
});
describe('the schema on SQLite', () => {
  migrationSuite(startSqlite);
});

describe('a SQLite file', () => {
  const clock = standingClock();
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'waggle-store-'));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  test('keeps what was written when the process is killed right after', async () => {
    const file = join(home, 'killed', 'waggle.sqlite');

    expect(await openAndDie(file, 'plan-1')).toBe('SIGKILL');

    expect(readdirSync(join(home, 'killed'))).toContain('waggle.sqlite-wal');
    const store = await openStore({ file, key: KEY, clock });
    expect(await store.plans.get('plan-1')).toEqual(aPlan());
    await store.close();
  });

  test('can be opened for the first time by several processes at once', async () => {
    const file = join(home, 'together', 'waggle.sqlite');
    const ids = ['a', 'b', 'c', 'd'];

    const ends = await Promise.all(ids.map((id) => openAndDie(file, id)));

    expect(ends).toEqual(ids.map(() => 'SIGKILL'));
    const store = await openStore({ file, key: KEY, clock });
    const plans = await store.plans.inState('proposed');
    expect(plans.map((plan) => plan.id)).toEqual(ids);
    await store.close();
  });

  test('and its folder are for its owner alone', async () => {
    const file = join(home, 'owner', 'waggle.sqlite');
    const store = await openStore({ file, key: KEY, clock });
    await store.plans.add(aPlan());

    const modes = ['', 'waggle.sqlite', 'waggle.sqlite-wal'].map(
      (name) => statSync(join(home, 'owner', name)).mode & 0o777,
    );

    expect(modes).toEqual([0o700, 0o600, 0o600]);
    await store.close();
  });

  test('that is none is refused by name', async () => {
    const file = join(home, 'text.sqlite');
    writeFileSync(file, 'this is no database, however long one looks at it'.repeat(20));

    const refused = await openStore({ file, key: KEY, clock }).catch((error: unknown) => error);

    expect(refused).toEqual(
      new StoreError(
        `${file} is not a SQLite database.`,
        'Move it away, or name another file with DATABASE_URL.',
        expect.anything(),
      ),
    );
  });

  test('that is damaged is refused by name, whenever that is found', async () => {
    const file = join(home, 'damaged.sqlite');
    const store = await openStore({ file, key: KEY, clock });
    await store.close();
    writeFileSync(file, readFileSync(file).fill(0x41, 100));

    const refused = await openStore({ file, key: KEY, clock }).catch((error: unknown) => error);

    expect(refused).toHaveProperty('message', `The SQLite database ${file} is damaged.`);
  });

  test.each(['/proc/none/data/waggle.sqlite', '/dev/null/waggle.sqlite'])(
    'in a folder that cannot be made, %s, is refused and not waited for',
    async (file) => {
      const refused = await openStore({ file, key: KEY, clock }).catch((error: unknown) => error);

      expect(refused).toBeInstanceOf(StoreError);
      expect(refused).toHaveProperty('message', expect.stringContaining(`${file} cannot be opened: ENO`));
    },
  );
});

/** Runs the helper program to its end; answers the signal that ended it. */
function openAndDie(file: string, id: string): Promise<string> {
  return new Promise((resolve) => {
    const program = join(import.meta.dirname, 'open-and-die.ts');
    execFile(process.execPath, [program, file, id], (error, _stdout, stderr) => {
      resolve(error?.signal ?? `ended otherwise: ${stderr}`);
    });
  });
}
