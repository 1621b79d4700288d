import type { RawArgs } from '../core/chat/param.ts';
import type { ChangeCommand } from '../core/command.ts';
import { UserError } from '../core/errors.ts';
import type { Draft } from '../core/plan/draft.ts';
import { makePlan } from '../core/plan/make-plan.ts';
import type { Finding, Plan } from '../core/plan/plan.ts';
import type { Place } from '../core/ports/messenger.ts';
import { planView } from '../core/view/plan-view.ts';
import { clusterNamed, observersOf, type Parts } from './parts.ts';
import { assertRight } from './rights.ts';
import { sealSpecs } from './sealed-specs.ts';

export type Proposal = {
  readonly command: ChangeCommand;
  readonly args: RawArgs;
  readonly cluster: string;
  readonly requester: string;
  readonly place: Place;
  /** What else the card must say, beside what the command found. */
  readonly findings?: readonly Finding[];
};

/**
 * Says what a change would do: observes, plans, stores the plan and shows its card. Nothing is changed.
 * Fails with UserError when the person may not, or the change cannot be planned.
 */
export async function propose(parts: Parts, proposal: Proposal, signal: AbortSignal): Promise<Plan> {
  const { requester: person, place, cluster } = proposal;
  await assertRight(parts, { person, place, cluster }, signal);
  const draft = await draftOf(parts, proposal, signal);
  return await show(parts, proposal, draft, signal);
}

/** What the command would do now. */
export async function draftOf(
  parts: Parts,
  proposal: Pick<Proposal, 'command' | 'args' | 'cluster'>,
  signal: AbortSignal,
): Promise<Draft> {
  const observers = observersOf(parts, clusterNamed(parts, proposal.cluster));
  return await proposal.command.draft(observers, proposal.args, signal);
}

/** Stores the plan of a draft, then posts its card. The plan is there before anybody can click on it. */
export async function show(
  parts: Parts,
  proposal: Proposal,
  draft: Draft,
  signal: AbortSignal,
): Promise<Plan> {
  const now = parts.clock.now();
  const { plan, payloads } = makePlan(
    { ...draft, findings: [...(proposal.findings ?? []), ...draft.findings] },
    {
      id: parts.ids.next(),
      cluster: proposal.cluster,
      command: proposal.command.name.join(' '),
      args: { ...proposal.args },
      changeable: Object.values(proposal.command.params).some(({ inForm }) => inForm === true),
      requester: proposal.requester,
      origin: proposal.place,
      createdAt: now,
      expiresAt: now + parts.planExpiresMs,
    },
  );
  for (const { id, specs } of payloads) {
    await sealSpecs(parts.store.vault, id, specs, plan.expiresAt);
  }
  await parts.store.plans.add(plan);
  const { production } = clusterNamed(parts, plan.cluster);
  try {
    const card = await parts.messenger.post(proposal.place, planView(plan, { production }), signal);
    await parts.store.plans.setCard(plan.id, card);
    return { ...plan, card };
  } catch (error) {
    // Nobody can see it, so nobody may ever confirm it.
    await parts.store.plans.move(plan, 'cancelled', { outcome: 'its card could not be posted' });
    throw error;
  }
}

/** Shows a plan's card as the plan now is. */
export function refreshCard(parts: Parts, plan: Plan): void {
  if (plan.card === undefined) return;
  const production = parts.clusters.get(plan.cluster)?.production ?? true;
  const final = plan.state !== 'proposed' && plan.state !== 'executing';
  parts.messenger.edit(plan.card, planView(plan, { production }), { final });
}

/** The change command of these words. Fails with UserError when it is gone since the plan was stored. */
export function changeCommand(parts: Pick<Parts, 'catalog'>, name: string): ChangeCommand {
  const command = parts.catalog.find((candidate) => candidate.name.join(' ') === name);
  if (command?.kind === 'change') return command;
  throw new UserError('not-found', `There is no change called "${name}" any more.`);
}
