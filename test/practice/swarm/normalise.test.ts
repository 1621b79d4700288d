import { describe, expect, it } from 'vitest';
import { makeNames } from './normalise.ts';

const SERVICE = 'rr6ked2wt7879moqrrjw4jrui';
const NODE = 'm36esuy40tvyy8h1ht2x0k1hw';
const TASK = 'gdygna1241l7forjanwwp336w';
const HASH = 'ab'.repeat(32);

const learned = () => {
  const names = makeNames();
  names.learn('/nodes', [{ ID: NODE, Description: { Hostname: 'node2' }, Status: { Addr: '10.77.0.12' } }]);
  names.learn('/v1.41/tasks?filters={}', [{ ID: TASK, ServiceID: SERVICE, NodeID: NODE }]);
  return names;
};

describe('names for what differs between two runs', () => {
  it('stand for ids by their kind, in the order of their being said; for nodes by their host', () => {
    expect(learned().apply({ ID: TASK, ServiceID: SERVICE, text: `${TASK} on ${NODE}` })).toEqual({
      ID: '<task 1>',
      ServiceID: '<service 1>',
      text: '<task 1> on <node node2>',
    });
  });

  it('stand for times, versions, digests, containers and addresses', () => {
    expect(
      learned().apply({
        Version: { Index: 12 },
        CreatedAt: '2026-11-22T12:45:46.123456789Z',
        CompletedAt: '0001-01-01T00:00:00Z',
        Image: `web:1@sha256:${HASH}`,
        ContainerID: HASH,
        Addr: '10.77.0.12',
        VIP: '10.0.1.5/24',
        time: 1_795_000_000,
      }),
    ).toEqual({
      Version: '<version>',
      CreatedAt: '<time>',
      CompletedAt: '<no time>',
      Image: 'web:1@<digest 1>',
      ContainerID: '<container 1>',
      Addr: '<address of node2>',
      VIP: '<address>/24',
      time: '<time>',
    });
  });

  it('leave everything else as it is', () => {
    const value = {
      Version: '20.10.24',
      n: 3,
      none: null,
      words: ['a service X not found', true],
      empty: {},
    };

    expect(learned().apply(value)).toEqual(value);
  });
});
