import { describe, expect, test } from 'vitest';
import { observe } from '../../../src/core/rollout/observe.ts';
import type { Observation } from '../../../src/core/rollout/observation.ts';
import type { Rollout } from '../../../src/core/rollout/rollout.ts';
import { specHash as hashOf } from '../../../src/core/swarm/hash.ts';
import { aFailedTask, aGlobalSpec, aSpec, NOON } from '../../support/builders/index.ts';
import {
  aRollout,
  BASE,
  fullySeenAt,
  labelled,
  newTask,
  NODES,
  oldTask,
  seenAt,
  serviceOn,
  SETTINGS,
  TARGET,
} from './a-rollout.ts';

function fold(rollout: Rollout, ...looks: Observation[]): Rollout {
  return looks.reduce((folded, seen) => observe(folded, seen, SETTINGS), rollout);
}

/** What the tests ask of a folded rollout. */
function outcome({ state }: Rollout) {
  const { phase, end, reason, updated, desired } = state;
  return { phase, end, reason, progress: `${updated}/${desired}` };
}

const bothNew = [newTask(1), newTask(2)];
const completed = serviceOn(TARGET, 'completed');
const crashed = (slot: number, version: number) =>
  aFailedTask({ ID: `crash-${version}`, Slot: slot, Version: { Index: version }, Spec: TARGET.TaskTemplate });

describe('a rollout that goes well', () => {
  test('shows each slot with its node, and counts only running tasks of the new spec', () => {
    const seen = seenAt(3, { tasks: [newTask(1), newTask(2, {}, { State: 'starting' }), oldTask(2)] });

    const { state } = fold(aRollout(), seen);

    expect(state.slots).toEqual([
      {
        key: '1',
        label: '1',
        taskId: 'new-1',
        node: 'node1',
        state: 'running',
        since: NOON,
        updated: true,
        image: TARGET.TaskTemplate.ContainerSpec?.Image,
        words: '',
      },
      {
        key: '2',
        label: '2',
        taskId: 'new-2',
        node: 'node2',
        state: 'starting',
        since: NOON,
        updated: true,
        image: TARGET.TaskTemplate.ContainerSpec?.Image,
        words: '',
      },
    ]);
    expect({ phase: state.phase, updated: state.updated, desired: state.desired }).toEqual({
      phase: 'updating',
      updated: 1,
      desired: 2,
    });
  });

  test('succeeds only after the monitor time and the settling time', () => {
    const start = fold(aRollout(), fullySeenAt(5, { service: completed, tasks: bothNew }));
    const looks = [10, 15, 20, 25, 30, 35].map((at) =>
      fullySeenAt(at, { service: completed, tasks: bothNew }),
    );
    const early = fold(start, ...looks, fullySeenAt(39.999, { service: completed, tasks: bothNew }));
    const late = fold(early, fullySeenAt(40, { service: completed, tasks: bothNew }));

    expect([outcome(start), outcome(early), outcome(late)]).toEqual([
      { phase: 'settling', end: null, reason: '', progress: '2/2' },
      { phase: 'settling', end: null, reason: '', progress: '2/2' },
      { phase: 'ended', end: 'succeeded', reason: '', progress: '2/2' },
    ]);
  });

  test('does not succeed before the engine itself was asked', () => {
    const looks = [5, 14, 23, 32, 41].map((at) => seenAt(at, { service: completed, tasks: bothNew }));

    expect(outcome(fold(aRollout(), ...looks)).phase).toBe('settling');
  });

  test('does not succeed while the engine goes on updating', () => {
    const looks = [5, 14, 23, 32, 41].map((at) => fullySeenAt(at, { tasks: bothNew }));

    expect(outcome(fold(aRollout(), ...looks)).phase).toBe('settling');
  });

  test('succeeds without a status, as after scaling', () => {
    const looks = [5, 14, 23, 32, 41].map((at) =>
      fullySeenAt(at, { service: serviceOn(TARGET, null), tasks: bothNew }),
    );

    expect(outcome(fold(aRollout({ kind: 'scale' }), ...looks)).end).toBe('succeeded');
  });

  test('an old task that shall still run keeps it from settling', () => {
    const seen = fullySeenAt(5, { service: completed, tasks: [...bothNew, oldTask(2)] });

    expect(outcome(fold(aRollout(), seen)).phase).toBe('updating');
  });

  test('believes the engine over equal task specs, as when only ports change', () => {
    const seen = fullySeenAt(5, { tasks: bothNew, upToDate: new Set(['new-1']) });

    const folded = fold(aRollout(), seen);

    expect(outcome(folded).progress).toBe('1/2');
    expect(folded.state.askEngine).toBe(true);
  });

  test('a difference in placement alone makes no new task', () => {
    const moved = { ...TARGET.TaskTemplate, Placement: { Constraints: ['node.role==worker'] } };
    const seen = seenAt(5, { tasks: [newTask(1, { Spec: moved }), newTask(2)] });

    expect(outcome(fold(aRollout(), seen)).progress).toBe('2/2');
  });

  test('a forced update is no update until the task with the new counter runs', () => {
    const forced = labelled({ ...BASE, TaskTemplate: { ...BASE.TaskTemplate, ForceUpdate: 1 } }, 'plan1');
    const seen = seenAt(5, {
      service: serviceOn(forced, 'updating'),
      tasks: [oldTask(1), newTask(2, { Spec: forced.TaskTemplate })],
    });
    const rollout = aRollout({ targetHash: hashOf(forced) });

    expect(outcome(fold(rollout, seen)).progress).toBe('1/2');
  });

  test('a global service has one slot for each node, and those of nodes that are down are dropped', () => {
    const spec = labelled(aGlobalSpec({ image: 'redis:3.0.6' }), 'plan1');
    const task = (node: string) =>
      newTask(0, { ID: `new-${node}`, NodeID: `${node}-id`, Spec: spec.TaskTemplate });
    const nodes = new Map([...NODES, ['node3-id', { hostname: 'node3', down: true }]]);
    const seen = seenAt(5, {
      service: serviceOn(spec, 'updating'),
      tasks: [task('node2'), task('node1'), task('node3')],
      nodes,
    });

    const { state } = fold(aRollout({ targetHash: hashOf(spec) }), seen);

    expect(state.slots.map(({ key, label }) => [key, label])).toEqual([
      ['node1-id', 'node1'],
      ['node2-id', 'node2'],
    ]);
    expect(state.desired).toBe(2);
  });

  test('scaling to zero is whole when no task is left', () => {
    const spec = labelled(aSpec({ replicas: 0 }), 'plan1');
    const seen = fullySeenAt(5, { service: serviceOn(spec, null), tasks: [] });

    const folded = fold(aRollout({ kind: 'scale', targetHash: hashOf(spec) }), seen);

    expect(outcome(folded)).toEqual({ phase: 'settling', end: null, reason: '', progress: '0/0' });
  });
});

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

describe('a rollout that is stuck', () => {
  const words = 'no suitable node (scheduling constraints not satisfied on 3 nodes)';
  const pending = newTask(1, { NodeID: '' }, { State: 'pending', Err: words });
  const looks = [1, 10, 19, 28, 37, 46, 55, 64, 73, 82, 91, 100, 109, 118].map((at) =>
    seenAt(at, { tasks: [pending, oldTask(2)] }),
  );

  test('says why in the engine’s words, once the deadline is over', () => {
    const before = fold(aRollout(), ...looks);
    const after = fold(before, seenAt(121, { tasks: [pending, oldTask(2)] }));

    expect(outcome(before).phase).toBe('updating');
    expect(outcome(after)).toEqual({ phase: 'stuck', end: null, reason: words, progress: '0/2' });
  });

  test('the delay between batches is no reason to call it stuck', () => {
    const after = fold(
      aRollout({ delayMs: 60_000 }),
      ...looks,
      seenAt(121, { tasks: [pending, oldTask(2)] }),
    );

    expect(outcome(after).phase).toBe('updating');
  });

  test('comes back when a task runs', () => {
    const stuck = fold(aRollout(), ...looks, seenAt(121, { tasks: [pending, oldTask(2)] }));

    expect(outcome(fold(stuck, seenAt(130, { tasks: [newTask(1), oldTask(2)] }))).phase).toBe('updating');
  });

  test('time in which nobody watched does not count', () => {
    const resumed = fold(aRollout(), looks[0]!, seenAt(3_600, { tasks: [pending, oldTask(2)] }));

    expect(outcome(resumed).phase).toBe('updating');
  });

  test('a crash loop that comes and goes is no progress', () => {
    const up = (at: number) => seenAt(at, { tasks: [newTask(1), oldTask(2)] });
    const down = (at: number) => seenAt(at, { tasks: [newTask(1, {}, { State: 'starting' }), oldTask(2)] });
    const times = Array.from({ length: 14 }, (_, i) => 1 + i * 9);
    const folded = fold(aRollout(), ...times.map((at, i) => (i % 2 === 0 ? up(at) : down(at))), down(123));

    expect(outcome(folded).phase).toBe('stuck');
  });
});

describe('a rollout that goes back', () => {
  const rolledBack = 'update rolled back due to failure or early termination of task crash-30';
  const back = (status: string | null, message = '') =>
    serviceOn(BASE, status, { message, PreviousSpec: null, Version: { Index: 40 } });
  const underWay = fold(aRollout(), seenAt(1, { tasks: [newTask(1), oldTask(2)] }));

  test('is rolled back by the engine when the old tasks run again', () => {
    const going = fold(
      underWay,
      seenAt(6, {
        service: back('rollback_started', rolledBack),
        tasks: [oldTask(2)],
        shut: [crashed(1, 30)],
      }),
    );
    const done = fold(
      going,
      seenAt(12, {
        service: back('rollback_completed', 'rollback completed'),
        tasks: [oldTask(1), oldTask(2)],
      }),
    );

    expect([outcome(going), outcome(done)]).toEqual([
      { phase: 'rolling-back', end: null, reason: rolledBack, progress: '1/2' },
      { phase: 'ended', end: 'rolled-back', reason: rolledBack, progress: '2/2' },
    ]);
    expect(done.state.failures.map(({ taskId }) => taskId)).toEqual(['crash-30']);
  });

  test('is known to be the engine’s by the missing PreviousSpec, when nobody watched it begin', () => {
    const done = fold(
      underWay,
      seenAt(60, {
        service: back('rollback_completed', 'rollback completed'),
        tasks: [oldTask(1), oldTask(2)],
      }),
    );

    expect(outcome(done).end).toBe('rolled-back');
  });

  test('is by hand when somebody asked the engine for it', () => {
    const service = (status: string, message: string) =>
      serviceOn(BASE, status, { message, PreviousSpec: TARGET, Version: { Index: 40 } });
    const done = fold(
      underWay,
      seenAt(6, { service: service('rollback_started', 'manually requested rollback'), tasks: [oldTask(2)] }),
      seenAt(9, {
        service: service('rollback_completed', 'rollback completed'),
        tasks: [oldTask(1), oldTask(2)],
      }),
    );

    expect(outcome(done)).toEqual({
      phase: 'ended',
      end: 'rolled-back-by-hand',
      reason: '',
      progress: '2/2',
    });
  });

  test('is by hand, at once, when another plan posts the spec from before', () => {
    const service = serviceOn(labelled(BASE, 'plan2'), 'updating', { Version: { Index: 40 } });
    const done = fold(underWay, seenAt(6, { service, tasks: [newTask(1), oldTask(2)] }));

    expect(outcome(done).end).toBe('rolled-back-by-hand');
    expect(done.state.byPlan).toBe('plan2');
  });

  test('a rollback that pauses is an end of its own', () => {
    const service = back('rollback_paused', 'rollback paused due to failure or early termination of task x');
    const done = fold(underWay, seenAt(6, { service, tasks: [] }));

    expect(outcome(done).end).toBe('paused');
  });

  test('an answer from before the write is no rollback', () => {
    const lagging = serviceOn(BASE, null, { Version: { Index: 10 } });

    expect(
      outcome(fold(aRollout(), seenAt(1, { service: lagging, tasks: [oldTask(1), oldTask(2)] }))).phase,
    ).toBe('starting');
  });

  test('the engine’s own rollback is a rollout like any other where it is what was asked for', () => {
    const target = aSpec({ image: 'redis:3.0.4', replicas: 2 });
    const rollout = aRollout({ kind: 'rollback', targetHash: hashOf(target) });
    const tasks = [1, 2].map((slot) => newTask(slot, { Spec: target.TaskTemplate }));
    const service = serviceOn(target, 'rollback_completed', { PreviousSpec: BASE });
    const looks = [1, 10, 19, 28, 37].map((at) => fullySeenAt(at, { service, tasks }));

    expect(outcome(fold(rollout, ...looks)).end).toBe('succeeded');
  });
});

describe('a rollout that others end', () => {
  test('is superseded by another plan, which is named', () => {
    const other = labelled(aSpec({ image: 'redis:4', replicas: 2 }), 'plan2');
    const done = fold(aRollout(), seenAt(5, { service: serviceOn(other, 'updating') }));

    expect({ end: done.state.end, byPlan: done.state.byPlan }).toEqual({
      end: 'superseded',
      byPlan: 'plan2',
    });
  });

  test('is superseded by a hand that left the label of this plan on', () => {
    const other = labelled(aSpec({ image: 'redis:4', replicas: 2 }), 'plan1');
    const done = fold(aRollout(), seenAt(5, { service: serviceOn(other, 'updating') }));

    expect({ end: done.state.end, byPlan: done.state.byPlan }).toEqual({ end: 'superseded', byPlan: '' });
  });

  test('ends when the service is removed, and keeps what was seen last', () => {
    const done = fold(
      aRollout(),
      seenAt(5, { tasks: [newTask(1), oldTask(2)] }),
      seenAt(6, { service: null }),
    );

    expect(outcome(done)).toEqual({ phase: 'ended', end: 'removed', reason: '', progress: '1/2' });
  });

  test('an end is for good, and a write that was not accepted is not followed', () => {
    const done = fold(aRollout(), seenAt(6, { service: null }));
    const waiting = aRollout({ accepted: false });

    expect(fold(done, seenAt(7, { tasks: bothNew }))).toEqual(done);
    expect(fold(waiting, seenAt(7, { tasks: bothNew }))).toEqual(waiting);
  });
});
