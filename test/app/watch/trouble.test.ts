import { describe, expect, test } from 'vitest';
import { EngineError, UserError } from '../../../src/core/errors.ts';
import { NOON } from '../../support/builders/index.ts';
import { aRollout, newTask, oldTask } from '../../core/rollout/a-rollout.ts';
import { scene } from './scene.ts';
import { updating, goesWell, followed } from './scripts.ts';

describe('trouble', () => {
  const unreachable = new EngineError({ reason: 'unreachable', message: 'no endpoint answers' });

  test('an engine that cannot be reached is said, tried again, and forgotten when it is back', async () => {
    const { it, bot } = await followed(() => ({ services: [updating], tasks: [newTask(1), oldTask(2)] }));
    await it.to(3);
    it.engineFails = () => unreachable;
    await it.to(23);
    const lost = it.said.at(-1)?.view.parts.find(({ kind }) => kind === 'notice');
    it.engineFails = () => null;
    await it.to(40);
    const back = it.said.at(-1)?.view.parts.find(({ kind }) => kind === 'notice');
    await bot.stop();

    expect(lost).toEqual({
      kind: 'notice',
      level: 'warning',
      text: [
        'Waggle cannot see the cluster since ',
        { time: NOON + 4_000, style: 'time' },
        ', still trying (no endpoint answers).',
      ],
      priority: 9,
    });
    expect(back).toBe(undefined);
  });

  test('a manager that answers with the past ends nothing', async () => {
    const { it, bot } = await followed(goesWell);
    await it.to(12);
    it.freshness = () => ({ stale: true, words: 'no leader' });
    await it.to(120);
    const phase = it.row('plan1.redis-id').state.phase;
    const text = it.said.at(-1)?.view.parts.find(({ kind }) => kind === 'notice');
    await bot.stop();

    expect(phase).toBe('settling');
    expect(text).toMatchObject({ level: 'warning' });
  });

  test('a message that cannot be posted is tried again, and the rollout is followed all the same', async () => {
    const it = scene(goesWell);
    it.addRow(aRollout());
    it.postFails = () => new UserError('not-in-channel', 'The bot is not in that channel.');
    const bot = it.start();
    await it.to(41);
    it.postFails = () => null;
    await it.to(200);
    await bot.stop();

    expect(it.said.map(({ how, summary }) => `${how}: ${summary}`)).toEqual([
      'post: redis on prod: rolling update: done in 0:04, watched to be stable for 0:35',
    ]);
    expect(it.row('plan1.redis-id').endedAt).toBe(NOON + 39_000);
  });

  test('a message that can never be posted is given up, and the rollout is closed', async () => {
    const it = scene(goesWell);
    it.addRow(aRollout());
    it.postFails = () => new UserError('not-in-channel', 'The bot is not in that channel.');
    const bot = it.start();
    await it.to(3_600);
    await bot.stop();

    expect(it.row('plan1.redis-id').endedAt).toBe(NOON + 39_000);
    expect(it.problems.at(-1)).toBe('the end of a rollout could not be posted, given up');
    expect(it.clock.sleepers()).toBe(0);
  });

  test('the signal ends it cleanly in the middle', async () => {
    const { it, bot } = await followed(goesWell);
    await it.to(3);
    await bot.stop();
    const asked = it.requests.length;
    await it.to(60);

    expect({ sleepers: it.clock.sleepers(), streams: it.hints.size, asked: it.requests.length }).toEqual({
      sleepers: 0,
      streams: 0,
      asked,
    });
  });
});
