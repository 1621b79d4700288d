import { UserError } from '../core/errors.ts';
import { ROLLBACK_COMMAND } from '../core/plan/command-names.ts';
import type { SealedSpecs } from '../core/plan/make-plan.ts';
import type { Operation, Plan } from '../core/plan/plan.ts';
import { threadOf } from '../core/plan/thread.ts';
import type { SwarmWriter } from '../core/ports/swarm.ts';
import { isRollback, newRollout } from '../core/rollout/new-rollout.ts';
import type { Rollout } from '../core/rollout/rollout.ts';
import type { Result } from './journal-row.ts';
import { perform } from './journal.ts';
import { clusterNamed, type Parts } from './parts.ts';
import { refreshCard } from './propose.ts';
import { assertRight } from './rights.ts';
import { openSpecs } from './sealed-specs.ts';

/** Runs a claimed plan to its end. Calling it again for a plan that is under way in this process does nothing. */
export type Execute = (plan: Plan, signal: AbortSignal) => Promise<void>;

type Deps = {
  readonly parts: Parts;
  /** The only place that is handed the writers. */
  readonly writers: ReadonlyMap<string, SwarmWriter>;
  readonly follow: (rollout: Rollout) => void;
};

/** Makes the executor. A plan comes to it in state `executing`, from a click or, after a restart, from the store. */
export function executor(deps: Deps): Execute {
  const running = new Set<string>();
  return async (plan, signal) => {
    if (running.has(plan.id)) return;
    running.add(plan.id);
    try {
      // What was handed in may be old: a list that was read before the plan came to its end.
      const now = await deps.parts.store.plans.get(plan.id);
      if (now?.state === 'executing') await run(deps, now, signal);
    } finally {
      running.delete(plan.id);
    }
  };
}

async function run(deps: Deps, plan: Plan, signal: AbortSignal): Promise<void> {
  for (const [seq, operation] of plan.operations.entries()) {
    const result = await operate(deps, plan, seq, operation, signal);
    if (result.kind === 'accepted') continue;
    const done = plan.operations.slice(0, seq).map(({ objectName }) => objectName);
    await finish(
      deps.parts,
      plan,
      result.kind === 'unknown' ? 'unknown' : 'failed',
      outcome(result, operation, done),
      signal,
    );
    return;
  }
  await finish(deps.parts, plan, 'done', '', signal);
}

async function operate(
  deps: Deps,
  plan: Plan,
  seq: number,
  operation: Operation,
  signal: AbortSignal,
): Promise<Result> {
  const { parts, writers } = deps;
  const specs = await openSpecs(parts.store.vault, operation.payload);
  if (specs === null)
    return await notAsked(parts, plan, seq, 'What the plan had sealed has expired; plan it again.');
  const writer = writers.get(plan.cluster);
  if (writer === undefined)
    return await notAsked(parts, plan, seq, `The cluster ${plan.cluster} is not configured any more.`);
  const { swarm } = clusterNamed(parts, plan.cluster);
  const job = {
    planId: plan.id,
    seq,
    operation,
    specs,
    assertMayStill: () => assertMayStill(parts, plan, signal),
  };
  const tools = { swarm, writer, attempts: parts.store.attempts, clock: parts.clock, ids: parts.ids };
  const result = await performOrRefuse(() => perform(tools, job, signal));
  if (result.kind === 'accepted') await record(deps, plan, result.operation, specs, result.begunAt);
  return result;
}

/** Rights that are gone, or an engine that could not even be read: nothing was asked, and the person is told why. */
async function performOrRefuse(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof UserError) return { kind: 'refused', why: error.message };
    throw error;
  }
}

/** It cannot be asked any more. Whether it was asked before, by a process that was killed, the journal knows. */
async function notAsked(parts: Parts, plan: Plan, seq: number, why: string): Promise<Result> {
  const rows = (await parts.store.attempts.ofPlan(plan.id)).filter((row) => row.seq === seq);
  return { kind: rows.every(({ state }) => state === 'refused') ? 'refused' : 'unknown', why };
}

/** Rights may have gone since the click: asked again, failing closed, and the plan must still be young enough. */
async function assertMayStill(parts: Parts, plan: Plan, signal: AbortSignal): Promise<void> {
  if (parts.clock.now() >= plan.expiresAt) {
    throw new UserError('expired', 'The plan had expired before the engine was asked.');
  }
  const { requester: person, origin: place, cluster } = plan;
  await assertRight(parts, { person, place, cluster }, signal);
}

/** Keeps the spec from before, and begins to follow. Both are harmless when done twice, since a crash may come between. */
async function record(
  { parts, follow }: Deps,
  plan: Plan,
  operation: Operation,
  specs: SealedSpecs,
  begunAt: number,
): Promise<void> {
  await parts.store.releases.add({
    planId: plan.id,
    cluster: plan.cluster,
    serviceId: operation.objectId,
    at: begunAt,
    requester: plan.requester,
    command: isRollback(plan, operation) ? ROLLBACK_COMMAND : plan.command,
    before: specs.base,
    beforeHash: operation.baseHash,
    afterHash: operation.targetHash,
  });
  if (!plan.follow) return;
  const followed = await parts.store.rollouts.ofPlan(plan.id);
  const known = followed.find(({ serviceId }) => serviceId === operation.objectId);
  const rollout = known ?? newRollout(plan, operation, specs, begunAt);
  if (known === undefined) await parts.store.rollouts.add(rollout);
  follow(rollout);
}

async function finish(
  parts: Parts,
  plan: Plan,
  state: 'done' | 'failed' | 'unknown',
  text: string,
  signal: AbortSignal,
): Promise<void> {
  const finished = await parts.store.plans.move(plan, state, { outcome: text });
  if (finished === null) return;
  refreshCard(parts, finished);
  if (state !== 'done') await reply(parts, finished, signal);
}

/** Edits notify nobody, so what went wrong is also a short reply that mentions who asked. */
async function reply(parts: Parts, plan: Plan, signal: AbortSignal): Promise<void> {
  const text = `${plan.title} on ${plan.cluster}: ${plan.outcome ?? plan.state}`;
  const view = {
    summary: text,
    parts: [{ kind: 'text', text: [{ person: plan.requester }, ` ${text}`] }],
  } as const;
  try {
    await parts.messenger.post(threadOf(plan), view, signal);
  } catch (error) {
    parts.log.warn({ err: error, plan: plan.id }, 'the failure of a plan could not be replied');
  }
}

/** What happened, whole: what was done before, what was not, and where to look. */
function outcome(
  result: Exclude<Result, { kind: 'accepted' }>,
  operation: Operation,
  done: string[],
): string {
  const before = done.length === 0 ? '' : ` Already changed: ${done.join(', ')}.`;
  switch (result.kind) {
    case 'refused':
      return `${operation.objectName} was not changed: ${result.why}${before}`;
    case 'moved':
      return `${operation.objectName} was not changed: ${result.why} Say the command again to see a new plan.${before}`;
    case 'unknown':
      return (
        `It is not known whether ${operation.objectName} was changed: ${result.why} ` +
        `Look with: docker service inspect --pretty ${operation.objectName}${before}`
      );
  }
}
