import { sql, type Kysely } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator, type Migration } from 'kysely/migration';
import { StoreError } from './errors.ts';

/**
 * Brings the schema forward to this version; does nothing when it is there already. Never goes back.
 * @throws StoreError when the schema was written by a newer version, or cannot be changed.
 */
export async function migrate<Schema>(
  db: Kysely<Schema>,
  known: Readonly<Record<string, Migration>>,
): Promise<void> {
  const done = await namesDone(db);
  const newer = done.filter((name) => !Object.hasOwn(known, name));
  if (newer.length > 0) {
    throw new StoreError(
      `The store was written by a newer version of Waggle: it has ${newer.join(', ')}.`,
      'Start that version or a later one, or restore the copy of the store made before the upgrade.',
    );
  }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...known }) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  const why = error instanceof Error && error.message !== '' ? ` (${error.message})` : '';
  throw new StoreError(
    `The schema of the store could not be brought up to date: ${failed ?? 'its preparation'} failed${why}.`,
    'Nothing was half done; mend the cause and start again.',
    error,
  );
}

async function namesDone<Schema>(db: Kysely<Schema>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === DEFAULT_MIGRATION_TABLE)) return [];
  const { rows } = await sql<{
    name: string;
  }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db);
  return rows.map((row) => row.name).toSorted();
}
