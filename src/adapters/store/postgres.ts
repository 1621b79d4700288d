import { PostgresDialect, type Dialect } from 'kysely';
import { Pool, types } from 'pg';
import type { Log } from '../../core/ports/log.ts';

const CONNECT_MS = 10_000;
const STATEMENT_MS = 15_000;

/** Kysely's PostgreSQL dialect with bounded waits; whole numbers of 64 bits come back as numbers (times stay below 2^53). */
export function postgresDialect(url: string, log: Log | undefined): Dialect {
  const pool = new Pool({
    connectionString: url,
    application_name: 'waggle',
    max: 5,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: STATEMENT_MS + 1_000,
    keepAlive: true,
    types: {
      getTypeParser: (oid, format) =>
        oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format),
    },
  });
  // The pool drops a broken idle connection by itself; without a listener the event would end the process.
  pool.on('error', (error) => log?.warn({ err: error }, 'an idle connection to the store was lost'));
  return new PostgresDialect({ pool });
}
