import { describe, expect, test } from 'vitest';
import { specHash } from '../../../src/core/swarm/hash.ts';
import { aSpec, NOON } from '../../support/builders/index.ts';
import { aRollout, labelled, newTask, serviceOn } from '../../core/rollout/a-rollout.ts';
import { scene } from './scene.ts';
import { goesWell, neverPlaced, crashesLate, followed } from './scripts.ts';

describe('one message', () => {
  test('is posted in the thread of the card, edited as things happen, and ends with the truth', async () => {
    const { it, bot } = await followed(goesWell);

    await it.to(60);
    await bot.stop();

    const name = 'redis on prod: rolling update';
    expect(it.lines().filter((line) => !/more, /.test(line))).toEqual([
      `0 post: ${name} 0/2 updated, 0:00 so far`,
      `2 edit: ${name} 1/2 updated, 0:02 so far, at least 0:35 left`,
      `39 final: ${name}: done in 0:04, watched to be stable for 0:35`,
    ]);
    expect(it.row('plan1.redis-id')).toMatchObject({ endedAt: NOON + 39_000, announced: 'none' });
    expect(it.problems).toEqual([]);
  });

  test('is edited no more often than its tick while times alone move', async () => {
    const { it, bot } = await followed(goesWell);

    await it.to(38);
    await bot.stop();

    expect(it.said.slice(1).map(({ at }) => at)).toEqual([2, 4, 9, 14, 19, 24, 29, 34]);
  });

  test('is saved before it is shown', async () => {
    const { it, bot } = await followed(goesWell);
    it.storeFails = () => new Error('disk full');

    await it.to(5);
    const whileFailing = it.lines();
    it.storeFails = () => null;
    await it.to(6);
    await bot.stop();

    expect(whileFailing).toEqual([]);
    expect(it.said.map(({ how }) => how)).toEqual(['post']);
    expect(new Set(it.problems)).toEqual(new Set(['a rollout could not be saved']));
  });

  test('never says done for tasks that crash at 9 s with a monitor time of 5 s', async () => {
    const { it, bot } = await followed(crashesLate);

    await it.to(60);
    await bot.stop();

    const ends = it.said.filter(({ how, at }) => how === 'final' || at > 10);
    expect(ends.map(({ how, summary }) => `${how}: ${summary}`)).toEqual([
      'final: redis on prod: rolling update: failed after 0:11: task: non-zero exit (3)',
      'post: redis on prod: rolling update: failed after 0:11: 2 tasks failed on node1, node2, exit code 3: ' +
        'task: non-zero exit (3). No task stays up. Press Roll back above, or say: rollback redis',
    ]);
    expect(it.row('plan1.redis-id').announced).toBe('ended');
  });

  test('of a failure mentions who asked and who confirmed', async () => {
    const { it, bot } = await followed(crashesLate, { confirmedBy: 'ULI' });

    await it.to(60);
    await bot.stop();

    const [part] = it.said.at(-1)?.view.parts ?? [];
    expect(part?.kind === 'text' ? part.text.slice(0, 4) : null).toEqual([
      { person: 'UANA' },
      ' ',
      { person: 'ULI' },
      ' ',
    ]);
  });

  test('does not say done while a task that was scaled away still runs', async () => {
    const spec = labelled(aSpec({ replicas: 1 }), 'plan1');
    const gone = newTask(2, { DesiredState: 'remove' });
    const { it, bot } = await followed(
      (second) => ({
        services: [serviceOn(spec, null)],
        tasks: [newTask(1, { Spec: spec.TaskTemplate }), ...(second < 50 ? [gone] : [])],
      }),
      { kind: 'scale', targetHash: specHash(spec) },
    );
    await it.to(100);
    await bot.stop();

    expect(it.said.filter(({ how }) => how === 'final').map(({ at, summary }) => `${at} ${summary}`)).toEqual(
      ['85 redis on prod: scaling: done in 0:50, watched to be stable for 0:35'],
    );
  });

  test('that is stuck is told once, stays watched, and comes back', async () => {
    const { it, bot } = await followed((second) => (second < 200 ? neverPlaced() : goesWell(second - 200)));

    await it.to(300);
    await bot.stop();

    const posts = it.said.filter(({ how }) => how === 'post').map(({ at, summary }) => `${at} ${summary}`);
    expect(posts.map((line) => line.replace(/^\S+ redis on prod: rolling update/, ''))).toEqual([
      ' 0/2 updated, 0:00 so far',
      ' is stuck, no progress for 2:00: no suitable node (x). It is still being watched. Press Roll back above, or say: rollback redis',
      expect.stringMatching(/^: done in 3:2\d, watched to be stable for 0:3\d$/),
    ]);
    expect(it.said.filter(({ how }) => how === 'final')).toHaveLength(1);
  });
});

describe('a restart', () => {
  test('in the middle goes on in the same message', async () => {
    const { it, bot } = await followed(goesWell);
    await it.to(3);
    await bot.stop();

    const second = it.start();
    await it.to(60);
    await second.stop();

    expect(it.said.filter(({ how }) => how === 'post')).toHaveLength(1);
    expect(it.said.at(-1)?.how).toBe('final');
  });

  test('after the end, before it was told, tells it', async () => {
    const it = scene(goesWell);
    const { state } = aRollout();
    it.addRow(
      aRollout({
        message: { channel: 'C1', ts: '1.0' },
        state: { ...state, phase: 'ended', end: 'failed', reason: 'boom', observedAt: NOON + 1_000 },
      }),
    );

    const bot = it.start();
    await it.to(5);
    await bot.stop();

    expect(it.lines()).toEqual([
      '0 final: redis on prod: rolling update: failed after 0:01: boom',
      '0 post: redis on prod: rolling update: failed after 0:01: boom. 0 of 2 run. Press Roll back above, or say: rollback redis',
    ]);
    expect(it.requests).toEqual([]);
    expect(it.row('plan1.redis-id')).toMatchObject({ endedAt: NOON + 1_000, announced: 'ended' });
  });

  test('does not repeat a reply that was posted', async () => {
    const it = scene(goesWell);
    const { state } = aRollout();
    it.addRow(
      aRollout({
        message: { channel: 'C1', ts: '1.0' },
        announced: 'ended',
        state: { ...state, phase: 'ended', end: 'failed', observedAt: NOON + 1_000 },
      }),
    );

    const bot = it.start();
    await it.to(5);
    await bot.stop();

    expect(it.said.map(({ how }) => how)).toEqual(['final']);
  });
});
