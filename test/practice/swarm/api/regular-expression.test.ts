import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { regularExpression } from '../../../../src/practice/swarm/api/regular-expression.ts';

const matches = (pattern: string, text: string): boolean | undefined =>
  regularExpression(pattern)?.matches(text);

test.each([
  ['web', 'my-web-1', true],
  ['^web$', 'web', true],
  ['^web$', 'web1', false],
  ['', 'anything', true],
  ['a|', 'b', true],
  ['^(?:prod|stag(?:e|ing))_\\w+$', 'staging_default', true],
  ['^(?P<env>prod)_', 'prod_web', true],
  ['^[a-c-]+$', 'a-c', true],
  ['^[]x]+$', ']x', true],
  ['^[^\\d.]+$', 'ab1', false],
  ['^\\d{2,3}$', '1', false],
  ['^\\d{2,3}$', '123', true],
  ['^\\d{2,}?$', '12345', true],
  ['^a{2}$', 'aaa', false],
  ['a{,2}', 'a{,2}', true],
  ['(?i)^WEB[A-C]$', 'webb', true],
  ['^.$', '\n', false],
  ['(?s)^.$', '\n', true],
  ['\\bweb\\b', 'a web b', true],
  ['\\bweb\\b', 'a_web', false],
  ['web\\B', 'webs', true],
  ['\\Aweb\\z', 'web', true],
  ['\\.\\*\\/', '.*/', true],
  ['^\\t[\\n-\\r]$', '\t\r', true],
  ['^💧+$', '💧💧', true],
  ['^(a*)*$', '', true],
] as const)('%j in %j: %j', (pattern, text, wanted) => {
  expect(matches(pattern, text)).toBe(wanted);
});

test.each([
  '(',
  ')',
  'a)',
  '[',
  '[a',
  '*',
  '+a',
  'a**',
  'a{3}{2}',
  'a{1001}',
  'a{3,2}',
  '[b-a]',
  '\\',
  '\\y',
  '\\1',
  '(?=a)',
  '(?<!a)b',
  '[[:alpha:]]',
  '\\pL',
  '((a{100}){100}){100}',
])('%j is none', (pattern) => {
  expect(regularExpression(pattern)).toBe(undefined);
});

describe('what takes others for ever', () => {
  test.each(['^(a+)+$', '^(a|aa)+$', '^(a|a?)+$', '^(.*a){20}$', '(x+x+)+y', '^(([a-z])+.)+[A-Z]$'])(
    '%s does not match a long text in no time',
    (pattern) => {
      expect(matches(pattern, `${'a'.repeat(5000)}!`)).toBe(false);
    },
  );
});

test('matches what a JavaScript expression matches', () => {
  const { node } = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '^', '$', 'a|b', ''),
      fc.tuple(tie('node'), tie('node')).map(([one, other]) => one + other),
      fc.tuple(tie('node'), tie('node')).map(([one, other]) => `(${one}|${other})`),
      fc
        .tuple(tie('node'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '*?'))
        .map(([one, times]) => `(?:${one})${times}`),
    ),
  }));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '-'), maxLength: 6 });
  fc.assert(
    fc.property(node, text, (pattern, source) => {
      expect(matches(pattern, source)).toBe(new RegExp(pattern, 'u').test(source));
    }),
    { numRuns: 2000, seed: 7 },
  );
});
