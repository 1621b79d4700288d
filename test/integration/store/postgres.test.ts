import { describe, expect, test } from 'vitest';
import { StoreError } from '../../../src/adapters/store/errors.ts';
import { openStore } from '../../../src/adapters/store/store.ts';
import { canRunOnPostgres } from '../../support/postgres.ts';
import { aPlan, KEY, standingClock } from './builders.ts';
import { startOnPostgres } from './engines.ts';
import { migrationSuite } from './migration-suite.ts';
import { storeSuite } from './store-suite.ts';

const clock = standingClock();

describe.runIf(canRunOnPostgres('the store on PostgreSQL'))('with a PostgreSQL server', () => {
  describe('the store on PostgreSQL', () => {
    storeSuite(startOnPostgres);
  });
  describe('the schema on PostgreSQL', () => {
    migrationSuite(startOnPostgres);
  });

  test('a database that is not there is told', async () => {
    const running = await startOnPostgres();
    const place = await running.newPlace();
    const url = 'url' in place ? place.url.replace(/waggle_\d+/, 'nowhere') : '';

    const refused = await openStore({ url, key: KEY, clock }).catch((error: unknown) => error);

    expect(refused).toHaveProperty(
      'message',
      expect.stringMatching(/^PostgreSQL at \/.* does not have this database \(3D000\)\.$/),
    );
    await running.stop();
  });

  test('several replicas can start on an empty database at once', async () => {
    const running = await startOnPostgres();
    const place = await running.newPlace();

    const stores = await Promise.all([1, 2, 3].map(() => openStore({ ...place, key: KEY, clock })));

    const [first, second] = stores;
    await first?.plans.add(aPlan());
    expect(await second?.plans.get('plan-1')).toEqual(aPlan());
    for (const store of stores) await store.close();
    await running.stop();
  });
});

test('a PostgreSQL that does not answer is told by host and port, without its password', async () => {
  const url = 'postgres://waggle:canary-4f1c9a@127.0.0.1:1/waggle';

  const refused = await openStore({ url, key: KEY, clock }).catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(StoreError);
  expect(refused).toHaveProperty('message', 'PostgreSQL at 127.0.0.1:1 does not answer (ECONNREFUSED).');
  expect(JSON.stringify(refused, Object.getOwnPropertyNames(refused))).not.toContain('canary');
});
