import { describe, expect, test } from 'vitest';
import {
  nodeMatches,
  parseConstraints,
} from '../../../../../src/practice/swarm/manager/scheduler/constraints.ts';
import type { Node } from '../../../../../src/practice/swarm/state/objects.ts';

const NODE: Node = {
  id: 'abc',
  version: 1,
  createdAt: 0,
  updatedAt: 0,
  spec: { Labels: { zone: 'a', Zone: 'b' }, Role: 'manager', Availability: 'active' },
  description: {
    hostname: 'node1',
    platform: { architecture: 'x86_64', os: 'linux' },
    resources: { nanoCPUs: 1, memoryBytes: 1 },
    engineVersion: '20.10.24',
    engineLabels: { disk: 'ssd' },
  },
  status: { state: 'ready', address: '10.77.0.11' },
};

const matches = (text: string): boolean => {
  const parsed = parseConstraints([text]);
  if (parsed.kind === 'invalid') throw new Error(parsed.words);
  return nodeMatches(parsed.constraints, NODE);
};

test.each([
  'node.id==abc',
  'node.hostname == NODE1',
  'NODE.Role==manager',
  'node.role!=worker',
  'node.labels.zone==A',
  'node.labels.Zone==b',
  'node.labels.rack!=1',
  'engine.labels.disk==ssd',
  'node.platform.os==linux',
  'node.platform.arch==x86_64',
  'node.ip==10.77.0.11',
  'node.ip==10.77.0.0/16',
  'node.ip!=10.78.0.0/16',
])('the node satisfies %s', (text) => {
  expect(matches(text)).toBe(true);
});

test.each([
  'node.hostname!=node1',
  'node.labels.rack==1',
  'node.labels.ZONE==a',
  'node.ip==10.77.0.12',
  'node.ip==10.77.0.0/99',
  'node.ip!=somewhere',
  'nonsense==1',
  'nonsense!=1',
])('the node does not satisfy %s', (text) => {
  expect(matches(text)).toBe(false);
});

test('all constraints must be satisfied', () => {
  const parsed = parseConstraints(['node.id==abc', 'node.role==worker']);
  expect(parsed.kind === 'parsed' && nodeMatches(parsed.constraints, NODE)).toBe(false);
});

describe('what cannot be read is refused in words of swarmkit', () => {
  test.each([
    ['node.role=manager', 'constraint expected one operator from ==, !='],
    ['', 'constraint expected one operator from ==, !='],
    ['no de==1', "key 'no de' is invalid"],
    ['==1', "key '' is invalid"],
    ['a==1', "key 'a' is invalid"],
    ['node.role==', "value '' is invalid"],
    ['node.labels.x!=a==b', "key 'node.labels.x!=a' is invalid"],
    ['node.labels.x==>1', "value '>1' is invalid"],
  ])('%s', (text, words) => {
    expect(parseConstraints(['node.id==abc', text])).toEqual({ kind: 'invalid', words });
  });
});
