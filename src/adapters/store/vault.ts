import type { Clock } from '../../core/ports/clock.ts';
import type { Vault } from '../../core/ports/store.ts';
import type { Sealing } from './sealing.ts';
import type { Database } from './tables.ts';

/** Sealed content. What was sealed under an id never changes: sealing again under the same id is a bug, and fails. */
export function vaultIn(db: Database, sealing: Sealing, clock: Pick<Clock, 'now'>): Vault {
  return {
    seal: async (id, content, expiresAt) => {
      const sealed = sealing.seal(label(id, expiresAt), content);
      await db
        .insertInto('sealed')
        .values({ id, ...sealed, expires_at: expiresAt })
        .execute();
    },

    open: async (id) => {
      const row = await db.selectFrom('sealed').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined || row.expires_at <= clock.now()) return null;
      return sealing.open(label(id, row.expires_at), row);
    },

    drop: async (id) => {
      await db.deleteFrom('sealed').where('id', '=', id).execute();
    },
  };
}

function label(id: string, expiresAt: number): string {
  return JSON.stringify(['waggle sealed 1', id, expiresAt]);
}
