import { UserError } from '../core/errors.ts';
import type { Draft } from '../core/plan/draft.ts';
import type { Finding, Plan } from '../core/plan/plan.ts';
import type { Click } from '../core/ports/front.ts';
import type { MessageRef } from '../core/ports/messenger.ts';
import { diffSpecs, type FieldChange } from '../core/swarm/diff.ts';
import { specHash } from '../core/swarm/hash.ts';
import type { Execute } from './execute.ts';
import type { Parts } from './parts.ts';
import { assertRight } from './rights.ts';
import { openSpecs } from './sealed-specs.ts';
import { changeCommand, draftOf, refreshCard, show } from './propose.ts';

/**
 * Confirm: runs the stored plan, once, if it still is what its requester saw. When the cluster has moved since, nothing
 * runs: the plan is void, and a new one is shown that says what moved.
 */
export async function confirm(
  parts: Parts,
  execute: Execute,
  click: Click,
  signal: AbortSignal,
): Promise<void> {
  const plan = await openPlan(parts, click, signal);
  const command = changeCommand(parts, plan.command);
  const proposal = {
    command,
    args: plan.args,
    cluster: plan.cluster,
    requester: plan.requester,
    place: plan.origin,
  };
  const draft = await draftOrVoid(parts, plan, () => draftOf(parts, proposal, signal));
  const moved = await whatMoved(parts, plan, draft);
  if (moved.length > 0) {
    const text = moved.map(changeInWords).join('; ');
    refreshCard(parts, await claim(parts, plan, 'void', { outcome: `${text}. The new plan is below.` }));
    const findings = [{ code: 'moved', level: 'warning' as const, text: `Since the plan before: ${text}.` }];
    await show(parts, { ...proposal, findings }, draft, signal);
    return;
  }
  const claimed = await claim(parts, plan, 'executing', {
    decidedBy: click.person,
    decidedAt: parts.clock.now(),
  });
  refreshCard(parts, claimed);
  await execute(claimed, signal);
}

/** Cancel: the plan is over, nothing ran. */
export async function cancel(parts: Parts, click: Click, signal: AbortSignal): Promise<void> {
  const plan = await openPlan(parts, click, signal);
  refreshCard(
    parts,
    await claim(parts, plan, 'cancelled', { decidedBy: click.person, decidedAt: parts.clock.now() }),
  );
}

/**
 * The plan behind a click, if this person may decide it: still open, not expired, asked for by the clicker, who still has
 * the right, in the channel where it was proposed.
 */
export async function openPlan(
  parts: Parts,
  click: Pick<Click, 'ref' | 'person' | 'place'> & { readonly message?: MessageRef },
  signal: AbortSignal,
): Promise<Plan> {
  const { message: card } = click;
  const plan = await parts.store.plans.get(click.ref);
  if (plan === null) throw new UserError('not-found', 'There is no such plan.', 'Say the command again.');
  if (plan.origin.channel !== click.place.channel) {
    throw new UserError(
      'not-allowed',
      'This plan was proposed somewhere else.',
      'Decide it where it was proposed.',
    );
  }
  if (plan.requester !== click.person) {
    throw new UserError(
      'not-yours',
      'Only the one who asked for this change can decide it.',
      'Say the command yourself to get a plan of your own.',
    );
  }
  if (plan.state !== 'proposed') throw decided(plan);
  if (plan.card === undefined && card !== undefined) {
    // Its address was lost in a crash right after it was posted; the click brings it back.
    await parts.store.plans.setCard(plan.id, card);
  }
  if (parts.clock.now() >= plan.expiresAt) {
    const expired = await parts.store.plans.move(plan, 'expired', {});
    if (expired !== null) refreshCard(parts, expired);
    throw new UserError('expired', 'This plan is too old; nothing was changed.', 'Say the command again.');
  }
  await assertRight(parts, { person: click.person, place: plan.origin, cluster: plan.cluster }, signal);
  return { ...(card === undefined ? {} : { card }), ...plan };
}

/** Moves an open plan on, or fails with UserError `decided` when another click was faster. */
export async function claim(
  parts: Parts,
  plan: Plan,
  to: 'executing' | 'cancelled' | 'void' | 'replaced',
  patch: Partial<Pick<Plan, 'decidedBy' | 'decidedAt' | 'outcome' | 'replacedBy'>>,
): Promise<Plan> {
  const moved = await parts.store.plans.move(plan, to, patch);
  if (moved !== null) return moved;
  throw decided((await parts.store.plans.get(plan.id)) ?? plan);
}

function decided(plan: Plan): UserError {
  const words: Record<Plan['state'], string> = {
    proposed: 'This plan is being decided just now.',
    executing: 'This plan is running already.',
    done: 'This plan has run already.',
    failed: 'This plan has run already and failed.',
    unknown: 'This plan has run already; what became of it is not known.',
    void: 'This plan is void: the cluster had moved.',
    cancelled: 'This plan was cancelled.',
    replaced: 'This plan was replaced by a changed one.',
    expired: 'This plan is too old; nothing was changed.',
  };
  return new UserError('decided', words[plan.state]);
}

/** Planning again may find that there is nothing left to do, or that the service is gone: then the plan is void too. */
async function draftOrVoid(parts: Parts, plan: Plan, draft: () => Promise<Draft>): Promise<Draft> {
  try {
    return await draft();
  } catch (error) {
    if (error instanceof UserError && error.code !== 'engine') {
      const voided = await parts.store.plans.move(plan, 'void', { outcome: error.message });
      if (voided !== null) refreshCard(parts, voided);
    }
    throw error;
  }
}

/** How the cluster differs from what was planned against: specs by hash, images by digest. Versions alone do not count. */
async function whatMoved(parts: Parts, plan: Plan, draft: Draft): Promise<FieldChange[]> {
  const moved: FieldChange[] = [];
  for (const operation of plan.operations) {
    const now = draft.writes.find((write) => write.observed.ID === operation.objectId);
    if (now !== undefined && specHash(now.observed.Spec) === operation.baseHash) {
      if (now.kind === operation.kind) continue;
      // How a rollback is best done depends on whether a rollout is under way.
      moved.push({ field: `${operation.objectName} rollout`, before: 'as planned', after: 'begun or ended' });
      continue;
    }
    const base = (await openSpecs(parts.store.vault, operation.payload))?.base;
    const rows = base === undefined || now === undefined ? [] : diffSpecs(base, now.observed.Spec);
    const other = { field: 'spec', before: 'as planned', after: 'another one' };
    moved.push(
      ...(rows.length > 0 ? rows : [other]).map((row) => ({
        ...row,
        field: `${operation.objectName} ${row.field}`,
      })),
    );
  }
  const resumes = ({ code }: Finding) => code === 'resumes-paused';
  if (draft.findings.some(resumes) && !plan.findings.some(resumes)) {
    // The spec is the same, but what the click would do is not (docker-facts, trap 3).
    moved.push({ field: 'rollout', before: 'not paused', after: 'paused after failures' });
  }
  for (const { image, digest } of draft.digests) {
    const before = plan.digests.find((pinned) => pinned.image === image)?.digest;
    if (before !== undefined && before !== digest) {
      moved.push({ field: `${image} digest`, before, after: digest });
    }
  }
  return moved;
}

function changeInWords({ field, before, after }: FieldChange): string {
  return `${field} ${before} -> ${after}`;
}
