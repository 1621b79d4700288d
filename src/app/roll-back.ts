import { UserError } from '../core/errors.ts';
import { ROLLBACK_COMMAND } from '../core/plan/command-names.ts';
import type { Finding, Plan } from '../core/plan/plan.ts';
import { threadOf } from '../core/plan/thread.ts';
import type { Click } from '../core/ports/front.ts';
import { specHash } from '../core/swarm/hash.ts';
import { clusterNamed, type Parts } from './parts.ts';
import { changeCommand, propose } from './propose.ts';

/**
 * The Roll back button of a rollout: proposes `service rollback` for the services of that plan, to whoever clicked, in the
 * thread where the rollout is followed. Like any change it shows its plan first.
 */
export async function rollBack(parts: Parts, click: Click, signal: AbortSignal): Promise<void> {
  const plan = await parts.store.plans.get(click.ref);
  if (plan === null || plan.origin.channel !== click.place.channel) {
    throw new UserError('not-found', 'There is no such rollout here.', 'Say: rollback SERVICE');
  }
  const rollouts = await parts.store.rollouts.ofPlan(plan.id);
  const shown = rollouts.find(({ message }) => message?.ts === click.message.ts);
  const targets = plan.targets.filter(({ id }) => shown === undefined || id === shown.serviceId);
  for (const { id, name } of targets) {
    const proposal = {
      command: changeCommand(parts, ROLLBACK_COMMAND),
      args: { service: name },
      cluster: plan.cluster,
      requester: click.person,
      place: threadOf(plan),
      findings: await changedSince(parts, plan, id, name, signal),
    };
    await propose(parts, proposal, signal);
  }
}

/** A rollback takes back the last change. When that is not this plan's any more, the card has to say so. */
async function changedSince(
  parts: Parts,
  plan: Plan,
  serviceId: string,
  name: string,
  signal: AbortSignal,
): Promise<Finding[]> {
  const { swarm } = clusterNamed(parts, plan.cluster);
  const service = await swarm.service(serviceId, signal);
  const latest = await parts.store.releases.latest(plan.cluster, serviceId);
  const isLatest = latest !== null && service !== null && specHash(service.Spec) === latest.afterHash;
  if (isLatest && latest.planId === plan.id) return [];
  const written = plan.operations.find(({ objectId }) => objectId === serviceId)?.targetHash;
  if (isLatest && latest.command === ROLLBACK_COMMAND && latest.beforeHash === written) {
    throw new UserError(
      'nothing-to-do',
      `That rollout of ${name} was taken back already.`,
      `To go forward to it again, say: rollback ${name}`,
    );
  }
  const text = `${name} was changed again since that rollout: this takes back the later change, not that one.`;
  return [{ code: 'another-change', level: 'danger', text }];
}
