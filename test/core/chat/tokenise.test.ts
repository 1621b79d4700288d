import { expect, test } from 'vitest';
import { tokenise } from '../../../src/core/chat/tokenise.ts';
import { refusal } from './refusal.ts';

test.each([
  ['', []],
  ['  scale   redis=5 ', ['scale', 'redis=5']],
  [`'a b' "c d"`, ['a b', 'c d']],
  [`a'b c'd"e"`, ['ab cde']],
  [`'' ""`, ['', '']],
  [String.raw`a\ b \"c`, ['a b', '"c']],
  [String.raw`"a\"b\\c\$d\n"`, [String.raw`a"b\c$d\n`]],
  [String.raw`'a\b'`, [String.raw`a\b`]],
  [`"it's"`, ["it's"]],
])('splits %j as a shell does', (text, expected) => {
  expect(tokenise(text)).toEqual(expected);
});

const doubleNext = 'Close it with another ", or write \\" for the character itself.';

test.each([
  ['ps "redis', 'The quote " at character 4, before "redis", is never closed.', doubleNext],
  [
    "ps ana's",
    `The quote ' at character 7, before "s", is never closed.`,
    `Close it with another ', or write \\' for the character itself.`,
  ],
  [
    String.raw`ps "redis\"`,
    String.raw`The quote " at character 4, before "redis\\\"", is never closed.`,
    doubleNext,
  ],
  [
    'ps \\',
    'The text ends with a backslash, which escapes nothing.',
    'Leave the backslash out, or write two for one.',
  ],
])('refuses %j, saying where', (text, message, next) => {
  expect(refusal(() => tokenise(text))).toEqual({ code: 'usage', message, next });
});
