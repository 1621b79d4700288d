import type { Release, ReleaseStore, Vault } from '../../core/ports/store.ts';
import { ServiceSpec } from '../../core/swarm/spec.ts';
import type { Database } from './tables.ts';

/** How long the spec from before can be restored. */
const KEPT_MS = 90 * 24 * 60 * 60 * 1_000;

/**
 * What Waggle changed, newest found first. A plan has one release a service: adding it again, as after a crash, changes
 * nothing. The spec is sealed before the row is written, so a crash between the two leaves only what expires by itself.
 */
export function releasesIn(db: Database, vault: Vault): ReleaseStore {
  return {
    add: async (release) => {
      const { before, planId, serviceId } = release;
      const known = await db
        .selectFrom('releases')
        .select('plan_id')
        .where('plan_id', '=', planId)
        .where('service_id', '=', serviceId)
        .executeTakeFirst();
      if (known !== undefined) return;
      const payload = `release.${planId}.${serviceId}`;
      await vault.drop(payload);
      await vault.seal(payload, JSON.stringify(before), release.at + KEPT_MS);
      await db
        .insertInto('releases')
        .values({
          plan_id: planId,
          service_id: serviceId,
          cluster: release.cluster,
          at: release.at,
          requester: release.requester,
          command: release.command,
          before_hash: release.beforeHash,
          after_hash: release.afterHash,
          payload,
        })
        .execute();
    },

    latest: async (cluster, serviceId) => {
      const row = await db
        .selectFrom('releases')
        .selectAll()
        .where('cluster', '=', cluster)
        .where('service_id', '=', serviceId)
        .orderBy('at', 'desc')
        .orderBy('plan_id', 'desc')
        .executeTakeFirst();
      if (row === undefined) return null;
      const spec = await vault.open(row.payload);
      if (spec === null) return null;
      const release: Release = {
        planId: row.plan_id,
        cluster: row.cluster,
        serviceId: row.service_id,
        at: row.at,
        requester: row.requester,
        command: row.command,
        before: ServiceSpec.parse(JSON.parse(spec)),
        beforeHash: row.before_hash,
        afterHash: row.after_hash,
      };
      return release;
    },
  };
}
