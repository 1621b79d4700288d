import { Rollout } from '../../core/rollout/rollout.ts';
import type { RolloutStore } from '../../core/ports/store.ts';
import type { Database } from './tables.ts';

/** Rollouts, each one document; the columns beside it are for finding it. */
export function rolloutsIn(db: Database): RolloutStore {
  return {
    add: async (rollout) => {
      await db
        .insertInto('rollouts')
        .values({
          id: rollout.id,
          plan_id: rollout.planId,
          cluster: rollout.cluster,
          started_at: rollout.startedAt,
          ended_at: rollout.endedAt,
          document: JSON.stringify(rollout),
        })
        .execute();
    },

    save: async (rollout) => {
      const row = await db
        .updateTable('rollouts')
        .set({ ended_at: rollout.endedAt, document: JSON.stringify(rollout) })
        .where('id', '=', rollout.id)
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) throw new Error('A rollout was saved that had not been added.');
    },

    ofPlan: async (planId) => {
      const rows = await db
        .selectFrom('rollouts')
        .select('document')
        .where('plan_id', '=', planId)
        .orderBy('started_at')
        .orderBy('id')
        .execute();
      return rows.map(toRollout);
    },

    active: async (cluster) => {
      const rows = await db
        .selectFrom('rollouts')
        .select('document')
        .where('cluster', '=', cluster)
        .where('ended_at', 'is', null)
        .orderBy('started_at')
        .orderBy('id')
        .execute();
      return rows.map(toRollout);
    },
  };
}

function toRollout(row: { document: string }): Rollout {
  return Rollout.parse(JSON.parse(row.document));
}
