import { SealedSpecs } from '../core/plan/make-plan.ts';
import type { Vault } from '../core/ports/store.ts';

/** How long a sealed payload outlives its plan: a plan confirmed in its last second still has to run and be recovered. */
const GRACE_MS = 24 * 3_600_000;

/** Seals the specs of one operation until its plan expires, and a day more. */
export async function sealSpecs(
  vault: Vault,
  id: string,
  specs: SealedSpecs,
  expiresAt: number,
): Promise<void> {
  await vault.seal(id, JSON.stringify(specs), expiresAt + GRACE_MS);
}

/** The specs of one operation, or null when they have expired or were sealed with another key. */
export async function openSpecs(vault: Vault, id: string): Promise<SealedSpecs | null> {
  const sealed = await vault.open(id);
  return sealed === null ? null : SealedSpecs.parse(JSON.parse(sealed));
}
