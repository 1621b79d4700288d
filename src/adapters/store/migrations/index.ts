import type { Migration } from 'kysely/migration';
import { first } from './0001-first.ts';

/** Every change of the schema, oldest first. A name never changes once it was released, and sorts after the ones before it. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': first,
};
