import { Attempt } from '../../core/plan/plan.ts';
import type { AttemptStore } from '../../core/ports/store.ts';
import type { Database } from './tables.ts';

/** The journal of calls to the engine. */
export function attemptsIn(db: Database): AttemptStore {
  return {
    begin: async (attempt) => {
      await db
        .insertInto('attempts')
        .values({
          id: attempt.id,
          plan_id: attempt.planId,
          seq: attempt.seq,
          operation: JSON.stringify(attempt.operation),
          state: attempt.state,
          begun_at: attempt.begunAt,
          ended_at: attempt.endedAt,
          words: JSON.stringify(attempt.words),
        })
        .execute();
    },

    end: async (id, outcome) => {
      const row = await db
        .updateTable('attempts')
        .set({ state: outcome.state, ended_at: outcome.endedAt, words: JSON.stringify(outcome.words) })
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) throw new Error('An attempt was ended that had not begun.');
    },

    ofPlan: async (planId) => {
      const rows = await db
        .selectFrom('attempts')
        .selectAll()
        .where('plan_id', '=', planId)
        .orderBy('seq')
        .orderBy('begun_at')
        .orderBy('id')
        .execute();
      return rows.map((row) =>
        Attempt.parse({
          id: row.id,
          planId: row.plan_id,
          seq: row.seq,
          operation: JSON.parse(row.operation),
          state: row.state,
          begunAt: row.begun_at,
          endedAt: row.ended_at,
          words: JSON.parse(row.words),
        }),
      );
    },
  };
}
