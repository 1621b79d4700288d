import { describe, expect, test } from 'vitest';
import type {
  LeavingTask,
  Rollout,
  RolloutState,
  SlotView,
  TaskFailure,
} from '../../../src/core/rollout/rollout.ts';
import { rolloutView } from '../../../src/core/view/rollout-view.ts';
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

const leaving: LeavingTask[] = ['2', '3'].map((label) => ({
  taskId: `gone-${label}`,
  label,
  node: `node${label}`,
  image: NEW_IMAGE,
  since: NOON + 22_000,
  desired: 'remove',
  graceMs: 25_000,
}));

const underWay: Partial<RolloutState> = {
  phase: 'updating',
  desired: 5,
  updated: 3,
  taskMs: [60_000],
  lastProgressAt: NOON + 42_000,
  slots: [
    slot(1),
    slot(2, { state: 'starting', since: NOON + 40_000 }),
    slot(3, { updated: false, image: OLD_IMAGE }),
  ],
  old: [{ image: OLD_IMAGE, count: 2 }],
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
      summary: 'redis on prod: rolling update 3/5 updated, 0:42 so far, about 0:53 left, 0:35 of it watching',
      parts: [
        { kind: 'heading', text: 'redis on prod: rolling update', priority: 10 },
        {
          kind: 'text',
          text: [{ bold: '3/5 updated, 0:42 so far, about 0:53 left, 0:35 of it watching' }],
          priority: 10,
        },
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
        { kind: 'text', text: '2 old tasks still run (redis:3.0.5)', priority: 7 },
        {
          kind: 'table',
          columns: [
            { title: 'slot', align: 'right' },
            { title: 'node' },
            { title: 'state' },
            { title: 'tag' },
          ],
          rows: [
            ['1', 'node1', 'running 12 s', '3.0.6'],
            ['2', 'node2', 'starting 2 s', '3.0.6'],
            ['3', 'node3', 'running 12 s', '3.0.5'],
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

  test('with many slots shows the ten that matter most, and counts the others', () => {
    const calm = Array.from({ length: 30 }, (_, i) => slot(i + 1));
    const slots = [...calm, slot(31, { state: 'pending', node: '', words: 'no suitable node (x)' })];
    const { parts } = at(42, {}, { slots, old: [], failures: [failure] });

    const [table] = partsOf('table', parts);
    const rows = table?.kind === 'table' ? table.rows : [];
    expect(rows.map(([label]) => label)).toEqual(['2', '31', '1', '3', '4', '5', '6', '7', '8', '9']);
    expect(rows.slice(0, 2)).toEqual([
      ['2', 'node2', 'running 12 s, failed 1x', '3.0.6'],
      ['31', '-', 'pending 12 s', '3.0.6'],
    ]);
    expect(partsOf('context', parts).at(-1)).toMatchObject({ text: 'and 21 running redis:3.0.6' });
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

  test('with up to twelve slots shows them all', () => {
    const slots = Array.from({ length: 12 }, (_, i) => slot(i + 1));
    const [table] = partsOf('table', at(42, {}, { slots }).parts);

    expect(table?.kind === 'table' ? table.rows.length : 0).toBe(12);
  });

  test('tells the words of a failed task among the causes alone', () => {
    const words = 'No such image: redis:9';
    const slots = [slot(1), slot(2, { taskId: 'crash', state: 'rejected', words })];
    const rejected = { ...failure, state: 'rejected' as const, words, exitCode: null };
    const { parts } = at(42, {}, { slots, old: [], failures: [rejected] });

    expect(partsOf('text', parts).slice(1)).toMatchObject([
      { text: ['1 task failed (slot 2 on node2): ', { code: words }] },
    ]);
  });

  test('names ten of many slots that wait for the same', () => {
    const waiting = { state: 'pending' as const, node: '', words: 'no suitable node (x)' };
    const slots = Array.from({ length: 40 }, (_, i) => slot(i + 1, waiting));
    const { parts } = at(42, {}, { slots, old: [] });

    expect(partsOf('text', parts).at(-1)).toMatchObject({
      text: ['slot 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 30 more pending: ', { code: 'no suitable node (x)' }],
    });
    expect(partsOf('context', parts).at(-1)).toMatchObject({ text: 'and 30 pending redis:3.0.6' });
  });

  test('lists the tasks that are told to stop but still run', () => {
    const slots = [slot(1)];
    const view = at(42, { kind: 'scale' }, { slots, leaving, old: [], desired: 1, updated: 1 });

    expect(view.summary).toBe('redis on prod: scaling 1/1 running, 2 still stopping, 0:42 so far');
    expect(partsOf('table', view.parts)).toMatchObject([
      {
        rows: [
          ['1', 'node1', 'running 12 s', '3.0.6'],
          ['2', 'node2', 'stopping 20 s', '3.0.6'],
          ['3', 'node3', 'stopping 20 s', '3.0.6'],
        ],
      },
    ]);
  });

  test('names images whole where they are of several repositories, and ages of an hour and more by hours', () => {
    const slots = [slot(1, { since: NOON - 3 * 3_600_000 }), slot(2, { image: 'valkey:8' })];
    const { parts } = at(42, {}, { slots, desired: 2 });

    expect(partsOf('table', parts)).toMatchObject([
      {
        columns: [{ title: 'slot' }, { title: 'node' }, { title: 'state' }, { title: 'image' }],
        rows: [
          ['1', 'node1', 'running 3 h', 'redis:3.0.6'],
          ['2', 'node2', 'running 12 s', 'valkey:8'],
        ],
      },
    ]);
  });

  test('of scaling to zero speaks of the tasks that stop, not of none of none', () => {
    const none = { slots: [], old: [], desired: 0, updated: 0 };
    const stopping = at(42, { kind: 'scale' }, { ...none, leaving });
    const stopped = at(42, { kind: 'scale' }, { ...none, phase: 'settling', settlingSince: NOON + 40_000 });

    expect(stopping.summary).toBe('redis on prod: scaling 2 still stopping, 0:42 so far');
    expect(stopped.summary).toBe(
      'redis on prod: scaling all stopped, watched to be stable for 0:33 more, 0:42 so far',
    );
  });

  test('says that the old tasks still serve while their successors start beside them', () => {
    const slots = Array.from({ length: 40 }, (_, i) => slot(i + 1, { state: 'starting' }));
    const { parts } = at(5, {}, { slots, desired: 40, updated: 0, old: [{ image: OLD_IMAGE, count: 40 }] });

    expect(partsOf('text', parts).at(-1)).toMatchObject({ text: '40 old tasks still run (redis:3.0.5)' });
  });

  test.each([
    ['two at a time', { parallelism: 2, delayMs: 5_000 }, 'a -> b, 2 at a time, 5s apart, by '],
    ['all', { parallelism: 0, delayMs: 5_000 }, 'a -> b, all at once, by '],
    ['scaling, which has no pace', { kind: 'scale' as const }, 'a -> b, by '],
  ])('says how fast it goes: %s', (_, over, words) => {
    const change = partsOf('context', at(5, { title: 'a -> b', ...over }, {}).parts)[0];

    expect(change).toMatchObject({ text: [words, { person: 'UANA' }] });
  });

  test.each<[string, [slot: string, node: string][], string]>([
    [
      'each slot with its own node',
      [
        ['3', 'node2'],
        ['1', 'node3'],
      ],
      'slot 1 on node3, slot 3 on node2',
    ],
    [
      'slots of one node together',
      [
        ['2', 'node1'],
        ['1', 'node1'],
      ],
      'slots 1, 2 on node1',
    ],
    [
      'one that was never placed',
      [
        ['1', ''],
        ['2', 'node1'],
      ],
      'slot 1, slot 2 on node1',
    ],
    [
      'many, with the number of nodes',
      [
        ['1', 'node1'],
        ['3', 'node3'],
        ['4', 'node1'],
        ['6', 'node2'],
        ['8', 'node3'],
      ],
      'slots 1, 3, 4, 6, 8 on 3 nodes',
    ],
  ])('says where tasks failed: %s', (_, places, where) => {
    const failures = places.map(([slot, node], index) => ({ ...failure, taskId: `c${index}`, slot, node }));
    const { parts } = at(42, {}, { failures });

    expect(partsOf('text', parts).at(-1)).toMatchObject({
      text: [`${places.length} tasks failed (${where}, exit code 3): `, { code: failure.words }],
    });
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

    expect(partsOf('table', parts)).toMatchObject([
      { rows: [['node1', 'starting 12 s, failed 1x', '3.0.6']] },
    ]);
    expect(partsOf('text', parts).at(-1)).toMatchObject({
      text: ['1 task failed (on node1, exit code 3): ', { code: 'task: non-zero exit (3)' }],
    });
  });

  test.each<[string, Partial<RolloutState>, string]>([
    ['starting', { phase: 'starting' }, 'asked, not seen yet, 0:42 so far'],
    [
      'updating, the estimate is used up',
      { updated: 4, taskMs: [1_000], slots: [1, 2, 3, 4].map((number) => slot(number)) },
      '4/5 updated, 0:42 so far, at least 0:35 left',
    ],
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
      {
        phase: 'settling',
        settlingSince: NOON - 60_000,
        updated: 5,
        engineState: 'updating',
        lastProgressAt: NOON,
      },
      '5/5 updated, waiting for the engine to call it completed, 0:42 so far',
    ],
    [
      'settled within a second',
      { phase: 'settling', settlingSince: NOON + 7_500, updated: 5 },
      '5/5 updated, watched to be stable, almost done, 0:42 so far',
    ],
    ['updating, a task has failed', { failures: [failure] }, '3/5 updated, 0:42 so far'],
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
  const crashes = [failure, { ...failure, taskId: 'crash2', node: 'node1' }];
  const ended: Partial<RolloutState> = {
    phase: 'ended',
    observedAt: NOON + 72_000,
    desired: 3,
    slots: [slot(1), slot(2, { since: NOON + 72_000 }), slot(3, { updated: false, image: OLD_IMAGE })],
    old: [{ image: OLD_IMAGE, count: 1 }],
  };
  const paused: Partial<RolloutState> = {
    ...ended,
    end: 'paused',
    reason: 'update paused due to failure or early termination of task 6mir',
    failures: crashes,
  };
  const headlineOf = (state: Partial<RolloutState>) => at(900, {}, { ...ended, ...state }).summary;
  const noticeOf = (state: Partial<RolloutState>, over: Partial<Rollout> = {}) =>
    partsOf('notice', at(900, over, { ...ended, ...state }).parts);

  test.each<[NonNullable<RolloutState['end']>, Partial<RolloutState>, string]>([
    ['succeeded', { settlingSince: NOON + 32_000 }, 'done in 0:32, watched to be stable for 0:40'],
    ['failed', { failures: crashes }, 'failed after 1:12: task: non-zero exit (3)'],
    ['paused', paused, 'paused by the engine after 1:12: tasks failed (task: non-zero exit (3))'],
    ['paused', { reason: 'update paused' }, 'paused by the engine after 1:12: update paused'],
    [
      'paused',
      { back: { by: 'engine', words: '' }, failures: crashes, reason: 'rollback paused' },
      'paused by the engine on its way back after 1:12: rollback paused',
    ],
    [
      'rolled-back',
      { failures: [failure, { ...failure, taskId: 'x', words: 'No such image: x', exitCode: null }] },
      'failed, and rolled back by the engine after 1:12: task: non-zero exit (3) and 1 other cause',
    ],
    ['rolled-back-by-hand', {}, 'rolled back by hand after 1:12'],
    ['rolled-back-by-hand', { byPlan: 'p2' }, 'rolled back by hand after 1:12, through Waggle'],
    ['superseded', {}, 'superseded after 1:12 by another change, made outside of Waggle'],
    ['superseded', { byPlan: 'p2' }, 'superseded after 1:12 by a later change through Waggle'],
    ['removed', {}, 'the service was removed after 1:12'],
  ])('%s is said with how long it took, and why', (end, state, words) => {
    expect(headlineOf({ end, ...state })).toBe(`redis on prod: rolling update: ${words}`);
  });

  test('says how many tasks run which image', () => {
    expect(noticeOf({ end: 'failed' })).toEqual([
      {
        kind: 'notice',
        level: 'danger',
        text: '2 of 3 run redis:3.0.6, 1 of 3 run redis:3.0.5.',
        priority: 9,
      },
    ]);
  });

  test('after the engine rolled back well is no problem any more', () => {
    const slots = [1, 2, 3].map((number) => slot(number, { image: OLD_IMAGE }));
    const back = { by: 'engine' as const, words: '' };
    const well = { end: 'rolled-back' as const, back, slots, updated: 3, old: [], failures: crashes };

    expect(noticeOf(well)).toMatchObject([{ level: 'info', text: 'All 3 run redis:3.0.5 again.' }]);
    expect(noticeOf({ ...well, slots: slots.slice(1), updated: 2 })).toMatchObject([
      { level: 'danger', text: '2 of 3 run redis:3.0.5.' },
    ]);
    expect(noticeOf({ ...well, slots: slots.slice(2), desired: 1, updated: 1 })).toMatchObject([
      { level: 'info', text: 'Its 1 task runs redis:3.0.5 again.' },
    ]);
  });

  test('does not count a crashing task that was caught alive for a moment', () => {
    const alone = { slots: [slot(2, { since: NOON + 72_000 })], old: [] };

    expect(noticeOf(paused)).toMatchObject([{ text: '1 of 3 run redis:3.0.6, 1 of 3 run redis:3.0.5.' }]);
    expect(noticeOf({ ...paused, ...alone })).toMatchObject([{ text: 'No task stays up.' }]);
    const another = { slots: [...alone.slots, slot(3, { state: 'ready' })], old: [] };
    expect(noticeOf({ ...paused, ...another })).toMatchObject([{ text: '0 of 3 run.' }]);
  });

  test('has the engine’s own sentence in small print, and the causes in full', () => {
    const { parts } = at(900, {}, paused);

    expect(partsOf('context', parts).at(-1)).toMatchObject({
      text: ['The engine says: ', { code: paused.reason }],
    });
    expect(partsOf('text', parts).at(-1)).toMatchObject({
      text: [
        '2 tasks failed (slot 2 on node1 and node2, exit code 3): ',
        { code: 'task: non-zero exit (3)' },
      ],
    });
  });

  test('of tasks that are restarted on and on says when they were seen so', () => {
    const slots = [slot(1), slot(2, { state: 'ready' }), slot(3)];
    const smallPrint = (state: Partial<RolloutState>) =>
      partsOf('context', at(900, {}, { ...ended, ...state }).parts).slice(1);

    expect(smallPrint({ end: 'failed', slots })).toEqual([
      {
        kind: 'context',
        text: [
          'As seen at ',
          { time: NOON + 72_000, style: 'time' },
          '; the engine may go on restarting them.',
        ],
        priority: 6,
      },
    ]);
    expect(smallPrint({ end: 'failed' })).toEqual([]);
    expect(smallPrint({ end: 'rolled-back', slots })).toEqual([]);
  });

  test('keeps an error of any length out of the headline, and whole below', () => {
    const words = 'x'.repeat(5_000);
    const view = at(900, {}, { ...ended, end: 'failed', failures: [{ ...failure, words }] });

    expect(view.summary.length).toBeLessThan(250);
    expect(JSON.stringify(view.parts)).toContain(words);
  });

  test('after scaling to zero says that no task runs', () => {
    const none = { end: 'succeeded' as const, slots: [], old: [], desired: 0, updated: 0 };

    expect(noticeOf(none, { kind: 'scale' })).toMatchObject([{ text: 'No task of redis runs.' }]);
  });

  test.each<[string, Partial<RolloutState>, unknown]>([
    ['a later plan', { end: 'superseded', byPlan: 'p2' }, 'The later change has its own card.'],
    ['a rollback', { end: 'rolled-back-by-hand', byPlan: 'p2' }, 'The rollback has its own card.'],
    [
      'somebody else',
      { end: 'superseded' },
      ['It is no longer followed. To see its tasks, say: ', { code: 'ps redis' }],
    ],
  ])('taken over by %s shows nothing of what came after', (_, state, text) => {
    const { parts } = at(900, {}, { ...ended, ...state });

    expect(partsOf('table', parts)).toEqual([]);
    expect(partsOf('notice', parts)).toEqual([{ kind: 'notice', level: 'info', text, priority: 9 }]);
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
