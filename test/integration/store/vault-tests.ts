import { describe, expect, test } from 'vitest';
import { aSpec } from '../../support/builders/index.ts';
import { aPlan, aRelease, MINUTE, NOW } from './builders.ts';
import type { Fixture } from './fixture.ts';

/** Sealed content. */
export function vaultTests(at: Fixture): void {
  describe('the vault', () => {
    test('gives back what was sealed, until its time is over', async () => {
      await at.store.vault.seal('p', 'PASSWORD=hunter2 🐝', NOW + MINUTE);

      expect(await at.store.vault.open('p')).toBe('PASSWORD=hunter2 🐝');
      at.clock.set(NOW + MINUTE);
      expect(await at.store.vault.open('p')).toBeNull();
    });

    test('gives nothing that was dropped, sealed with another key, or never sealed', async () => {
      await at.store.vault.seal('p', 'a', NOW + MINUTE);
      await at.store.vault.seal('q', 'b', NOW + MINUTE);
      const stranger = await at.open({ key: Buffer.alloc(32, 8) });

      await at.store.vault.drop('p');

      expect(await at.store.vault.open('p')).toBeNull();
      expect(await stranger.vault.open('q')).toBeNull();
      expect(await at.store.vault.open('r')).toBeNull();
    });

    test('never lets sealed content be replaced', async () => {
      await at.store.vault.seal('p', 'planned', NOW + MINUTE);

      await expect(at.store.vault.seal('p', 'swapped', NOW + MINUTE)).rejects.toThrow(/unique/i);
      expect(await at.store.vault.open('p')).toBe('planned');
    });

    test('leaves nothing to read in the database', async () => {
      const secret = 'canary-4f1c9a';
      await at.store.plans.add(aPlan());
      await at.store.vault.seal('p', `PASSWORD=${secret}`, NOW + MINUTE);
      await at.store.releases.add(
        aRelease({ before: aSpec({ with: { TaskTemplate: { ContainerSpec: { Env: [`K=${secret}`] } } } }) }),
      );

      const everything = await at.running.everything(at.place);

      expect(everything).toContain('release.plan-1.redis-id');
      for (const form of [secret, Buffer.from(secret).toString('base64').slice(0, 16)]) {
        expect(everything.includes(form)).toBe(false);
      }
    });
  });
}
