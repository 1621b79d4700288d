import { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Store } from '../../core/ports/store.ts';
import { attemptsIn } from './attempts.ts';
import { deliveriesIn } from './deliveries.ts';
import { StoreError } from './errors.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { plansIn } from './plans.ts';
import { postgresDialect } from './postgres.ts';
import { fileRefusal, serverRefusal } from './refusals.ts';
import { releasesIn } from './releases.ts';
import { rolloutsIn } from './rollouts.ts';
import { sealingWith } from './sealing.ts';
import { NodeSqliteDialect } from './sqlite.ts';
import type { Tables } from './tables.ts';
import { vaultIn } from './vault.ts';

const DELIVERIES_KEPT_MS = 24 * 60 * 60 * 1_000;

/** A SQLite file (`:memory:` keeps nothing), or the URL of a PostgreSQL database. */
export type StorePlace = { readonly file: string } | { readonly url: string };

export type StoreOptions = StorePlace & {
  /** 32 bytes: seals what is secret. */
  readonly key: Uint8Array;
  readonly clock: Pick<Clock, 'now'>;
  readonly log?: Log;
  /** The schema's changes; only tests of upgrades hand in others. */
  readonly migrations?: Readonly<Record<string, Migration>>;
};

/**
 * Opens the store and brings its schema up to date.
 * @throws StoreError when it cannot be reached or opened, or was written by a newer version.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const sealing = sealingWith(options.key);
  const dialect =
    'file' in options ? new NodeSqliteDialect(options.file) : postgresDialect(options.url, options.log);
  const db = new Kysely<Tables>({ dialect });
  try {
    await migrate(db, options.migrations ?? migrations);
  } catch (error) {
    await db.destroy();
    if (error instanceof StoreError) throw error;
    throw 'file' in options ? fileRefusal(options.file, error) : serverRefusal(options.url, error);
  }
  const vault = vaultIn(db, sealing, options.clock);
  return {
    plans: plansIn(db),
    attempts: attemptsIn(db),
    rollouts: rolloutsIn(db),
    releases: releasesIn(db, vault),
    vault,
    deliveries: deliveriesIn(db, options.clock),
    prune: async (now) => {
      await db.deleteFrom('sealed').where('expires_at', '<=', now).execute();
      await db
        .deleteFrom('deliveries')
        .where('seen_at', '<=', now - DELIVERIES_KEPT_MS)
        .execute();
    },
    close: () => db.destroy(),
  };
}
