import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openStore, type StorePlace } from '../../../src/adapters/store/store.ts';
import type { Store } from '../../../src/core/ports/store.ts';
import { aSpec } from '../../support/builders/index.ts';
import {
  anAttempt,
  anOperation,
  aPlan,
  aRelease,
  aRollout,
  DAY,
  KEY,
  MINUTE,
  NOW,
  standingClock,
} from './builders.ts';
import type { Running } from './engines.ts';

/** What every store does, whatever the engine below it. */
export function storeSuite(start: () => Promise<Running>): void {
  let running: Running;
  let place: StorePlace;
  let store: Store;
  let clock: ReturnType<typeof standingClock>;
  const opened: Store[] = [];

  const open = async (options: { key?: Uint8Array } = {}): Promise<Store> => {
    const another = await openStore({ ...place, key: options.key ?? KEY, clock });
    opened.push(another);
    return another;
  };

  beforeAll(async () => {
    running = await start();
  }, 60_000);
  afterAll(async () => running?.stop());
  beforeEach(async () => {
    clock = standingClock();
    place = await running.newPlace();
    store = await open();
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });

  describe('plans', () => {
    test('are kept whole', async () => {
      const full = aPlan({
        card: { channel: 'C0OPS', ts: '3.4' },
        decidedBy: 'U0LI',
        decidedAt: NOW + 1,
        outcome: 'refused:\u0000 "quoted"\nüñ🐝',
        replacedBy: 'plan-2',
      });
      await store.plans.add(full);
      await store.plans.add(aPlan({ id: 'plan-2' }));

      expect(await store.plans.get('plan-1')).toEqual(full);
      expect(await store.plans.get('plan-2')).toEqual(aPlan({ id: 'plan-2' }));
      expect(await store.plans.get('plan-3')).toBeNull();
    });

    test('are added once', async () => {
      await store.plans.add(aPlan());

      await expect(store.plans.add(aPlan({ title: 'another' }))).rejects.toThrow(/unique/i);
      expect(await store.plans.get('plan-1')).toEqual(aPlan());
    });

    test('move with what was decided, and count their revision', async () => {
      await store.plans.add(aPlan());

      const moved = await store.plans.move({ id: 'plan-1', revision: 1 }, 'executing', {
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
      expect(await store.plans.get('plan-1')).toEqual(expected);
    });

    test('keep on a move what an earlier one noted', async () => {
      await store.plans.add(aPlan());
      await store.plans.move({ id: 'plan-1', revision: 1 }, 'executing', {
        decidedBy: 'U0ANA',
        decidedAt: NOW,
      });

      const moved = await store.plans.move({ id: 'plan-1', revision: 2 }, 'failed', { outcome: 'no' });

      expect(moved).toEqual(
        aPlan({ revision: 3, state: 'failed', decidedBy: 'U0ANA', decidedAt: NOW, outcome: 'no' }),
      );
    });

    test('do not move from a revision that is over, nor when there is no such plan', async () => {
      await store.plans.add(aPlan());
      const executing = await store.plans.move({ id: 'plan-1', revision: 1 }, 'executing', {});

      expect(await store.plans.move({ id: 'plan-1', revision: 1 }, 'cancelled', {})).toBeNull();
      expect(await store.plans.move({ id: 'plan-9', revision: 1 }, 'cancelled', {})).toBeNull();
      expect(await store.plans.get('plan-1')).toEqual(executing);
    });

    test('let one of many moves at once win, over several connections', async () => {
      const others = [await open(), await open(), await open()];
      await store.plans.add(aPlan());

      const answers = await Promise.all(
        [store, ...others].flatMap((each, replica) =>
          [1, 2].map((click) =>
            each.plans.move({ id: 'plan-1', revision: 1 }, 'executing', { decidedBy: `${replica}.${click}` }),
          ),
        ),
      );

      const winners = answers.filter((answer) => answer !== null);
      expect(winners).toHaveLength(1);
      expect(await store.plans.get('plan-1')).toEqual(winners[0]);
    });

    test('remember their card without a new revision', async () => {
      await store.plans.add(aPlan());

      await store.plans.setCard('plan-1', { channel: 'C0OPS', ts: '5.6' });

      expect(await store.plans.get('plan-1')).toEqual(aPlan({ card: { channel: 'C0OPS', ts: '5.6' } }));
    });

    test('are found by state', async () => {
      await store.plans.add(aPlan());
      await store.plans.add(aPlan({ id: 'plan-2', state: 'executing' }));

      expect(await store.plans.inState('executing')).toEqual([aPlan({ id: 'plan-2', state: 'executing' })]);
      expect(await store.plans.inState('unknown')).toEqual([]);
    });

    test('are expired from their very time on, if they still wait', async () => {
      await store.plans.add(aPlan({ id: 'over', expiresAt: NOW }));
      await store.plans.add(aPlan({ id: 'open', expiresAt: NOW + 1 }));
      await store.plans.add(aPlan({ id: 'done', expiresAt: NOW, state: 'done' }));

      expect(await store.plans.expired(NOW)).toEqual([aPlan({ id: 'over', expiresAt: NOW })]);
    });
  });

  describe('attempts', () => {
    test('are written before and after the call, and read in order', async () => {
      await store.plans.add(aPlan());
      await store.attempts.begin(anAttempt({ id: 'b', seq: 1, operation: anOperation({ objectId: 'web' }) }));
      await store.attempts.begin(anAttempt({ id: 'a', seq: 0 }));

      await store.attempts.end('a', {
        state: 'refused',
        endedAt: NOW + 5,
        words: 'update out of sequence\u0000',
      });

      expect(await store.attempts.ofPlan('plan-1')).toEqual([
        anAttempt({ id: 'a', state: 'refused', endedAt: NOW + 5, words: 'update out of sequence\u0000' }),
        anAttempt({ id: 'b', seq: 1, operation: anOperation({ objectId: 'web' }) }),
      ]);
      expect(await store.attempts.ofPlan('plan-2')).toEqual([]);
    });

    test('need their plan, and need to have begun', async () => {
      const ended = { state: 'accepted', endedAt: NOW, words: '' } as const;

      await expect(store.attempts.begin(anAttempt())).rejects.toThrow(/foreign key/i);
      await expect(store.attempts.end('attempt-1', ended)).rejects.toThrow('had not begun');
    });
  });

  describe('rollouts', () => {
    test('are active until they have ended', async () => {
      await store.plans.add(aPlan());
      const rollout = aRollout();
      await store.rollouts.add(rollout);
      await store.rollouts.add(aRollout({ id: 'plan-1.web', cluster: 'lab' }));
      expect(await store.rollouts.active('prod')).toEqual([rollout]);

      const ended = aRollout({
        endedAt: NOW + 9,
        state: { ...rollout.state, phase: 'ended', end: 'succeeded', reason: 'all\u0000well' },
      });
      await store.rollouts.save(ended);

      expect(await store.rollouts.active('prod')).toEqual([]);
      expect(await store.rollouts.ofPlan('plan-1')).toEqual([
        ended,
        aRollout({ id: 'plan-1.web', cluster: 'lab' }),
      ]);
    });

    test('are saved only after they were added', async () => {
      await expect(store.rollouts.save(aRollout())).rejects.toThrow('had not been added');
    });
  });

  describe('releases', () => {
    test('give the latest of a service with the spec from before', async () => {
      await store.plans.add(aPlan());
      await store.plans.add(aPlan({ id: 'plan-2' }));
      const later = aRelease({ planId: 'plan-2', at: NOW + 1, before: aSpec({ image: 'redis:3.0.6' }) });
      await store.releases.add(later);
      await store.releases.add(aRelease());

      expect(await store.releases.latest('prod', 'redis-id')).toEqual(later);
      expect(await store.releases.latest('lab', 'redis-id')).toBeNull();
      expect(await store.releases.latest('prod', 'web-id')).toBeNull();
    });

    test('stay as they were when the same one is added again', async () => {
      await store.plans.add(aPlan());
      await store.releases.add(aRelease());

      await store.releases.add(aRelease({ at: NOW + 1, before: aSpec({ image: 'redis:9' }) }));

      expect(await store.releases.latest('prod', 'redis-id')).toEqual(aRelease());
    });

    test('are gone after 90 days, or with another key', async () => {
      await store.plans.add(aPlan());
      await store.releases.add(aRelease());
      const stranger = await open({ key: Buffer.alloc(32, 8) });

      expect(await stranger.releases.latest('prod', 'redis-id')).toBeNull();
      clock.set(NOW + 90 * DAY - 1);
      expect(await store.releases.latest('prod', 'redis-id')).toEqual(aRelease());
      clock.set(NOW + 90 * DAY);
      expect(await store.releases.latest('prod', 'redis-id')).toBeNull();
    });
  });

  describe('the vault', () => {
    test('gives back what was sealed, until its time is over', async () => {
      await store.vault.seal('p', 'PASSWORD=hunter2 🐝', NOW + MINUTE);

      expect(await store.vault.open('p')).toBe('PASSWORD=hunter2 🐝');
      clock.set(NOW + MINUTE);
      expect(await store.vault.open('p')).toBeNull();
    });

    test('gives nothing that was dropped, sealed with another key, or never sealed', async () => {
      await store.vault.seal('p', 'a', NOW + MINUTE);
      await store.vault.seal('q', 'b', NOW + MINUTE);
      const stranger = await open({ key: Buffer.alloc(32, 8) });

      await store.vault.drop('p');

      expect(await store.vault.open('p')).toBeNull();
      expect(await stranger.vault.open('q')).toBeNull();
      expect(await store.vault.open('r')).toBeNull();
    });

    test('never lets sealed content be replaced', async () => {
      await store.vault.seal('p', 'planned', NOW + MINUTE);

      await expect(store.vault.seal('p', 'swapped', NOW + MINUTE)).rejects.toThrow(/unique/i);
      expect(await store.vault.open('p')).toBe('planned');
    });

    test('leaves nothing to read in the database', async () => {
      const secret = 'canary-4f1c9a';
      await store.plans.add(aPlan());
      await store.vault.seal('p', `PASSWORD=${secret}`, NOW + MINUTE);
      await store.releases.add(
        aRelease({ before: aSpec({ with: { TaskTemplate: { ContainerSpec: { Env: [`K=${secret}`] } } } }) }),
      );

      const everything = await running.everything(place);

      expect(everything).toContain('release.plan-1.redis-id');
      for (const form of [secret, Buffer.from(secret).toString('base64').slice(0, 16)]) {
        expect(everything.includes(form)).toBe(false);
      }
    });
  });

  describe('deliveries', () => {
    test('are first once, whichever connection asks', async () => {
      const other = await open();

      const answers = await Promise.all(
        [store, other, store, other].map((each) => each.deliveries.first('Ev1')),
      );

      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await store.deliveries.first('Ev1')).toBe(false);
      expect(await store.deliveries.first('Ev2')).toBe(true);
    });
  });

  test('pruning forgets what has expired and nothing else', async () => {
    await store.vault.seal('old', 'a', NOW + 1);
    await store.vault.seal('new', 'b', NOW + DAY + 1);
    await store.deliveries.first('Ev1');
    clock.set(NOW + 1);
    await store.deliveries.first('Ev2');

    await store.prune(NOW + DAY);

    expect(await store.vault.open('new')).toBe('b');
    await store.vault.seal('old', 'c', NOW + DAY); // its row is gone
    expect(await store.deliveries.first('Ev1')).toBe(true);
    expect(await store.deliveries.first('Ev2')).toBe(false);
  });

  test('what was written is there after closing and opening', async () => {
    await store.plans.add(aPlan());
    await store.vault.seal('p', 'a', NOW + MINUTE);
    for (const each of opened.splice(0)) await each.close();

    const again = await open();

    expect(await again.plans.get('plan-1')).toEqual(aPlan());
    expect(await again.vault.open('p')).toBe('a');
  });
}
