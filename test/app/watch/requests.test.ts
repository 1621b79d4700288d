import { describe, expect, test } from 'vitest';
import { PLAN_LABEL } from '../../../src/core/swarm/spec.ts';
import { specHash } from '../../../src/core/swarm/hash.ts';
import { aSpec, NOON } from '../../support/builders/index.ts';
import { aRollout, newTask, oldTask, serviceOn } from '../../core/rollout/a-rollout.ts';
import { scene } from './scene.ts';
import { crashed } from '../../core/rollout/fold.ts';
import { updating, goesWell, followed } from './scripts.ts';

describe('what is asked of the engine', () => {
  test('is nothing while nothing rolls', async () => {
    const it = scene(goesWell);
    const bot = it.start();
    await it.to(600);
    const whileIdle = [...it.requests];
    const sleepers = it.clock.sleepers();
    await bot.stop();

    expect({ whileIdle, sleepers, streams: it.hints.size }).toEqual({
      whileIdle: [],
      sleepers: 0,
      streams: 0,
    });
  });

  test('is nothing any more after the last end', async () => {
    const { it, bot } = await followed(goesWell);
    await it.to(45);
    const atEnd = it.requests.length;
    await it.to(600);
    await bot.stop();

    expect(it.requests.length).toBe(atEnd);
    expect(it.hints.size).toBe(0);
  });

  test('is one list of services and one of tasks for all rollouts together', async () => {
    const web = { ...aSpec({ name: 'web' }), Labels: { [PLAN_LABEL]: 'plan2' } };
    const it = scene((second) => ({
      services: [updating, serviceOn(web, 'updating')],
      tasks: goesWell(second).tasks ?? [],
    }));
    it.addRow(aRollout());
    const second = { id: 'plan2.web-id', planId: 'plan2', serviceId: 'web-id', serviceName: 'web' };
    it.addRow(aRollout({ ...second, targetHash: specHash(web) }));
    const bot = it.start();
    await it.to(1);
    it.requests.length = 0;
    await it.to(2);
    await bot.stop();

    expect(it.requests).toEqual([
      { at: 2, what: 'services redis-id,web-id' },
      { at: 2, what: 'tasks redis-id,web-id running,ready,remove' },
      // The first slot of redis has another task now.
      { at: 2, what: 'tasks redis-id shutdown' },
      { at: 2, what: 'freshness' },
    ]);
  });

  test('begins at once with a rollout that is handed in', async () => {
    const it = scene(goesWell);
    const bot = it.start();
    await it.to(10);
    const rollout = aRollout({ startedAt: NOON + 10_000 });
    it.addRow(rollout);
    bot.follow(rollout);
    await it.to(10);
    await bot.stop();

    expect(it.requests[0]?.at).toBe(10);
    expect(it.said[0]?.at).toBe(10);
  });

  test('leaves a rollout alone that is closed', async () => {
    const it = scene(goesWell);
    const bot = it.start();
    bot.follow(aRollout({ endedAt: NOON }));
    await it.to(10);
    await bot.stop();

    expect({ requests: it.requests, said: it.said }).toEqual({ requests: [], said: [] });
  });

  test('is at most two looks a second, however many events come', async () => {
    const { it, bot } = await followed(() => ({ services: [updating], tasks: [oldTask(1), oldTask(2)] }));
    for (let tenth = 0; tenth <= 100; tenth += 1) {
      await it.to(tenth / 20);
      for (const hint of it.hints) hint({ kind: 'service', id: 'redis-id' });
    }
    await bot.stop();

    const looks = it.requests.filter(({ what }) => what.startsWith('services')).map(({ at }) => at);
    expect(looks).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]);
  });

  test('is not hastened by events of services that nobody follows', async () => {
    const { it, bot } = await followed(() => ({ services: [updating], tasks: [oldTask(1), oldTask(2)] }));
    for (let tenth = 0; tenth <= 30; tenth += 1) {
      await it.to(tenth / 10);
      for (const hint of it.hints) hint({ kind: 'service', id: 'other' });
    }
    await bot.stop();

    const looks = it.requests.filter(({ what }) => what.startsWith('services')).map(({ at }) => at);
    expect(looks).toEqual([0, 1, 2, 3]);
  });

  test('keeps to the budget of bytes', async () => {
    const it = scene(() => ({ services: [updating], tasks: [oldTask(1), oldTask(2)] }));
    it.addRow(aRollout());
    it.bytesPerRequest = 1_000_000;
    const bot = it.start();
    await it.to(60);
    await bot.stop();

    const bytes = it.requests.length * 1_000_000;
    expect(bytes / 60).toBeLessThanOrEqual(1_100_000);
    expect(it.requests.length).toBeGreaterThan(20);
  });

  test('has the failures in it as soon as a task was replaced', async () => {
    const { it, bot } = await followed((second) => ({
      services: [updating],
      tasks: [newTask(1, { ID: second < 4 ? 'new-1' : 'new-1b' }), oldTask(2)],
      shut: second < 4 ? [] : [crashed(1, 30)],
    }));
    await it.to(4);
    await bot.stop();

    expect(it.row('plan1.redis-id').state.failures.map(({ taskId }) => taskId)).toEqual(['crash-30']);
  });

  test('has the replaced tasks in it each time while one of them is still to end, and seldom after', async () => {
    const leaving = oldTask(1, { DesiredState: 'shutdown' });
    const { it, bot } = await followed((second) => ({
      services: [updating],
      tasks: [newTask(1), oldTask(2)],
      shut: second < 8 ? [leaving] : [],
    }));
    await it.to(14);
    await bot.stop();

    const asked = it.requests.filter(({ what }) => what.endsWith(' shutdown')).map(({ at }) => at);
    expect(asked).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12]);
  });

  test('names nodes from one list, asked for again when one changes', async () => {
    const { it, bot } = await followed(() => ({ services: [updating], tasks: [oldTask(1), oldTask(2)] }));
    await it.to(5);
    for (const hint of it.hints) hint({ kind: 'node', id: 'node1-id' });
    await it.to(6);
    await bot.stop();

    expect(it.requests.filter(({ what }) => what === 'nodes').map(({ at }) => at)).toEqual([0, 5.5]);
  });

  test('includes its own word on what is up to date right before success', async () => {
    const { it, bot } = await followed(goesWell);
    await it.to(60);
    await bot.stop();

    expect(it.requests.filter(({ what }) => what.endsWith('up-to-date')).map(({ at }) => at)).toEqual([
      0, 4, 39,
    ]);
  });
});
