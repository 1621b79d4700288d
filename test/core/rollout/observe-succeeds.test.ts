import { describe, expect, test } from 'vitest';
import { specHash as hashOf } from '../../../src/core/swarm/hash.ts';
import { aGlobalSpec, aSpec, NOON } from '../../support/builders/index.ts';
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
  TARGET,
} from './a-rollout.ts';
import { fold, outcome, bothNew, completed } from './fold.ts';

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

  test('a global service that has lost all its nodes does not succeed with none of none', () => {
    const service = serviceOn({ ...TARGET, Mode: { Global: {} } }, 'completed');
    const rollout = aRollout({ targetHash: hashOf(service.Spec) });
    const looks = [5, 25, 45, 65].map((at) => fullySeenAt(at, { service, tasks: [] }));

    expect(fold(rollout, ...looks).state.end).toBe(null);
  });

  test('scaling to zero is whole when no task is left', () => {
    const spec = labelled(aSpec({ replicas: 0 }), 'plan1');
    const seen = fullySeenAt(5, { service: serviceOn(spec, null), tasks: [] });

    const folded = fold(aRollout({ kind: 'scale', targetHash: hashOf(spec) }), seen);

    expect(outcome(folded)).toEqual({ phase: 'settling', end: null, reason: '', progress: '0/0' });
  });
});
