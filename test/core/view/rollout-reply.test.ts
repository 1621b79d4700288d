import { describe, expect, test } from 'vitest';
import type { Rollout, RolloutState, TaskFailure } from '../../../src/core/rollout/rollout.ts';
import { announcement } from '../../../src/core/view/rollout-reply.ts';
import { NOON } from '../../support/builders/index.ts';
import { aRollout, OLD_IMAGE } from '../rollout/a-rollout.ts';

const ANA = { person: 'UANA' };

function crash(node: string, over: Partial<TaskFailure> = {}): TaskFailure {
  return {
    taskId: `crash-${node}`,
    version: 30,
    slot: '2',
    node,
    state: 'failed',
    words: 'task: non-zero exit (3)',
    exitCode: 3,
    at: NOON,
    ...over,
  };
}

const paused: Partial<RolloutState> = {
  phase: 'ended',
  end: 'paused',
  reason: 'update paused due to failure or early termination of task 6mir',
  observedAt: NOON + 3_000,
  desired: 3,
  failures: [crash('node1'), crash('node2')],
  old: [{ image: OLD_IMAGE, count: 2 }],
};

function textOf(state: Partial<RolloutState>, over: Partial<Rollout> = {}): unknown {
  const [part] = announcement(aRollout(over, state)).parts;
  return part?.kind === 'text' ? part.text : null;
}

describe('the reply', () => {
  test('to a pause says why, what still runs, and what to do', () => {
    expect(announcement(aRollout({}, paused))).toEqual({
      summary:
        'redis on prod: rolling update: paused by the engine after 0:03: 2 tasks failed on node1, node2, exit code 3: ' +
        'task: non-zero exit (3). 2 of 3 run redis:3.0.5. Press Roll back above, or say: rollback redis',
      parts: [
        {
          kind: 'text',
          text: [
            ANA,
            ' ',
            'redis on prod: rolling update: paused by the engine after 0:03',
            ': ',
            '2 tasks failed on node1, node2, exit code 3: ',
            { code: 'task: non-zero exit (3)' },
            '. 2 of 3 run redis:3.0.5.',
            ' Press Roll back above, or say: ',
            { code: 'rollback redis' },
          ],
          priority: 10,
          overflow: 'file',
        },
      ],
    });
  });

  test('has the two most frequent causes, and counts the others', () => {
    const more = ['b', 'c', 'd'].map((words) => crash('node3', { taskId: words, words, exitCode: null }));
    const text = textOf({ ...paused, failures: [...(paused.failures ?? []), ...more] });

    expect(text).toEqual(
      expect.arrayContaining(['; 1 task failed on node3: ', { code: 'b' }, '; and 2 other causes']),
    );
  });

  test('has the engine’s sentence where no cause is known', () => {
    expect(textOf({ ...paused, failures: [] })).toContainEqual({ code: paused.reason });
  });

  test('to a change that the engine took back well says that all is as before', () => {
    const slots = ['1', '2', '3'].map((label) => ({
      key: label,
      label,
      taskId: `old-${label}`,
      node: 'node1',
      state: 'running' as const,
      since: NOON,
      updated: true,
      image: OLD_IMAGE,
      words: '',
    }));
    const back = { by: 'engine' as const, words: '' };

    expect(textOf({ ...paused, end: 'rolled-back', back, slots, updated: 3, old: [] })).toContain(
      '. All 3 run redis:3.0.5 again.',
    );
  });

  test('to a failed rollback does not offer what would go forward again', () => {
    const text = textOf({ ...paused, end: 'failed' }, { kind: 'rollback' });

    expect(text).toEqual(expect.arrayContaining([' To see its tasks, say: ', { code: 'ps redis' }]));
  });

  test('to a stuck rollout mentions who asked, once, and says that it is still watched', () => {
    const stuck: Partial<RolloutState> = {
      phase: 'stuck',
      reason: 'no suitable node (x)',
      observedAt: NOON + 130_000,
      lastProgressAt: NOON + 10_000,
    };

    expect(textOf(stuck)).toEqual([
      ANA,
      ' ',
      'redis on prod: rolling update is stuck, no progress for 2:00: ',
      { code: 'no suitable node (x)' },
      '. It is still being watched.',
      ' Press Roll back above, or say: ',
      { code: 'rollback redis' },
    ]);
  });

  test('mentions who confirmed, where that is another', () => {
    expect(textOf({ ...paused, end: 'succeeded', settlingSince: NOON }, { confirmedBy: 'ULI' })).toEqual([
      ANA,
      ' ',
      { person: 'ULI' },
      ' ',
      'redis on prod: rolling update: done in 0:00, watched to be stable for 0:03',
    ]);
  });
});
