import { expect, test } from 'vitest';
import { causesOf } from '../../../src/core/rollout/causes.ts';
import type { TaskFailure } from '../../../src/core/rollout/rollout.ts';

function failed(slot: string, node: string, words: string, exitCode: number | null): TaskFailure {
  return {
    taskId: `${slot}-${node}-${words}`,
    version: 30,
    slot,
    node,
    state: 'failed',
    words,
    exitCode,
    at: 0,
  };
}

test('failures with the same words and exit code are one cause, the most frequent first', () => {
  const failures = [
    failed('2', 'node1', 'No such image: redis:9', null),
    failed('10', 'node2', 'task: non-zero exit (3)', 3),
    failed('9', 'node1', 'task: non-zero exit (3)', 3),
    failed('9', 'node2', 'task: non-zero exit (3)', 3),
  ];

  expect(causesOf(failures)).toEqual([
    {
      words: 'task: non-zero exit (3)',
      exitCode: 3,
      count: 3,
      slots: ['9', '10'],
      nodes: ['node1', 'node2'],
      places: [
        { slot: '9', nodes: ['node1', 'node2'] },
        { slot: '10', nodes: ['node2'] },
      ],
    },
    {
      words: 'No such image: redis:9',
      exitCode: null,
      count: 1,
      slots: ['2'],
      nodes: ['node1'],
      places: [{ slot: '2', nodes: ['node1'] }],
    },
  ]);
});
