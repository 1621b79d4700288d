import * as fc from 'fast-check';
import type { Inline, Part, View } from '../../../src/core/view/view.ts';

const word = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  fc.constantFrom(
    '<!channel>',
    '<@U0ANA>',
    '&amp;',
    '<!date^1^{time}|x>',
    '`',
    '*a*',
    '',
    ' ',
    '\n',
    '😀'.repeat(300),
  ),
  fc.nat(16_000).map((length) => '<&>😀 '.repeat(length / 6)),
  fc.nat(9_000).map((length) => 'x\n'.repeat(length / 2)),
);
const inline: fc.Arbitrary<Inline> = fc.oneof(
  word,
  word.map((bold) => ({ bold })),
  word.map((code) => ({ code })),
  word.map((link) => ({ link: `https://example.org/${link}`, label: link })),
);
const rich = fc.oneof(word, fc.array(inline, { maxLength: 5 }));
const common = {
  priority: fc.integer({ min: 1, max: 9 }),
  overflow: fc.constantFrom('more', 'file', 'drop'),
} as const;
const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), text: word, ...common }),
  fc.record({ kind: fc.constant('text' as const), text: rich, ...common }),
  fc.record({ kind: fc.constant('context' as const), text: rich, ...common }),
  fc.record({ kind: fc.constant('code' as const), text: word, ...common }),
  fc.record({ kind: fc.constant('file' as const), name: word, content: word, ...common }),
  fc.record({ kind: fc.constant('progress' as const), done: fc.integer(), total: fc.integer(), ...common }),
  fc.record({
    kind: fc.constant('notice' as const),
    level: fc.constantFrom('info', 'success', 'warning', 'danger'),
    text: rich,
    ...common,
  }),
  fc.record({
    kind: fc.constant('fields' as const),
    items: fc.array(fc.record({ label: word, value: rich }), { maxLength: 30 }),
    ...common,
  }),
  fc.record({
    kind: fc.constant('diff' as const),
    rows: fc.array(fc.record({ field: word, before: word, after: word }), { maxLength: 10 }),
    ...common,
  }),
  fc.record({
    kind: fc.constant('table' as const),
    columns: fc.array(fc.record({ title: word }), { maxLength: 25 }),
    rows: fc.array(fc.array(rich, { maxLength: 25 }), { maxLength: 110 }),
    compact: fc.boolean(),
    ...common,
  }),
  fc.record({
    kind: fc.constant('actions' as const),
    items: fc.array(
      fc.record({
        verb: fc.constantFrom('confirm', 'cancel'),
        ref: fc.uuid(),
        label: word,
        style: fc.constantFrom('primary', 'danger'),
        confirm: fc.record({ title: word, text: word, yes: word, no: word }),
      }),
      { maxLength: 60 },
    ),
    ...common,
  }),
);
/** Any view, with hostile and overlong words everywhere. */
export const views: fc.Arbitrary<View> = fc.record({
  summary: word,
  parts: fc.array(part, { maxLength: 12 }),
});
