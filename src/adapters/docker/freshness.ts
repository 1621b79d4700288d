import { EngineError } from '../../core/errors.ts';
import type { Freshness } from '../../core/ports/swarm.ts';
import type { Node } from '../../core/swarm/objects.ts';

/**
 * Whether the swarm can decide now. Without quorum a manager goes on answering reads with the past for some seconds; the
 * managers that it cannot reach are seen at once, so the managers are counted instead of believing the answer.
 */
export function freshnessOf(managers: readonly Node[]): Freshness {
  const reachable = managers.filter((node) => node.ManagerStatus?.Reachability === 'reachable').length;
  if (reachable * 2 <= managers.length) {
    return { stale: true, words: `only ${reachable} of ${managers.length} managers are reachable` };
  }
  const led = managers.some((node) => node.ManagerStatus?.Leader === true);
  return led ? { stale: false } : { stale: true, words: 'no manager is the leader' };
}

/** A failure that says that the swarm has no leader now. @throws the error where it says anything else. */
export function staleBecause(error: unknown): Freshness {
  if (error instanceof EngineError && error.reason === 'no-leader') {
    return { stale: true, words: error.words || error.message };
  }
  throw error;
}
