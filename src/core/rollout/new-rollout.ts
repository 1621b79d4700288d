import type { SealedSpecs } from '../plan/make-plan.ts';
import type { Operation, Plan } from '../plan/plan.ts';
import { threadOf } from '../plan/thread.ts';
import { diffSpecs } from '../swarm/diff.ts';
import { bareHash } from '../swarm/hash.ts';
import { imageForTable } from '../swarm/image-name.ts';
import type { UpdateConfig } from '../swarm/spec.ts';
import { newRolloutState } from './new-state.ts';
import type { Rollout } from './rollout.ts';

const NANOSECONDS_PER_MS = 1_000_000;
/** swarmkit's default when a spec has no monitor time. */
const DEFAULT_MONITOR_MS = 5_000;

/** The rollout that follows one accepted write of a plan, before anything of it was seen. `startedAt` is when it was asked. */
export function newRollout(plan: Plan, operation: Operation, specs: SealedSpecs, startedAt: number): Rollout {
  const config = paceOf(operation, specs);
  return {
    id: `${plan.id}.${operation.objectId}`,
    planId: plan.id,
    cluster: plan.cluster,
    serviceId: operation.objectId,
    serviceName: operation.objectName,
    kind: kindOf(plan, operation),
    title: titleOf(specs),
    requester: plan.requester,
    confirmedBy: plan.decidedBy ?? plan.requester,
    baseVersion: operation.baseVersion,
    baseHash: operation.baseHash,
    baseStartedAt: operation.baseStartedAt,
    targetHash: operation.targetHash,
    baseBareHash: bareHash(specs.base),
    parallelism: config.Parallelism ?? 0,
    delayMs: Math.round((config.Delay ?? 0) / NANOSECONDS_PER_MS),
    monitorMs: config.Monitor ? Math.round(config.Monitor / NANOSECONDS_PER_MS) : DEFAULT_MONITOR_MS,
    origin: threadOf(plan),
    message: null,
    startedAt,
    endedAt: null,
    accepted: true,
    announced: 'none',
    state: newRolloutState(startedAt, specs.target.Mode.Replicated?.Replicas ?? 0),
  };
}

/** The engine's own rollback goes at the pace of the restored spec's RollbackConfig (swarmkit updater). */
function paceOf(operation: Operation, { target }: SealedSpecs): UpdateConfig {
  // Without a config swarmkit's updater goes one at a time; in a config that is there, an absent parallelism is 0: all at once.
  const config = operation.kind === 'service.rollback' ? target.RollbackConfig : target.UpdateConfig;
  return config ?? { Parallelism: 1 };
}

/** What people call the change: `service update --rollback` is a rollback. */
export function kindOf(plan: Plan, operation: Operation): Rollout['kind'] {
  const asked = plan.command === 'service rollback' || plan.args['rollback'] === true;
  if (asked || operation.kind === 'service.rollback') return 'rollback';
  return plan.command === 'service scale' ? 'scale' : 'update';
}

function titleOf({ base, target }: SealedSpecs): string {
  const rows = diffSpecs(base, target);
  const row =
    rows.find(({ field }) => field === 'image') ?? rows.find(({ field }) => field === 'replicas') ?? rows[0];
  if (row === undefined) return '';
  if (row.field !== 'image') return `${row.field} ${row.before} -> ${row.after}`;
  const [before, after] = [imageForTable(row.before), imageForTable(row.after)];
  // Where the digest alone differs it is the change.
  return before === after ? `${row.before} -> ${row.after}` : `${before} -> ${after}`;
}
