import { expect, test } from 'vitest';
import { fileRefusal, serverRefusal } from '../../../src/adapters/store/refusals.ts';

const failed = (message: string, more: object = {}) => Object.assign(new Error(message), more);
const URL_GIVEN = 'postgres://waggle:canary@db/waggle';

test.each([
  ['28P01', 'PostgreSQL at db:5432 refuses the user or the password (28P01).'],
  ['3D000', 'PostgreSQL at db:5432 does not have this database (3D000).'],
  ['ENOTFOUND', 'PostgreSQL at db:5432 is not a host that is known here (ENOTFOUND).'],
  ['ECONNREFUSED', 'PostgreSQL at db:5432 does not answer (ECONNREFUSED).'],
  ['57P03', 'PostgreSQL at db:5432 cannot be used: why (57P03).'],
  ['42501', 'PostgreSQL at db:5432 does not let this user work: why (42501).'],
])('what PostgreSQL says with %s is told in words', (code, message) => {
  expect(serverRefusal(URL_GIVEN, failed('why', { code })).message).toBe(message);
});

test('a wait for PostgreSQL that is too long is told', () => {
  expect(serverRefusal(URL_GIVEN, failed('timeout expired')).message).toBe(
    'PostgreSQL at db:5432 cannot be used: timeout expired.',
  );
});

test.each([
  ['postgres://w:canary@db.example.com:6543/waggle', 'PostgreSQL at db.example.com:6543'],
  ['postgres://w:canary@[::1]/waggle', 'PostgreSQL at [::1]:5432'],
  ['postgres://w@/waggle?host=%2Frun%2Fpg', 'PostgreSQL at /run/pg'],
  ['postgres://w:1234/canary@db/waggle', 'The PostgreSQL of DATABASE_URL'],
])('%s is named without its password', (url, place) => {
  expect(serverRefusal(url, failed('', { code: 'ETIMEDOUT' })).message).toBe(
    `${place} does not answer (ETIMEDOUT).`,
  );
});

test.each([
  [26, 'data/w.sqlite is not a SQLite database.'],
  [11, 'The SQLite database data/w.sqlite is damaged.'],
  [5, 'The SQLite database data/w.sqlite is in use by another process.'],
  [14, "The store's file data/w.sqlite cannot be opened: why."],
])('what SQLite says with %i is told in words', (errcode, message) => {
  expect(fileRefusal('data/w.sqlite', failed('why', { errcode })).message).toBe(message);
});
