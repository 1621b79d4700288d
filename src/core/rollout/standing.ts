import { bareHash, specHash } from '../swarm/hash.ts';
import type { Service } from '../swarm/objects.ts';
import { PLAN_LABEL } from '../swarm/spec.ts';
import { isRollback } from '../swarm/update-state.ts';
import type { Observation } from './observation.ts';
import type { Return, Rollout } from './rollout.ts';

/** Which spec the service has now. `byPlan`: Waggle's plan that wrote it, '' when it was not one of Waggle's others. */
export type Standing =
  | { readonly kind: 'removed' }
  | { readonly kind: 'unseen' } // an answer from before the write
  | { readonly kind: 'target'; readonly service: Service }
  | { readonly kind: 'back'; readonly service: Service; readonly back: Return; readonly byPlan: string }
  | { readonly kind: 'superseded'; readonly byPlan: string };

/** So soon after the write, a spec with this plan's label is what the engine made of the one that was posted. */
const ADOPT_MS = 10_000;

/**
 * The hash of the spec that is followed. An engine stores some specs with defaults filled in (an UpdateConfig of one field comes
 * back with all of them), so the first one seen with this plan's label, right after the write, is taken for the target.
 */
export function targetHashOf(rollout: Rollout, { service, at }: Observation): string {
  if (service === null || rollout.state.seenTarget || at - rollout.startedAt >= ADOPT_MS)
    return rollout.targetHash;
  if (service.Spec.Labels?.[PLAN_LABEL] !== rollout.planId) return rollout.targetHash;
  // Somebody's next change keeps the label, but has this plan's spec as its previous one.
  if (service.PreviousSpec == null || specHash(service.PreviousSpec) !== rollout.baseHash)
    return rollout.targetHash;
  return specHash(service.Spec);
}

/** A manager that lags shows the spec from before for a moment: so long it is not taken for one that was put back. */
const LAG_MS = 5_000;

export function standingOf(rollout: Rollout, seen: Observation): Standing {
  const { service } = seen;
  if (service === null) return { kind: 'removed' };
  const hash = specHash(service.Spec);
  if (hash === rollout.targetHash) return { kind: 'target', service };
  // A manager that lags: what it shows is from before the write, whenever it shows it.
  if (service.Version.Index <= rollout.baseVersion) return { kind: 'unseen' };
  if (hash !== rollout.baseHash && bareHash(service.Spec) !== rollout.baseBareHash) {
    return { kind: 'superseded', byPlan: otherPlan(rollout, service) };
  }
  if (!rollout.state.seenTarget && seen.at - rollout.startedAt < LAG_MS) return { kind: 'unseen' };
  // The very spec from before carries the label from before: it tells nothing of who put it back.
  const byPlan = hash === rollout.baseHash ? '' : otherPlan(rollout, service);
  return { kind: 'back', service, back: rollout.state.back ?? returnOf(service), byPlan };
}

function otherPlan(rollout: Rollout, service: Service): string {
  const label = service.Spec.Labels?.[PLAN_LABEL] ?? '';
  return label === rollout.planId ? '' : label;
}

/**
 * An automatic rollback leaves no PreviousSpec, one by hand swaps the two (docker-facts, trap 8). The message says so too while
 * it goes on; once completed it says only `rollback completed`.
 */
function returnOf(service: Service): Return {
  const { State: state, Message: message = '' } = service.UpdateStatus ?? {};
  if (!isRollback(state)) return { by: 'hand', words: '' };
  const byHand = message === 'manually requested rollback';
  const byEngine = message.startsWith('update rolled back due to failure') || service.PreviousSpec == null;
  return byEngine && !byHand ? { by: 'engine', words: message } : { by: 'hand', words: '' };
}
