import { canonicalJson, specHash } from '../swarm/hash.ts';
import type { Service } from '../swarm/objects.ts';
import type { Operation } from './plan.ts';

/**
 * What became of a write whose answer was lost, told from what the engine holds now:
 * - `landed`: it happened (it may have been changed or rolled back since, which the watcher tells).
 * - `not-landed`: it did not happen.
 * - `repeatable`: it had not happened when asked, and the very same request with the same version may be sent again: the
 *   engine refuses it if the first one arrives before it. No other retry is ever allowed.
 * - `unknown`: it cannot be told.
 */
export type Verdict = 'landed' | 'not-landed' | 'repeatable' | 'unknown';

export function classify(operation: Operation, now: Service | null): Verdict {
  if (now === null) return 'unknown';
  const hash = specHash(now.Spec);
  const previous = now.PreviousSpec ? specHash(now.PreviousSpec) : null;
  if (hash === operation.targetHash) return 'landed';
  if (now.Version.Index === operation.baseVersion) return 'repeatable';
  // A spec with this plan's label can only have come from this plan's write.
  if (previous === operation.targetHash && operation.kind === 'service.update') return 'landed';
  if (hash !== operation.baseHash) return 'unknown';
  // The old spec again. An automatic rollback puts it back and forgets PreviousSpec; a mere status write changes neither.
  if (rolledBackSince(operation, now)) return 'landed';
  return previous === operation.basePreviousHash ? 'not-landed' : 'unknown';
}

function rolledBackSince(operation: Operation, now: Service): boolean {
  const state = now.UpdateStatus?.State ?? '';
  return state.startsWith('rollback') && canonicalJson(now.UpdateStatus) !== operation.baseUpdate;
}
