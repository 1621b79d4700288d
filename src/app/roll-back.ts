import { UserError } from '../core/errors.ts';
import type { Click } from '../core/ports/front.ts';
import type { Parts } from './parts.ts';
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
  const names = shown === undefined ? plan.targets.map(({ name }) => name) : [shown.serviceName];
  const thread = plan.origin.thread ?? plan.card?.ts;
  const place = { ...plan.origin, ...(thread === undefined ? {} : { thread }) };
  for (const name of names) {
    const command = changeCommand(parts, 'service rollback');
    const proposal = {
      command,
      args: { service: name },
      cluster: plan.cluster,
      requester: click.person,
      place,
    };
    await propose(parts, proposal, signal);
  }
}
