import type { Clock } from '../../core/ports/clock.ts';
import type { DeliveryStore } from '../../core/ports/store.ts';
import type { Database } from './tables.ts';

/** Deliveries seen. One statement decides, so of two replicas that get the same one, one is the first. */
export function deliveriesIn(db: Database, clock: Pick<Clock, 'now'>): DeliveryStore {
  return {
    first: async (id) => {
      const row = await db
        .insertInto('deliveries')
        .values({ id, seen_at: clock.now() })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
