import { describe, expect, test } from 'vitest';
import type { Rollout, RolloutState, SlotView, TaskFailure } from '../../../src/core/rollout/rollout.ts';
import { announcement, rolloutView } from '../../../src/core/view/rollout-view.ts';
import type { Part } from '../../../src/core/view/view.ts';
import { NOON } from '../../support/builders/index.ts';
import { aRollout, NEW_IMAGE, OLD_IMAGE, SETTINGS } from '../rollout/a-rollout.ts';

function slot(number: number, over: Partial<SlotView> = {}): SlotView {
  return {
    key: String(number),
    label: String(number),
    taskId: `task-${number}`,
    node: `node${number}`,
    state: 'running',
    since: NOON + 30_000,
    updated: true,
    image: NEW_IMAGE,
    words: '',
    ...over,
  };
}

const failure: TaskFailure = {
  taskId: 'crash',
  version: 30,
  slot: '2',
  node: 'node2',
  state: 'failed',
  words: 'task: non-zero exit (3)',
  exitCode: 3,
  at: NOON,
};

const underWay: Partial<RolloutState> = {
  phase: 'updating',
  desired: 5,
  updated: 3,
  taskMs: [1_000],
  lastProgressAt: NOON + 42_000,
  slots: [
    slot(1),
    slot(2, { state: 'starting', since: NOON + 40_000 }),
    slot(3, { updated: false, image: OLD_IMAGE }),
  ],
};

function at(seconds: number, over: Partial<Rollout>, state: Partial<RolloutState>) {
  return rolloutView(aRollout(over, { ...underWay, ...state }), {
    now: NOON + seconds * 1_000,
    settings: SETTINGS,
  });
}

function partsOf(kind: Part['kind'], parts: readonly Part[]): Part[] {
  return parts.filter((part) => part.kind === kind);
}

describe('the live message', () => {
  test('says what happens, how far it is, and where', () => {
    const view = at(42, { parallelism: 2, delayMs: 10_000, confirmedBy: 'ULI' }, {});

    expect(view).toEqual({
      summary: 'redis on prod: rolling update 3/5 updated, 0:42 so far, about 0:22 left',
      parts: [
        { kind: 'heading', text: 'redis on prod: rolling update', priority: 10 },
        { kind: 'text', text: [{ bold: '3/5 updated, 0:42 so far, about 0:22 left' }], priority: 10 },
        {
          kind: 'context',
          text: [
            'redis:3.0.5 -> redis:3.0.6, 2 at a time, 10s apart, by ',
            { person: 'UANA' },
            ', approved by ',
            { person: 'ULI' },
          ],
          priority: 8,
        },
        { kind: 'progress', done: 3, total: 5, priority: 7 },
        {
          kind: 'table',
          columns: [
            { title: 'slot', align: 'right' },
            { title: 'node' },
            { title: 'state' },
            { title: 'image' },
          ],
          rows: [
            ['1', 'node1', 'running 12 s', 'redis:3.0.6'],
            ['2', 'node2', 'starting 2 s', 'redis:3.0.6'],
            ['3', 'node3', 'running 12 s', 'redis:3.0.5'],
          ],
          compact: true,
          priority: 6,
          overflow: 'more',
        },
        {
          kind: 'actions',
          items: [
            {
              verb: 'rollback',
              ref: 'plan1',
              label: 'Roll back',
              style: 'danger',
            },
          ],
          priority: 10,
        },
      ],
    });
  });

  test('with many slots counts the calm ones, and shows those that failed or wait', () => {
    const calm = Array.from({ length: 30 }, (_, i) => slot(i + 1));
    const slots = [...calm, slot(31, { state: 'pending', node: '', words: 'no suitable node (x)' })];
    const { parts } = at(42, {}, { slots, failures: [failure] });

    expect(partsOf('table', parts)).toMatchObject([
      {
        rows: [
          ['2', 'node2', 'running 12 s', 'redis:3.0.6'],
          ['31', '-', 'pending 12 s', 'redis:3.0.6'],
        ],
      },
    ]);
    expect(partsOf('context', parts).at(-1)).toMatchObject({ text: '29 running redis:3.0.6' });
    expect(partsOf('text', parts).slice(1)).toEqual([
      {
        kind: 'text',
        text: ['slot 31 pending: ', { code: 'no suitable node (x)' }],
        priority: 8,
        overflow: 'file',
      },
      {
        kind: 'text',
        text: ['1 task failed (slot 2 on node2, exit code 3): ', { code: 'task: non-zero exit (3)' }],
        priority: 9,
        overflow: 'file',
      },
    ]);
  });

  test('keeps an error of any length whole', () => {
    const words = 'x'.repeat(5_000);
    const { parts } = at(42, {}, { failures: [{ ...failure, words }] });

    expect(JSON.stringify(parts)).toContain(words);
  });

  test('names a global service’s node once', () => {
    const slots = [slot(1, { key: 'node1-id', label: 'node1', state: 'starting' })];
    const failures = [{ ...failure, slot: 'node1', node: 'node1' }];
    const { parts } = at(42, {}, { slots, failures });

    expect(partsOf('table', parts)).toMatchObject([{ rows: [['node1', 'starting 12 s', 'redis:3.0.6']] }]);
    expect(partsOf('text', parts).at(-1)).toMatchObject({
      text: ['1 task failed (on node1, exit code 3): ', { code: 'task: non-zero exit (3)' }],
    });
  });

  test.each<[string, Partial<RolloutState>, string]>([
    ['starting', { phase: 'starting' }, 'asked, not seen yet, 0:42 so far'],
    ['updating, the estimate is used up', { updated: 5, lastProgressAt: NOON }, '5/5 updated, 0:42 so far'],
    ['updating, no estimate', { taskMs: [] }, '3/5 updated, 0:42 so far'],
    [
      'stuck',
      { phase: 'stuck', lastProgressAt: NOON + 2_000 },
      '3/5 updated, stuck: no progress for 0:40, 0:42 so far',
    ],
    [
      'rolling back',
      { phase: 'rolling-back', back: { by: 'engine', words: '' } },
      'the engine is rolling back: 3/5 back, 0:42 so far',
    ],
    [
      'settling',
      { phase: 'settling', settlingSince: NOON + 40_000, updated: 5 },
      '5/5 updated, watched to be stable for 0:33 more, 0:42 so far',
    ],
    [
      'settled, but for the engine',
      { phase: 'settling', settlingSince: NOON - 60_000, updated: 5 },
      '5/5 updated, waiting for the engine to call it completed, 0:42 so far',
    ],
  ])('headline: %s', (_, state, headline) => {
    expect(at(42, {}, state).summary).toBe(`redis on prod: rolling update ${headline}`);
  });

  test('says since when the cluster cannot be seen', () => {
    const lost = { since: NOON, words: 'connect ECONNREFUSED', stale: false };
    const { parts } = rolloutView(aRollout(), { now: NOON + 5_000, settings: SETTINGS, lost });

    expect(partsOf('notice', parts)).toEqual([
      {
        kind: 'notice',
        level: 'warning',
        text: [
          'Waggle cannot see the cluster since ',
          { time: NOON, style: 'time' },
          ', still trying (connect ECONNREFUSED).',
        ],
        priority: 9,
      },
    ]);
  });
});

describe('the end', () => {
  const ended: Partial<RolloutState> = {
    phase: 'ended',
    observedAt: NOON + 72_000,
    desired: 3,
    slots: [slot(1), slot(2), slot(3, { updated: false, image: OLD_IMAGE })],
  };

  test.each<[NonNullable<RolloutState['end']>, Partial<RolloutState>, string]>([
    ['succeeded', { settlingSince: NOON + 32_000 }, 'done in 0:32, watched to be stable for 0:40'],
    ['failed', { reason: 'boom' }, 'failed after 1:12: boom'],
    ['paused', { reason: 'update paused' }, 'paused by the engine after 1:12: update paused'],
    ['rolled-back', { reason: 'why' }, 'failed, and rolled back by the engine after 1:12: why'],
    ['rolled-back-by-hand', {}, 'rolled back by hand after 1:12'],
    ['rolled-back-by-hand', { byPlan: 'p2' }, 'rolled back by hand after 1:12 (plan p2)'],
    ['superseded', {}, 'superseded after 1:12 by another change, made outside of Waggle or without a plan'],
    ['superseded', { byPlan: 'p2' }, 'superseded after 1:12 by another change (plan p2)'],
    ['removed', {}, 'the service was removed after 1:12'],
  ])('%s is said with how long it took', (end, state, words) => {
    expect(at(900, {}, { ...ended, end, ...state }).summary).toBe(`redis on prod: rolling update: ${words}`);
  });

  test('says how many tasks run which image', () => {
    const { parts } = at(900, {}, { ...ended, end: 'failed' });

    expect(partsOf('notice', parts)).toEqual([
      {
        kind: 'notice',
        level: 'danger',
        text: '2 of 3 run redis:3.0.6, 1 of 3 run redis:3.0.5.',
        priority: 9,
      },
    ]);
  });

  test('offers to roll back what is in place, well or broken, and nothing that is gone or is an undo itself', () => {
    const offered = (end: RolloutState['end'], over: Partial<Rollout> = {}) =>
      partsOf('actions', at(900, over, { ...ended, end }).parts).length === 1;

    expect(offered('failed')).toBe(true);
    expect(offered('paused')).toBe(true);
    expect(offered('succeeded')).toBe(true);
    expect(offered('rolled-back')).toBe(false);
    expect(offered('superseded')).toBe(false);
    expect(offered('removed')).toBe(false);
    expect(offered('failed', { kind: 'rollback' })).toBe(false);
  });
});

test('a reply about a stuck rollout mentions who asked, once', () => {
  const state: Partial<RolloutState> = {
    phase: 'stuck',
    reason: 'no suitable node (x)',
    observedAt: NOON + 130_000,
    lastProgressAt: NOON + 10_000,
  };

  const text = 'redis on prod: rolling update is stuck, no progress for 2:00: no suitable node (x)';
  expect(announcement(aRollout({}, state))).toEqual({
    summary: text,
    parts: [{ kind: 'text', text: [{ person: 'UANA' }, ' ', text], priority: 10 }],
  });
});
