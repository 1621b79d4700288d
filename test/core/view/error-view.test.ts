import { expect, test } from 'vitest';
import { EngineError, UserError } from '../../../src/core/errors.ts';
import { errorView } from '../../../src/core/view/error-view.ts';

test('a failure is said with its next step', () => {
  const error = new UserError('not-found', 'There is no service "redsi".', 'Did you mean redis?');

  expect(errorView(error)).toEqual({
    summary: 'There is no service "redsi".',
    parts: [
      { kind: 'notice', level: 'info', text: 'There is no service "redsi".', priority: 9 },
      { kind: 'text', text: 'Did you mean redis?', priority: 8 },
    ],
  });
});

test('the engine’s own words are there in full', () => {
  const words = 'rpc error: code = Unknown desc = The swarm does not have a leader. '.repeat(10);
  const error = new EngineError({
    reason: 'no-leader',
    message: 'The cluster has no leader.',
    words,
    next: 'Wait.',
  });

  expect(errorView(error)).toEqual({
    summary: 'The cluster has no leader.',
    parts: [
      { kind: 'notice', level: 'danger', text: 'The cluster has no leader.', priority: 9 },
      { kind: 'code', text: words, priority: 7, overflow: 'file' },
      { kind: 'text', text: 'Wait.', priority: 8 },
    ],
  });
});

test.each(['usage', 'not-allowed', 'not-yours', 'not-possible', 'expired'] as const)(
  'an answer to what a person said is said plainly (%s)',
  (code) => {
    expect(errorView(new UserError(code, 'Guests cannot use Waggle.')).parts).toEqual([
      { kind: 'notice', level: 'info', text: 'Guests cannot use Waggle.', priority: 9 },
    ]);
  },
);

test('nothing to do is no alarm', () => {
  expect(errorView(new UserError('nothing-to-do', 'redis has 3 replicas already.')).parts).toEqual([
    { kind: 'notice', level: 'info', text: 'redis has 3 replicas already.', priority: 9 },
  ]);
});
