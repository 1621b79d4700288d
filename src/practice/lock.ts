import { DatabaseSync } from 'node:sqlite';

/** SQLite's word for a database that another connection has locked. */
const SQLITE_BUSY = 5;

/**
 * Takes a lock that the operating system lets go of with the process, however that ends. Undefined when somebody has it; otherwise
 * what gives it back.
 */
export function takeLock(file: string): (() => void) | undefined {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return () => database.close();
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}
