import { describe, expect, test } from 'vitest';
import { aSpec } from '../../support/builders/index.ts';
import { anAttempt, anOperation, aPlan, aRelease, aRollout, DAY, NOW } from './builders.ts';
import type { Fixture } from './fixture.ts';

/** What is written down of calls to the engine, rollouts and releases. */
export function recordTests(at: Fixture): void {
  describe('attempts', () => {
    test('are written before and after the call, and read in order', async () => {
      await at.store.plans.add(aPlan());
      await at.store.attempts.begin(
        anAttempt({ id: 'b', seq: 1, operation: anOperation({ objectId: 'web' }) }),
      );
      await at.store.attempts.begin(anAttempt({ id: 'a', seq: 0 }));

      await at.store.attempts.end('a', {
        state: 'refused',
        endedAt: NOW + 5,
        words: 'update out of sequence\u0000',
      });

      expect(await at.store.attempts.ofPlan('plan-1')).toEqual([
        anAttempt({ id: 'a', state: 'refused', endedAt: NOW + 5, words: 'update out of sequence\u0000' }),
        anAttempt({ id: 'b', seq: 1, operation: anOperation({ objectId: 'web' }) }),
      ]);
      expect(await at.store.attempts.ofPlan('plan-2')).toEqual([]);
    });

    test('need their plan, and need to have begun', async () => {
      const ended = { state: 'accepted', endedAt: NOW, words: '' } as const;

      await expect(at.store.attempts.begin(anAttempt())).rejects.toThrow(/foreign key/i);
      await expect(at.store.attempts.end('attempt-1', ended)).rejects.toThrow('had not begun');
    });
  });

  describe('rollouts', () => {
    test('are active until they have ended', async () => {
      await at.store.plans.add(aPlan());
      const rollout = aRollout();
      await at.store.rollouts.add(rollout);
      await at.store.rollouts.add(aRollout({ id: 'plan-1.web', cluster: 'lab' }));
      expect(await at.store.rollouts.active('prod')).toEqual([rollout]);

      const ended = aRollout({
        endedAt: NOW + 9,
        state: { ...rollout.state, phase: 'ended', end: 'succeeded', reason: 'all\u0000well' },
      });
      await at.store.rollouts.save(ended);

      expect(await at.store.rollouts.active('prod')).toEqual([]);
      expect(await at.store.rollouts.ofPlan('plan-1')).toEqual([
        ended,
        aRollout({ id: 'plan-1.web', cluster: 'lab' }),
      ]);
    });

    test('are saved only after they were added', async () => {
      await expect(at.store.rollouts.save(aRollout())).rejects.toThrow('had not been added');
    });
  });

  describe('releases', () => {
    test('give the latest of a service with the spec from before', async () => {
      await at.store.plans.add(aPlan());
      await at.store.plans.add(aPlan({ id: 'plan-2' }));
      const later = aRelease({ planId: 'plan-2', at: NOW + 1, before: aSpec({ image: 'redis:3.0.6' }) });
      await at.store.releases.add(later);
      await at.store.releases.add(aRelease());

      expect(await at.store.releases.latest('prod', 'redis-id')).toEqual(later);
      expect(await at.store.releases.latest('lab', 'redis-id')).toBeNull();
      expect(await at.store.releases.latest('prod', 'web-id')).toBeNull();
    });

    test('stay as they were when the same one is added again', async () => {
      await at.store.plans.add(aPlan());
      await at.store.releases.add(aRelease());

      await at.store.releases.add(aRelease({ at: NOW + 1, before: aSpec({ image: 'redis:9' }) }));

      expect(await at.store.releases.latest('prod', 'redis-id')).toEqual(aRelease());
    });

    test('are gone after 90 days, or with another key', async () => {
      await at.store.plans.add(aPlan());
      await at.store.releases.add(aRelease());
      const stranger = await at.open({ key: Buffer.alloc(32, 8) });

      expect(await stranger.releases.latest('prod', 'redis-id')).toBeNull();
      at.clock.set(NOW + 90 * DAY - 1);
      expect(await at.store.releases.latest('prod', 'redis-id')).toEqual(aRelease());
      at.clock.set(NOW + 90 * DAY);
      expect(await at.store.releases.latest('prod', 'redis-id')).toBeNull();
    });
  });
}
