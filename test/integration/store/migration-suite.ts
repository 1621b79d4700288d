import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Migration } from 'kysely/migration';
import { StoreError } from '../../../src/adapters/store/errors.ts';
import { migrations } from '../../../src/adapters/store/migrations/index.ts';
import { openStore, type StorePlace } from '../../../src/adapters/store/store.ts';
import { aPlan, KEY, standingClock } from './builders.ts';
import type { Running } from './engines.ts';

const clock = standingClock();
const withOneMore = (more: Migration): Record<string, Migration> => ({ ...migrations, '9999-later': more });
const addColumn: Migration = {
  up: (db) => db.schema.alterTable('plans').addColumn('later', 'text').execute(),
};

/** How the schema is brought up to date, whatever the engine. */
export function migrationSuite(start: () => Promise<Running>): void {
  let running: Running;
  beforeAll(async () => {
    running = await start();
  }, 60_000);
  afterAll(async () => running?.stop());

  const open = (place: StorePlace, known?: Record<string, Migration>) =>
    openStore({ ...place, key: KEY, clock, ...(known === undefined ? {} : { migrations: known }) });

  test('opening again changes nothing', async () => {
    const place = await running.newPlace();
    const first = await open(place);
    await first.plans.add(aPlan());
    await first.close();

    const second = await open(place);

    expect(await second.plans.get('plan-1')).toEqual(aPlan());
    await second.close();
  });

  test('a later version goes forward and keeps what is there; the earlier one then refuses to start', async () => {
    const place = await running.newPlace();
    const earlier = await open(place);
    await earlier.plans.add(aPlan());
    await earlier.close();

    const later = await open(place, withOneMore(addColumn));
    expect(await later.plans.get('plan-1')).toEqual(aPlan());
    await later.close();

    const refused = await open(place).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StoreError);
    expect(refused).toHaveProperty(
      'message',
      'The store was written by a newer version of Waggle: it has 9999-later.',
    );
  });

  test('a migration that fails half-way leaves nothing behind', async () => {
    const place = await running.newPlace();
    const failing = withOneMore({
      up: async (db) => {
        await addColumn.up(db);
        throw new Error('cut off');
      },
    });

    const refused = await open(place, failing).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StoreError);
    expect(refused).toHaveProperty(
      'message',
      'The schema of the store could not be brought up to date: 9999-later failed (cut off).',
    );

    const mended = await open(place, withOneMore(addColumn));
    await mended.plans.add(aPlan());
    expect(await mended.plans.get('plan-1')).toEqual(aPlan());
    await mended.close();
  });
}
