import { StoreError } from './errors.ts';

/** SQLite's result codes (sqlite.org/rescode.html). */
const BUSY = 5;
const CORRUPT = 11;
const NO_DATABASE = 26;

/** Why a SQLite file cannot be used, in words. */
export function fileRefusal(file: string, error: unknown): StoreError {
  switch (resultCodeOf(error)) {
    case NO_DATABASE:
      return new StoreError(
        `${file} is not a SQLite database.`,
        'Move it away, or name another file with DATABASE_URL.',
        error,
      );
    case CORRUPT:
      return new StoreError(
        `The SQLite database ${file} is damaged.`,
        'Restore a copy of it, or move it away to start with an empty one.',
        error,
      );
    case BUSY:
      return new StoreError(
        `The SQLite database ${file} is in use by another process.`,
        'End that one: two that share a database need PostgreSQL.',
        error,
      );
    case null:
    default:
      return new StoreError(
        `The store's file ${file} cannot be opened: ${wordsOf(error)}.`,
        'Check that the path is right and that the folder and the file can be written by the user that runs Waggle.',
        error,
      );
  }
}

/** Why a PostgreSQL cannot be used, in words: with its host and port, without user and password. */
export function serverRefusal(url: string, error: unknown): StoreError {
  const where = placeOf(url);
  const code = codeOf(error);
  const told = (words: string, next: string) =>
    new StoreError(`${where} ${words}${code === null ? '' : ` (${code})`}.`, next, error);
  switch (code) {
    case '28P01': // invalid_password, the same for a user that is not there
    case '28000': // invalid_authorization_specification
      return told('refuses the user or the password', 'Check both in DATABASE_URL.');
    case '3D000':
      return told('does not have this database', 'Create it, or name another in DATABASE_URL.');
    case '42501': // insufficient_privilege
      return told(
        `does not let this user work: ${wordsOf(error)}`,
        'Give the user of DATABASE_URL the right to create and change tables.',
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return told('is not a host that is known here', 'Check the host in DATABASE_URL.');
    case null:
      return told(`cannot be used: ${wordsOf(error)}`, CHECK);
    default:
      // Five characters are PostgreSQL's own word, so it did answer.
      return /^[0-9A-Z]{5}$/.test(code)
        ? told(`cannot be used: ${wordsOf(error)}`, CHECK)
        : told('does not answer', CHECK);
  }
}

const CHECK = 'Check DATABASE_URL, and that the database is up and can be reached from here.';

/** `PostgreSQL at db:5432`. No host where a password with an `@` or a `/` in it may be mistaken for one. */
function placeOf(url: string): string {
  const given = url.replace('@/', '@localhost/'); // as pg reads it: a host may be left out
  if (!URL.canParse(given)) return 'The PostgreSQL of DATABASE_URL';
  const { hostname, port, pathname, search, hash, searchParams } = new URL(given);
  if (`${pathname}${search}${hash}`.includes('@')) return 'The PostgreSQL of DATABASE_URL';
  const host = searchParams.get('host') ?? hostname;
  return host.startsWith('/') ? `PostgreSQL at ${host}` : `PostgreSQL at ${host}:${port || '5432'}`;
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

function resultCodeOf(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode
    : null;
}

/** What an error says for itself. */
function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : '') || 'unknown cause';
}
