import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { asTyped, normalise } from '../../../src/core/chat/normalise.ts';
import { tokenise } from '../../../src/core/chat/tokenise.ts';
import { outcome, refusal } from './refusal.ts';

test.each([
  // dashes
  ['update —image x', 'update --image x'],
  ['update –image x', 'update --image x'],
  ['update –d', 'update -d'],
  ['update —d', 'update -d'],
  ['update ––image x', 'update --image x'],
  ['update —-image x', 'update --image x'],
  ['update --update–delay 1s', 'update --update-delay 1s'],
  ['update --update‑delay 1s', 'update --update-delay 1s'],
  ['scale redis=−1', 'scale redis=-1'],
  ['update -–quiet', 'update --quiet'],
  ['update --replicas –1', 'update --replicas -1'],
  ['ps a—b', 'ps a--b'],
  ['update — redis', 'update -- redis'],
  ['update --health-cmd "curl —fail x — y"', 'update --health-cmd "curl --fail x — y"'],
  // quotes
  ['ps “redis”', 'ps "redis"'],
  ['ps ‘redis’', "ps 'redis'"],
  ['ps „redis“', 'ps "redis"'],
  ['ps "a “b” c"', 'ps "a “b” c"'],
  // input methods
  ['ｓｃａｌｅ　ｒｅｄｉｓ＝５', 'scale redis=5'],
  ['redis:3。0。6', 'redis:3.0.6'],
  ['ps "ｗｅｂ"', 'ps "ｗｅｂ"'],
  // spaces
  ['scale\u00a0redis=5\u202f', 'scale redis=5'],
  ['scale\u200b redis\ufeff=\u200d5', 'scale redis=5'],
  ['scale\tredis=5\nweb=2', 'scale redis=5 web=2'],
  ['ps \u202eredis', 'ps redis'],
  ['a \\\n b \\  \r\n c', 'a  b  c'],
  ['ps <service> &amp;', 'ps <service> &amp;'],
  // code marks
  ['`ps redis`', 'ps redis'],
  ['ps `redis`', 'ps redis'],
  ['update image=`redis:3` `—force`', 'update image=redis:3 --force'],
  ['label-add=rule=Host(`a.example`)', 'label-add=rule=Host(`a.example`)'],
  ["'`a`'", "'`a`'"],
])('%j is meant as %j', (text, expected) => {
  expect(normalise(text)).toEqual(expected);
});

test('a text of 10,000 characters is refused with its number', () => {
  expect(refusal(() => normalise('x'.repeat(10_000)))).toEqual({
    code: 'usage',
    message: 'The text has 10000 characters, and a command has 8000 at most.',
    next: 'Say it in fewer words. Type "help" for what can be said.',
  });
});

test.each([
  ['scale\u0007', 'The text has a control character (U+0007), number 6 from the start.'],
  ['\u0000', 'The text has a control character (U+0000), number 1 from the start.'],
  ['ps \u009b31m', 'The text has a control character (U+009B), number 4 from the start.'],
  ['ps \ud800', 'The text has a control character (U+D800), number 4 from the start.'],
])('%j is refused for its control character', (text, message) => {
  expect(refusal(() => normalise(text))).toEqual({
    code: 'usage',
    message,
    next: 'Type the command again instead of pasting it.',
  });
});

test('plain text is meant as it is', () => {
  const plain = fc.stringMatching(/^[a-z0-9=:./_-]{1,20}( [a-z0-9=:./_-]{1,20}){0,5}$/);
  fc.assert(
    fc.property(plain, (text) => {
      expect(normalise(text)).toEqual(text);
    }),
  );
});

test('any text either becomes words or is refused as a user error', () => {
  const marks = fc.constantFrom(
    '<',
    '>',
    '|',
    '@',
    '!',
    '`',
    '```',
    '"',
    "'",
    '“',
    '”',
    '‘',
    '\\',
    '\n',
    '—',
    '–',
    '-',
    '=',
    ' ',
    'a',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(marks, { maxLength: 30 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (given) => {
      expect(['understood', 'refused']).toContain(outcome(() => tokenise(normalise(given))));
    }),
    { numRuns: 1000 },
  );
});

test('a value of a form is taken as typed, with marks left alone', () => {
  expect(asTyped('  <b>&amp; １０ｓ ')).toEqual('<b>&amp; 10s');
});
