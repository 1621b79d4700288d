import { expect, test } from 'vitest';
import { DEFAULT_PACE, paceOf } from '../../../src/core/swarm/pace.ts';
import { aSpec } from '../../support/builders/index.ts';

const byDefault = {
  parallelism: 1,
  delay: 0,
  monitor: 5e9,
  failureAction: 'pause',
  order: 'stop-first',
};

test.each([
  ['no config: docker’s defaults', null, byDefault],
  ['docker’s defaults written out', DEFAULT_PACE, byDefault],
  ['a config without parallelism: all at once', {}, { ...byDefault, parallelism: 0 }],
  ['a monitor time of 0: the engine’s default', { Parallelism: 1, Monitor: 0 }, byDefault],
  [
    'what the config says',
    { Parallelism: 2, Delay: 10e9, Monitor: 20e9, FailureAction: 'rollback', Order: 'start-first' },
    { parallelism: 2, delay: 10e9, monitor: 20e9, failureAction: 'rollback', order: 'start-first' },
  ],
])('given %s', (_, UpdateConfig, expected) => {
  expect(paceOf(aSpec({ with: { UpdateConfig } }), 'UpdateConfig')).toEqual(expected);
});

test('updates and rollbacks have a pace of their own', () => {
  const spec = aSpec({ with: { RollbackConfig: { Parallelism: 3 } } });

  expect([paceOf(spec, 'UpdateConfig').parallelism, paceOf(spec, 'RollbackConfig').parallelism]).toEqual([
    1, 3,
  ]);
});
