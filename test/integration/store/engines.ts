import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { StorePlace } from '../../../src/adapters/store/store.ts';
import { startPostgres } from '../../support/postgres.ts';

/** An engine with empty databases to give out. */
export type Running = {
  newPlace: () => Promise<StorePlace>;
  /** All that the database keeps, as a thief of its disk would read it. */
  everything: (place: StorePlace) => Promise<string>;
  stop: () => Promise<void>;
};

/** SQLite files in a folder of their own. */
export async function startSqlite(): Promise<Running> {
  const home = mkdtempSync(join(tmpdir(), 'waggle-store-'));
  let made = 0;
  return {
    newPlace: async () => {
      made += 1;
      return { file: join(home, String(made), 'waggle.sqlite') };
    },
    everything: async (place) => {
      if (!('file' in place)) throw new Error('Not a place of this engine.');
      const folder = join(place.file, '..');
      return readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'latin1'))
        .join('\n');
    },
    stop: async () => rmSync(home, { recursive: true, force: true }),
  };
}

/** Databases of a server of its own. */
export async function startOnPostgres(): Promise<Running> {
  const server = await startPostgres();
  return {
    newPlace: async () => ({ url: await server.newDatabase() }),
    everything: async (place) => {
      if (!('url' in place)) throw new Error('Not a place of this engine.');
      return dump(place.url);
    },
    stop: server.stop,
  };
}

async function dump(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' order by 1",
    );
    const rows: string[] = [];
    for (const { name } of tables.rows) {
      rows.push(...(await client.query(`select * from ${name}`)).rows.map((row) => JSON.stringify(row)));
    }
    return rows.join('\n');
  } finally {
    await client.end();
  }
}
