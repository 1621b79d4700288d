import { expect, test } from 'vitest';
import { entered, isUnsent, reconciled, sending } from '../../../../../src/practice/web/page/blocks/draft.ts';

const first = entered(undefined, { entry: 'ab', known: 'a' });

test('what is entered stays while the workspace has what it had', () => {
  expect(reconciled(first, 'a')).toBe(first);
  expect(isUnsent(first)).toBe(true);
});

test('it is done with once the workspace has it', () => {
  const sent = sending(first);
  expect(isUnsent(sent)).toBe(false);
  expect(reconciled(sent, 'a')).toBe(sent);
  expect(reconciled(sent, 'ab')).toBeUndefined();
});

test('an echo of what was sent before does not take what was typed since', () => {
  const typed = entered(sending(first), { entry: 'abc', known: 'a' });
  expect(isUnsent(typed)).toBe(true);
  const kept = reconciled(typed, 'ab');
  expect(kept?.entry).toBe('abc');
  // And the echo may stay for a while.
  expect(reconciled(kept ?? first, 'ab')).toEqual(kept);
});

test('what comes from elsewhere wins', () => {
  expect(reconciled(first, 'from the app')).toBeUndefined();
  expect(reconciled(sending(first), null)).toBeUndefined();
});

test('going back to what was sent before is sent again', () => {
  const there = sending(entered(sending(first), { entry: 'abc', known: 'a' }));
  const back = entered(there, { entry: 'ab', known: 'a' });
  expect(isUnsent(back)).toBe(true);
});

test('several choices are compared by what is in them', () => {
  const boxes = entered(undefined, { entry: ['x', 'y'], known: ['x'] });
  expect(reconciled(boxes, ['x'])).toBe(boxes);
  expect(reconciled(boxes, ['x', 'y'])).toBeUndefined();
});

test('the options that were offered go along', () => {
  const offered = [{ value: 'x' }];
  expect(entered(undefined, { entry: 'x', offered, known: null }).offered).toBe(offered);
});
