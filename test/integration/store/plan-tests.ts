import { describe, expect, test } from 'vitest';
import { aPlan, MINUTE, NOW } from './builders.ts';
import type { Fixture } from './fixture.ts';

/** Plans: each decided once. */
export function planTests(at: Fixture): void {
  describe('plans', () => {
    test('are kept whole', async () => {
      const full = aPlan({
        card: { channel: 'C0OPS', ts: '3.4' },
        decidedBy: 'U0LI',
        decidedAt: NOW + 1,
        outcome: 'refused:\u0000 "quoted"\nüñ🐝',
        replacedBy: 'plan-2',
      });
      await at.store.plans.add(full);
      await at.store.plans.add(aPlan({ id: 'plan-2' }));

      expect(await at.store.plans.get('plan-1')).toEqual(full);
      expect(await at.store.plans.get('plan-2')).toEqual(aPlan({ id: 'plan-2' }));
      expect(await at.store.plans.get('plan-3')).toBeNull();
    });

    test('are added once', async () => {
      await at.store.plans.add(aPlan());

      await expect(at.store.plans.add(aPlan({ title: 'another' }))).rejects.toThrow(/unique/i);
      expect(await at.store.plans.get('plan-1')).toEqual(aPlan());
    });

    test('move with what was decided, and count their revision', async () => {
      await at.store.plans.add(aPlan());

      const moved = await at.store.plans.move({ id: 'plan-1', revision: 1 }, 'executing', {
        decidedBy: 'U0ANA',
        decidedAt: NOW + MINUTE,
      });

      const expected = aPlan({
        revision: 2,
        state: 'executing',
        decidedBy: 'U0ANA',
        decidedAt: NOW + MINUTE,
      });
      expect(moved).toEqual(expected);
      expect(await at.store.plans.get('plan-1')).toEqual(expected);
    });

    test('keep on a move what an earlier one noted', async () => {
      await at.store.plans.add(aPlan());
      await at.store.plans.move({ id: 'plan-1', revision: 1 }, 'executing', {
        decidedBy: 'U0ANA',
        decidedAt: NOW,
      });

      const moved = await at.store.plans.move({ id: 'plan-1', revision: 2 }, 'failed', { outcome: 'no' });

      expect(moved).toEqual(
        aPlan({ revision: 3, state: 'failed', decidedBy: 'U0ANA', decidedAt: NOW, outcome: 'no' }),
      );
    });

    test('do not move from a revision that is over, nor when there is no such plan', async () => {
      await at.store.plans.add(aPlan());
      const executing = await at.store.plans.move({ id: 'plan-1', revision: 1 }, 'executing', {});

      expect(await at.store.plans.move({ id: 'plan-1', revision: 1 }, 'cancelled', {})).toBeNull();
      expect(await at.store.plans.move({ id: 'plan-9', revision: 1 }, 'cancelled', {})).toBeNull();
      expect(await at.store.plans.get('plan-1')).toEqual(executing);
    });

    test('let one of many moves at once win, over several connections', async () => {
      const others = [await at.open(), await at.open(), await at.open()];
      await at.store.plans.add(aPlan());

      const answers = await Promise.all(
        [at.store, ...others].flatMap((each, replica) =>
          [1, 2].map((click) =>
            each.plans.move({ id: 'plan-1', revision: 1 }, 'executing', { decidedBy: `${replica}.${click}` }),
          ),
        ),
      );

      const winners = answers.filter((answer) => answer !== null);
      expect(winners).toHaveLength(1);
      expect(await at.store.plans.get('plan-1')).toEqual(winners[0]);
    });

    test('remember their card without a new revision', async () => {
      await at.store.plans.add(aPlan());

      await at.store.plans.setCard('plan-1', { channel: 'C0OPS', ts: '5.6' });

      expect(await at.store.plans.get('plan-1')).toEqual(aPlan({ card: { channel: 'C0OPS', ts: '5.6' } }));
    });

    test('are found by state', async () => {
      await at.store.plans.add(aPlan());
      await at.store.plans.add(aPlan({ id: 'plan-2', state: 'executing' }));

      expect(await at.store.plans.inState('executing')).toEqual([
        aPlan({ id: 'plan-2', state: 'executing' }),
      ]);
      expect(await at.store.plans.inState('unknown')).toEqual([]);
    });

    test('are found by when they were decided, the newest first, so many at most', async () => {
      await at.store.plans.add(aPlan({ id: 'open' }));
      for (const [id, decidedAt] of [
        ['early', NOW - 1],
        ['second', NOW],
        ['third', NOW + 2],
        ['last', NOW + 3],
      ] as const) {
        await at.store.plans.add(aPlan({ id, state: 'done', decidedAt }));
      }

      const found = await at.store.plans.decidedSince(NOW, 2);

      expect(found).toEqual([
        aPlan({ id: 'last', state: 'done', decidedAt: NOW + 3 }),
        aPlan({ id: 'third', state: 'done', decidedAt: NOW + 2 }),
      ]);
    });

    test('are expired from their very time on, if they still wait', async () => {
      await at.store.plans.add(aPlan({ id: 'over', expiresAt: NOW }));
      await at.store.plans.add(aPlan({ id: 'open', expiresAt: NOW + 1 }));
      await at.store.plans.add(aPlan({ id: 'done', expiresAt: NOW, state: 'done' }));

      expect(await at.store.plans.expired(NOW)).toEqual([aPlan({ id: 'over', expiresAt: NOW })]);
    });
  });
}
