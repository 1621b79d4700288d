import { ROLLBACK_COMMAND } from '../plan/command-names.ts';
import type { SealedSpecs } from '../plan/make-plan.ts';
import type { Operation, Plan } from '../plan/plan.ts';
import { threadOf } from '../plan/thread.ts';
import { diffSpecs } from '../swarm/diff.ts';
import { bareHash } from '../swarm/hash.ts';
import { imageForTable } from '../swarm/image-name.ts';
import { paceOf } from '../swarm/pace.ts';
import { newRolloutState } from './new-state.ts';
import { replicasOf } from '../swarm/mode.ts';
import { restartsTasks } from '../swarm/restart.ts';
import type { Rollout } from './rollout.ts';

const NANOSECONDS_PER_MS = 1_000_000;

/** The rollout that follows one accepted write of a plan, before anything of it was seen. `startedAt` is when it was asked. */
export function newRollout(plan: Plan, operation: Operation, specs: SealedSpecs, startedAt: number): Rollout {
  // The engine's own rollback goes at the pace of the restored spec's RollbackConfig (swarmkit updater).
  const which = operation.kind === 'service.rollback' ? 'RollbackConfig' : 'UpdateConfig';
  const { parallelism, delay, monitor } = paceOf(specs.target, which);
  return {
    id: `${plan.id}.${operation.objectId}`,
    planId: plan.id,
    cluster: plan.cluster,
    serviceId: operation.objectId,
    serviceName: operation.objectName,
    kind: kindOf(plan, operation, specs),
    title: titleOf(specs),
    requester: plan.requester,
    confirmedBy: plan.decidedBy ?? plan.requester,
    baseVersion: operation.baseVersion,
    baseHash: operation.baseHash,
    baseStartedAt: operation.baseStartedAt,
    targetHash: operation.targetHash,
    baseBareHash: bareHash(specs.base),
    parallelism,
    delayMs: Math.round(delay / NANOSECONDS_PER_MS),
    monitorMs: Math.round(monitor / NANOSECONDS_PER_MS),
    origin: threadOf(plan),
    message: null,
    startedAt,
    endedAt: null,
    announced: 'none',
    state: newRolloutState(startedAt, specs.target.Mode.Replicated?.Replicas ?? 0),
  };
}

/** Whether the change takes another one back: `service update --rollback` does too. */
export function isRollback(plan: Plan, operation: Operation): boolean {
  const asked = plan.command === ROLLBACK_COMMAND || plan.args['rollback'] === true;
  return asked || operation.kind === 'service.rollback';
}

/** What it is by what it does: an update of nothing but the replicas is a scaling. */
function kindOf(plan: Plan, operation: Operation, { base, target }: SealedSpecs): Rollout['kind'] {
  if (isRollback(plan, operation)) return 'rollback';
  const isScaling = !restartsTasks(base, target) && replicasOf(base) !== replicasOf(target);
  return isScaling ? 'scale' : 'update';
}

function titleOf({ base, target }: SealedSpecs): string {
  const rows = diffSpecs(base, target);
  const row =
    rows.find(({ field }) => field === 'image') ?? rows.find(({ field }) => field === 'replicas') ?? rows[0];
  if (row === undefined) return '';
  if (row.field === 'forced restarts') return 'restart';
  if (row.field !== 'image') return `${row.field} ${row.before} -> ${row.after}`;
  const [before, after] = [imageForTable(row.before), imageForTable(row.after)];
  // Where the digest alone differs it is the change.
  return before === after ? `${row.before} -> ${row.after}` : `${before} -> ${after}`;
}
