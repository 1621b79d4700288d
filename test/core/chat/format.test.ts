import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RawArgs } from '../../../src/core/chat/param.ts';
import { parse, parseTokens } from '../../../src/core/chat/parse.ts';
import { tokenise } from '../../../src/core/chat/tokenise.ts';
import type { CommandInfo } from '../../../src/core/command.ts';
import { catalog, help, nodes, rollback, scale, update } from './catalog.ts';
import { format } from './format.ts';
import { outcome } from './refusal.ts';

const cases: readonly (readonly [CommandInfo, RawArgs, string])[] = [
  [update, { service: 'redis', image: 'redis:3.0.6' }, 'docker service update --image redis:3.0.6 redis'],
  [scale, { services: ['redis=5', 'web=2'] }, 'docker service scale redis=5 web=2'],
  [rollback, { service: 'redis' }, 'docker service rollback redis'],
  [nodes, {}, 'docker node ls'],
  [help, { topic: ['update'] }, 'help update'],
  [help, { topic: ['-x', 'a=b'] }, 'help -- -x a=b'],
  [
    update,
    { service: 'redis', force: true, detach: false },
    'docker service update --force --detach=false redis',
  ],
  [
    update,
    { service: 'redis', 'label-add': ["a=it's", '', '-x'], user: 'two words' },
    String.raw`docker service update --label-add 'a=it'\''s' --label-add '' --label-add=-x --user 'two words' redis`,
  ],
];

test.each(cases)('%o is said with %j as %s', (command, raw, expected) => {
  const text = format(command, raw);

  expect(text).toEqual(expected);
  expect(parse(text, catalog)).toEqual({ command, raw, common: { share: false } });
});

test('the cluster and the wish to share are said too', () => {
  const common = { cluster: 'prod', share: true };

  const text = format(scale, { services: ['redis=5'] }, common);

  expect(text).toEqual('docker service scale --cluster prod --share redis=5');
  expect(parse(text, catalog)).toEqual({ command: scale, raw: { services: ['redis=5'] }, common });
});

const words = fc.string({ unit: 'binary', maxLength: 20 }).filter((word) => !/\p{Cc}/u.test(word));
const name = fc.stringMatching(/^[a-z]([a-z0-9_-]{0,8}[a-z0-9])?$/);
const common = fc.record({ cluster: words, share: fc.boolean() }, { requiredKeys: ['share'] });
const updateArgs = fc.record(
  {
    service: name,
    image: fc.tuple(name, fc.nat()).map(([path, tag]) => `${path.replace(/[_-]+/g, '')}:${tag}`),
    replicas: fc.nat({ max: 10_000 }).map(String),
    'update-delay': fc.nat().map((seconds) => `${seconds % 9_000}s`),
    'update-order': fc.constantFrom('stop-first', 'start-first'),
    'label-add': fc.array(words, { minLength: 1, maxLength: 3 }),
    force: fc.boolean(),
    detach: fc.boolean(),
    user: words,
  },
  { requiredKeys: ['service'] },
);

test('what was said in docker words is parsed as the same update', () => {
  fc.assert(
    fc.property(updateArgs, common, (raw, shared) => {
      const parsed = parseTokens(tokenise(format(update, raw, shared)), catalog);
      expect(parsed).toEqual({ command: update, raw, common: shared });
    }),
  );
});

test('what was said in docker words is the same update when it is pasted', () => {
  const plain = fc.stringMatching(/^[ !"#$%'()*+,\-./0-9:;=?@A-Z[\\\]^_a-z{|}~äé名]{0,20}$/);
  const pasted = fc.record({
    service: name,
    user: plain,
    'label-add': fc.array(plain, { minLength: 1, maxLength: 3 }),
  });
  fc.assert(
    fc.property(pasted, (raw) => {
      expect(parse(format(update, raw), catalog)).toEqual({ command: update, raw, common: { share: false } });
    }),
  );
});

test('what was said in docker words is parsed as the same topics of help', () => {
  fc.assert(
    fc.property(fc.array(words, { minLength: 1, maxLength: 4 }), common, (topic, shared) => {
      const parsed = parseTokens(tokenise(format(help, { topic }, shared)), catalog);
      expect(parsed).toEqual({ command: help, raw: { topic }, common: shared });
    }),
  );
});

test('any words are either understood or refused as a user error', () => {
  const token = fc.oneof(
    words,
    fc.constantFrom(
      'update',
      'service',
      'scale',
      'help',
      'docker',
      '--',
      '-',
      '-d',
      '-u',
      '-dq=',
      '--image',
      '--image=',
    ),
    fc.constantFrom(
      'redis=5',
      'delay=1s',
      '=',
      '--=',
      '--help',
      '--share=x',
      '--cluster',
      'redis',
      '-h',
      '__proto__=1',
    ),
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 6 }), (tokens) => {
      expect(['understood', 'refused']).toContain(outcome(() => parseTokens(tokens, catalog)));
    }),
    { numRuns: 2000 },
  );
});
