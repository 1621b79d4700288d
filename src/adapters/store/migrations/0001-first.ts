import type { Migration } from 'kysely/migration';

/** Plans, attempts, rollouts, releases, sealed payloads and deliveries. */
export const first: Migration = {
  up: async (db) => {
    await db.schema
      .createTable('plans')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('revision', 'bigint', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('content', 'text', (column) => column.notNull())
      .addColumn('card', 'text')
      .addColumn('decided_by', 'text')
      .addColumn('decided_at', 'bigint')
      .addColumn('outcome', 'text')
      .addColumn('replaced_by', 'text')
      .execute();
    await db.schema.createIndex('plans_state').on('plans').columns(['state', 'expires_at']).execute();

    await db.schema
      .createTable('attempts')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('plan_id', 'text', (column) => column.notNull().references('plans.id'))
      .addColumn('seq', 'bigint', (column) => column.notNull())
      .addColumn('operation', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('begun_at', 'bigint', (column) => column.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('words', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('attempts_plan').on('attempts').columns(['plan_id', 'seq']).execute();

    await db.schema
      .createTable('rollouts')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('plan_id', 'text', (column) => column.notNull().references('plans.id'))
      .addColumn('cluster', 'text', (column) => column.notNull())
      .addColumn('started_at', 'bigint', (column) => column.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('document', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('rollouts_plan').on('rollouts').column('plan_id').execute();
    await db.schema.createIndex('rollouts_active').on('rollouts').columns(['cluster', 'ended_at']).execute();

    await db.schema
      .createTable('releases')
      .addColumn('plan_id', 'text', (column) => column.notNull().references('plans.id'))
      .addColumn('service_id', 'text', (column) => column.notNull())
      .addColumn('cluster', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('requester', 'text', (column) => column.notNull())
      .addColumn('command', 'text', (column) => column.notNull())
      .addColumn('before_hash', 'text', (column) => column.notNull())
      .addColumn('after_hash', 'text', (column) => column.notNull())
      .addColumn('payload', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('releases_key', ['plan_id', 'service_id'])
      .execute();
    await db.schema
      .createIndex('releases_latest')
      .on('releases')
      .columns(['cluster', 'service_id', 'at'])
      .execute();

    await db.schema
      .createTable('sealed')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('nonce', 'text', (column) => column.notNull())
      .addColumn('ciphertext', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('sealed_expiry').on('sealed').column('expires_at').execute();

    await db.schema
      .createTable('deliveries')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('deliveries_age').on('deliveries').column('seen_at').execute();
  },
};
