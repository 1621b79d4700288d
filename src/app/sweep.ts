import type { Execute } from './execute.ts';
import type { Parts } from './parts.ts';
import { refreshCard } from './propose.ts';

const EVERY_MS = 10_000;

/**
 * Until the signal: takes up plans that were claimed and not ended (after a restart, or after a fault of the store), closes
 * the ones whose time is over, and forgets what has expired.
 */
export async function sweep(parts: Parts, execute: Execute, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await recover(parts, execute, signal);
      await expire(parts);
      await parts.store.prune(parts.clock.now());
    } catch (error) {
      if (signal.aborted) return;
      parts.log.error({ error }, 'sweep failed, trying again');
    }
    try {
      await parts.clock.sleep(EVERY_MS, signal);
    } catch {
      return; // aborted
    }
  }
}

/** Plans that were claimed before a crash: each is taken up where the journal says it was. */
async function recover(parts: Parts, execute: Execute, signal: AbortSignal): Promise<void> {
  for (const plan of await parts.store.plans.inState('executing')) await execute(plan, signal);
}

async function expire(parts: Parts): Promise<void> {
  for (const plan of await parts.store.plans.expired(parts.clock.now())) {
    const expired = await parts.store.plans.move(plan, 'expired', {});
    if (expired !== null) refreshCard(parts, expired);
  }
}
