import type { Execute } from './execute.ts';
import type { Parts } from './parts.ts';
import { refreshCard } from './propose.ts';

const EVERY_MS = 10_000;

/**
 * Until the signal: takes up plans that were claimed and not ended (after a restart, or after a fault of the store), closes
 * the ones whose time is over, and forgets what has expired.
 */
export async function sweep(parts: Parts, execute: Execute, signal: AbortSignal): Promise<void> {
  await showAgain(parts);
  while (!signal.aborted) {
    try {
      await recover(parts, execute, signal);
      await expire(parts);
      await parts.store.prune(parts.clock.now());
    } catch (error) {
      if (signal.aborted) return;
      parts.log.error({ err: error }, 'sweep failed, trying again');
    }
    try {
      await parts.clock.sleep(EVERY_MS, signal);
    } catch {
      return; // aborted
    }
  }
}

const LATELY_MS = 24 * 3_600_000;
const LATELY_MOST = 20;

/** A crash may come between the end of a plan and the edit that tells it: the latest cards are shown once more. */
async function showAgain(parts: Parts): Promise<void> {
  try {
    const decided = await parts.store.plans.decidedSince(parts.clock.now() - LATELY_MS, LATELY_MOST);
    for (const plan of decided) if (plan.state !== 'executing') refreshCard(parts, plan);
  } catch (error) {
    parts.log.error({ err: error }, 'the cards of the latest plans could not be shown again');
  }
}

/** Plans that were claimed before a crash: each is taken up where the journal says it was. */
async function recover(parts: Parts, execute: Execute, signal: AbortSignal): Promise<void> {
  for (const plan of await parts.store.plans.inState('executing')) {
    try {
      await execute(plan, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      parts.log.error({ err: error, plan: plan.id }, 'a plan could not be taken up, trying again');
    }
  }
}

async function expire(parts: Parts): Promise<void> {
  for (const plan of await parts.store.plans.expired(parts.clock.now())) {
    const expired = await parts.store.plans.move(plan, 'expired', {});
    if (expired !== null) refreshCard(parts, expired);
  }
}
