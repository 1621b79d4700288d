import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { openStore, type StorePlace } from '../../../src/adapters/store/store.ts';
import type { Store } from '../../../src/core/ports/store.ts';
import { KEY, standingClock } from './builders.ts';
import type { Running } from './engines.ts';

/** An empty store for each test. */
export type Fixture = {
  running: Running;
  place: StorePlace;
  store: Store;
  clock: ReturnType<typeof standingClock>;
  /** Another connection to the same store. */
  open: (options?: { key?: Uint8Array }) => Promise<Store>;
  closeAll: () => Promise<void>;
};

/** Fills the fixture before each test of the suite it is called in. */
export function storeFixture(start: () => Promise<Running>): Fixture {
  const opened: Store[] = [];
  const fixture = {
    open: async (options = {}) => {
      const store = await openStore({ ...fixture.place, key: KEY, clock: fixture.clock, ...options });
      opened.push(store);
      return store;
    },
    closeAll: async () => {
      for (const store of opened.splice(0)) await store.close();
    },
  } as Fixture; // the rest is there once a test runs
  beforeAll(async () => {
    fixture.running = await start();
  }, 60_000);
  afterAll(async () => fixture.running?.stop());
  beforeEach(async () => {
    fixture.clock = standingClock();
    fixture.place = await fixture.running.newPlace();
    fixture.store = await fixture.open();
  });
  afterEach(fixture.closeAll);
  return fixture;
}
