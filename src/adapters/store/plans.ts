import { z } from 'zod';
import type { Selectable } from 'kysely';
import { Plan } from '../../core/plan/plan.ts';
import type { PlanStore } from '../../core/ports/store.ts';
import type { Database, Tables } from './tables.ts';

const Content = Plan.omit({
  id: true,
  revision: true,
  state: true,
  expiresAt: true,
  card: true,
  decidedBy: true,
  decidedAt: true,
  outcome: true,
  replacedBy: true,
});

/** Plans in the database: what never changes is one document, what changes has columns of its own. */
export function plansIn(db: Database): PlanStore {
  return {
    add: async (plan) => {
      await db.insertInto('plans').values(toRow(plan)).execute();
    },

    get: async (id) => {
      const row = await db.selectFrom('plans').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toPlan(row);
    },

    move: async ({ id, revision }, to, patch) => {
      const row = await db
        .updateTable('plans')
        .set({ state: to, revision: revision + 1, ...toColumns(patch) })
        .where('id', '=', id)
        .where('revision', '=', revision)
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : toPlan(row);
    },

    setCard: async (id, card) => {
      await db
        .updateTable('plans')
        .set({ card: JSON.stringify(card) })
        .where('id', '=', id)
        .execute();
    },

    inState: async (state) => {
      const rows = await db
        .selectFrom('plans')
        .selectAll()
        .where('state', '=', state)
        .orderBy('expires_at')
        .orderBy('id')
        .execute();
      return rows.map(toPlan);
    },

    decidedSince: async (since, most) => {
      const rows = await db
        .selectFrom('plans')
        .selectAll()
        .where('decided_at', '>=', since)
        .orderBy('decided_at', 'desc')
        .orderBy('id')
        .limit(most)
        .execute();
      return rows.map(toPlan);
    },

    expired: async (now) => {
      const rows = await db
        .selectFrom('plans')
        .selectAll()
        .where('state', '=', 'proposed')
        .where('expires_at', '<=', now)
        .orderBy('expires_at')
        .orderBy('id')
        .execute();
      return rows.map(toPlan);
    },
  };
}

type Row = Selectable<Tables['plans']>;
type Patch = Parameters<PlanStore['move']>[2];

function toRow(plan: Plan): Row {
  return {
    id: plan.id,
    revision: plan.revision,
    state: plan.state,
    expires_at: plan.expiresAt,
    content: JSON.stringify(Content.parse(plan)),
    card: null,
    decided_by: null,
    decided_at: null,
    outcome: null,
    replaced_by: null,
    ...toColumns(plan),
  };
}

/** The columns that the patch names; the others are left as they are. */
function toColumns(patch: Patch): Partial<Row> {
  return {
    ...(patch.card === undefined ? {} : { card: JSON.stringify(patch.card) }),
    ...(patch.decidedBy === undefined ? {} : { decided_by: patch.decidedBy }),
    ...(patch.decidedAt === undefined ? {} : { decided_at: patch.decidedAt }),
    ...(patch.outcome === undefined ? {} : { outcome: JSON.stringify(patch.outcome) }),
    ...(patch.replacedBy === undefined ? {} : { replaced_by: patch.replacedBy }),
  };
}

function toPlan(row: Row): Plan {
  const content = z.record(z.string(), z.unknown()).parse(JSON.parse(row.content));
  return Plan.parse({
    ...content,
    id: row.id,
    revision: row.revision,
    state: row.state,
    expiresAt: row.expires_at,
    ...(row.card === null ? {} : { card: JSON.parse(row.card) }),
    ...(row.decided_by === null ? {} : { decidedBy: row.decided_by }),
    ...(row.decided_at === null ? {} : { decidedAt: row.decided_at }),
    ...(row.outcome === null ? {} : { outcome: JSON.parse(row.outcome) }),
    ...(row.replaced_by === null ? {} : { replacedBy: row.replaced_by }),
  });
}
