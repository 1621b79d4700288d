import { describe, expect, test } from 'vitest';
import { specHash } from '../../../src/core/swarm/hash.ts';
import { aSpec, at, NOON } from '../../support/builders/index.ts';
import {
  aRollout,
  fullySeenAt,
  labelled,
  newTask,
  NODES,
  oldTask,
  seenAt,
  serviceOn,
  TARGET,
} from './a-rollout.ts';
import { bothNew, completed, crashed, fold, outcome } from './fold.ts';

/** One slot instead of three, no other field changed: the tasks that stay are of the new spec. */
const SCALED = labelled(aSpec({ replicas: 1 }), 'plan1');
const scaling = aRollout({ kind: 'scale', targetHash: specHash(SCALED) });
const kept = newTask(1, { Spec: SCALED.TaskTemplate });
const removed = (slot: number, over = {}, status = {}) =>
  newTask(
    slot,
    { DesiredState: 'remove', UpdatedAt: at(1), Spec: SCALED.TaskTemplate, ...over },
    { Timestamp: at(-3_600), ...status },
  );
const scaled = (seconds: number, removing = [removed(2), removed(3)]) =>
  fullySeenAt(seconds, { service: serviceOn(SCALED, null), tasks: [kept], removing });

describe('tasks that are told to end, but still run', () => {
  test('keep scaling down from being done, and are listed', () => {
    const folded = fold(scaling, ...[2, 11, 20, 29, 38].map((second) => scaled(second)));

    expect(outcome(folded)).toEqual({ phase: 'updating', end: null, reason: '', progress: '1/1' });
    expect(folded.state.leaving).toEqual(
      [2, 3].map((slot) => ({
        taskId: `new-${slot}`,
        label: String(slot),
        node: `node${slot}`,
        image: SCALED.TaskTemplate.ContainerSpec?.Image,
        since: NOON + 1_000,
        desired: 'remove',
        graceMs: 10_000,
      })),
    );
  });

  test('begin the settling when the last of them is gone', () => {
    const folded = fold(scaling, scaled(2), scaled(8, [removed(3)]), scaled(12, []));

    expect(outcome(folded).phase).toBe('settling');
    expect(folded.state.settlingSince).toBe(NOON + 12_000);
  });

  test('keep scaling to zero from being done', () => {
    const none = labelled(aSpec({ replicas: 0 }), 'plan1');
    const seen = fullySeenAt(5, { service: serviceOn(none, null), removing: [removed(1)] });

    expect(outcome(fold(aRollout({ kind: 'scale', targetHash: specHash(none) }), seen)).phase).toBe(
      'updating',
    );
  });

  test('do not count where their node is down, or where they were never placed', () => {
    const nodes = new Map([...NODES, ['node2-id', { hostname: 'node2', down: true }]]);
    const unplaced = removed(3, { NodeID: '' }, { State: 'pending' });
    const seen = { ...scaled(5, [removed(2), unplaced]), nodes };

    expect(outcome(fold(scaling, seen)).phase).toBe('settling');
  });

  test('of the old spec keep a start-first update from being done', () => {
    const shut = [1, 2].map((slot) => oldTask(slot, { DesiredState: 'shutdown' }));
    const going = fold(aRollout(), fullySeenAt(5, { service: completed, tasks: bothNew, shut }));
    const ended = shut.map((task) => ({ ...task, Status: { ...task.Status, State: 'shutdown' as const } }));
    const over = fold(going, fullySeenAt(9, { service: completed, tasks: bothNew, shut: ended }));

    expect([outcome(going).phase, outcome(over).phase]).toEqual(['updating', 'settling']);
    expect(going.state.leaving.map(({ taskId, desired }) => [taskId, desired])).toEqual([
      ['old-1', 'shutdown'],
      ['old-2', 'shutdown'],
    ]);
  });

  test('are remembered through a look that did not ask for them', () => {
    const shut = [oldTask(1, { DesiredState: 'shutdown' })];
    const going = fold(
      aRollout(),
      fullySeenAt(5, { service: completed, tasks: bothNew, shut }),
      seenAt(6, { service: completed, tasks: bothNew }),
    );

    expect(outcome(going).phase).toBe('updating');
    expect(going.state.leaving.map(({ taskId }) => taskId)).toEqual(['old-1']);
  });

  test('make it stuck only after their grace period, in words that say so', () => {
    const grace = { ...SCALED.TaskTemplate.ContainerSpec, StopGracePeriod: 60_000_000_000 };
    const slow = removed(2, { Spec: { ...SCALED.TaskTemplate, ContainerSpec: grace } });
    const looks = Array.from({ length: 20 }, (_, i) => scaled(2 + i * 9, [slow]));

    expect(outcome(fold(scaling, ...looks)).phase).toBe('updating');
    expect(outcome(fold(scaling, ...looks, scaled(183, [slow])))).toEqual({
      phase: 'stuck',
      end: null,
      reason: 'told to stop, but still there: slot 2 on node2',
      progress: '1/1',
    });
  });

  test('do not turn early failures that have recovered into a failed end', () => {
    const shut = [crashed(1, 11), crashed(1, 12), oldTask(2, { DesiredState: 'shutdown' })];
    const service = serviceOn(TARGET, 'completed', { Version: { Index: 14 } });
    const looks = [3, 12, 21, 30, 39, 48].map((second) =>
      fullySeenAt(second, { service, tasks: bothNew, shut }),
    );

    expect(outcome(fold(aRollout(), ...looks)).phase).toBe('updating');
  });
});

test('the tasks of the old spec that still run are counted by image', () => {
  const starting = [1, 2].map((slot) => newTask(slot, {}, { State: 'starting' }));
  const { state } = fold(aRollout(), seenAt(3, { tasks: [...starting, oldTask(1), oldTask(2)] }));

  expect({ old: state.old, slots: state.slots.map(({ state }) => state) }).toEqual({
    old: [{ image: oldTask(1).Spec.ContainerSpec?.Image, count: 2 }],
    slots: ['starting', 'starting'],
  });
});
