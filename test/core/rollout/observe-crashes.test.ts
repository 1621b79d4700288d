import { describe, expect, test } from 'vitest';
import { aFailedTask, NOON } from '../../support/builders/index.ts';
import { aRollout, BASE, fullySeenAt, newTask, seenAt, serviceOn, TARGET } from './a-rollout.ts';
import { fold, outcome, bothNew, completed, crashed } from './fold.ts';

describe('tasks that crash', () => {
  test('one failure that recovers begins the settling anew', () => {
    const folded = fold(
      aRollout(),
      fullySeenAt(5, { service: completed, tasks: bothNew }),
      fullySeenAt(12, { service: completed, tasks: [newTask(1)], shut: [crashed(2, 30)] }),
      fullySeenAt(18, {
        service: completed,
        tasks: [newTask(1), newTask(2, { ID: 'new-2b' })],
        shut: [crashed(2, 30)],
      }),
    );

    expect(outcome(folded).phase).toBe('settling');
    expect(folded.state.settlingSince).toBe(NOON + 18_000);
  });

  test('a task that was replaced between two looks begins the settling anew', () => {
    const folded = fold(
      aRollout(),
      fullySeenAt(5, { service: completed, tasks: bothNew }),
      fullySeenAt(6, { service: completed, tasks: [newTask(1), newTask(2, { ID: 'new-2b' })] }),
    );

    expect(folded.state.settlingSince).toBe(NOON + 6_000);
  });

  test('crashing at 9 s with a monitor time of 5 s is a failure, though the engine says completed', () => {
    const shut = [crashed(1, 30), crashed(2, 31)];
    const folded = fold(
      aRollout(),
      fullySeenAt(2, { tasks: bothNew }),
      fullySeenAt(8, { service: completed, tasks: bothNew }),
      fullySeenAt(11, { service: completed, tasks: [], shut }),
    );

    expect(outcome(folded)).toEqual({
      phase: 'ended',
      end: 'failed',
      reason: 'task: non-zero exit (3)',
      progress: '0/2',
    });
    expect(folded.state.failures.map(({ taskId }) => taskId)).toEqual(['crash-30', 'crash-31']);
  });

  test('one node that takes a task of each slot with it once is no failure', () => {
    const shut = [1, 2].map((slot) => ({ ...crashed(slot, 29 + slot), NodeID: 'node1-id' }));
    const again = [newTask(1, { ID: 'new-1b' }), newTask(2, { ID: 'new-2b' })];
    const folded = fold(
      aRollout(),
      fullySeenAt(8, { service: completed, tasks: bothNew }),
      fullySeenAt(11, { service: completed, tasks: again, shut }),
    );

    expect(outcome(folded)).toMatchObject({ phase: 'settling', end: null });
  });

  test('completed with 0 of 2 running, as the failure action "continue" leaves it, is a failure', () => {
    const before = [crashed(1, 9_000), crashed(2, 9_001)].map((task, i) => ({
      ...task,
      Version: { Index: 11 + i },
    }));
    const service = serviceOn(TARGET, 'completed', { Version: { Index: 14 } });
    const looks = [3, 12, 21, 30].map((at) => fullySeenAt(at, { service, tasks: [], shut: before }));

    expect(outcome(fold(aRollout(), ...looks)).end).toBe(null);
    expect(
      outcome(fold(aRollout(), ...looks, fullySeenAt(39, { service, tasks: [], shut: before }))),
    ).toEqual({
      phase: 'ended',
      end: 'failed',
      reason: 'task: non-zero exit (3)',
      progress: '0/2',
    });
  });

  test('failures of before the write do not count, even of the very same spec', () => {
    const history = [crashed(1, 8), crashed(1, 9), crashed(2, 10)];
    const seen = fullySeenAt(5, { service: completed, tasks: bothNew, shut: history });

    expect(fold(aRollout(), seen).state.failures).toEqual([]);
  });

  test('failures of the old spec do not count', () => {
    const old = aFailedTask({ Version: { Index: 30 }, Spec: BASE.TaskTemplate });

    expect(fold(aRollout(), seenAt(5, { shut: [old] })).state.failures).toEqual([]);
  });

  test('a task that ends by itself with code 0 is a failure; one that was told to end is none', () => {
    const shut = [
      aFailedTask(
        { ID: 'left', Version: { Index: 30 }, Spec: TARGET.TaskTemplate },
        { State: 'complete', Err: '', Message: 'finished', ContainerStatus: { ExitCode: 0 } },
      ),
      newTask(2, { ID: 'told', Version: { Index: 31 }, DesiredState: 'shutdown' }, { State: 'shutdown' }),
    ];

    expect(fold(aRollout(), seenAt(5, { shut })).state.failures).toEqual([
      {
        taskId: 'left',
        version: 30,
        slot: '1',
        node: 'node1',
        state: 'complete',
        words: 'finished',
        exitCode: 0,
        at: NOON,
      },
    ]);
  });

  test('paused by the engine is an end, with its words', () => {
    const message = 'update paused due to failure or early termination of task crash-30';
    const seen = seenAt(5, { service: serviceOn(TARGET, 'paused', { message }), shut: [crashed(1, 30)] });

    expect(outcome(fold(aRollout(), seen))).toEqual({
      phase: 'ended',
      end: 'paused',
      reason: message,
      progress: '0/2',
    });
  });
});
