import { describe, expect, test } from 'vitest';
import { aPlan, DAY, MINUTE, NOW } from './builders.ts';
import type { Running } from './engines.ts';
import { storeFixture } from './fixture.ts';
import { planTests } from './plan-tests.ts';
import { recordTests } from './record-tests.ts';
import { vaultTests } from './vault-tests.ts';

/** What every store does, whatever the engine below it. */
export function storeSuite(start: () => Promise<Running>): void {
  const at = storeFixture(start);
  planTests(at);
  recordTests(at);
  vaultTests(at);

  describe('deliveries', () => {
    test('are first once, whichever connection asks', async () => {
      const other = await at.open();

      const answers = await Promise.all(
        [at.store, other, at.store, other].map((each) => each.deliveries.first('Ev1')),
      );

      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await at.store.deliveries.first('Ev1')).toBe(false);
      expect(await at.store.deliveries.first('Ev2')).toBe(true);
    });
  });

  test('pruning forgets what has expired and nothing else', async () => {
    await at.store.vault.seal('old', 'a', NOW + 1);
    await at.store.vault.seal('new', 'b', NOW + DAY + 1);
    await at.store.deliveries.first('Ev1');
    at.clock.set(NOW + 1);
    await at.store.deliveries.first('Ev2');

    await at.store.prune(NOW + DAY);

    expect(await at.store.vault.open('new')).toBe('b');
    await at.store.vault.seal('old', 'c', NOW + DAY); // its row is gone
    expect(await at.store.deliveries.first('Ev1')).toBe(true);
    expect(await at.store.deliveries.first('Ev2')).toBe(false);
  });

  test('what was written is there after closing and opening', async () => {
    await at.store.plans.add(aPlan());
    await at.store.vault.seal('p', 'a', NOW + MINUTE);
    await at.closeAll();

    const again = await at.open();

    expect(await again.plans.get('plan-1')).toEqual(aPlan());
    expect(await again.vault.open('p')).toBe('a');
  });
}
