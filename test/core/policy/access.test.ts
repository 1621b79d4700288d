import { describe, expect, test } from 'vitest';
import { assertMayChange, assertMayRead, clusterOf, type Access } from '../../../src/core/policy/access.ts';
import { UserError } from '../../../src/core/errors.ts';
import type { Place } from '../../../src/core/ports/messenger.ts';
import type { Person } from '../../../src/core/ports/people.ts';

const access: Access = {
  allow: [
    { people: ['ana'], channels: ['ops', 'direct'], clusters: ['prod', 'staging'] },
    { people: ['li'], channels: ['ops'], clusters: ['prod'] },
  ],
  channels: { ops: 'prod', dev: 'staging' },
};
const clusters = ['prod', 'staging'];
const ops: Place = { channel: 'ops', kind: 'channel' };
const dev: Place = { channel: 'dev', kind: 'channel' };
const direct: Place = { channel: 'D1', kind: 'direct' };

describe('who may change', () => {
  const cases: [who: Person, place: Place, cluster: string, may: boolean][] = [
    [member('ana'), ops, 'prod', true],
    [member('ana'), ops, 'staging', true],
    [member('ana'), direct, 'prod', true],
    [member('ana'), dev, 'staging', false],
    [member('li'), ops, 'prod', true],
    [member('li'), ops, 'staging', false],
    [member('li'), direct, 'prod', false],
    [member('stranger'), ops, 'prod', false],
    [{ ...member('ana'), kind: 'guest' }, ops, 'prod', false],
    [{ ...member('ana'), kind: 'stranger' }, ops, 'prod', false],
    [{ ...member('ana'), kind: 'bot' }, ops, 'prod', false],
    [{ ...member('ana'), kind: 'deactivated' }, ops, 'prod', false],
  ];
  test.each(cases)('%o in %o on %s: %s', (person, place, cluster, may) => {
    expect(allowed(() => assertMayChange(access, { person, place, cluster }))).toBe(may);
  });

  test('an empty list allows nobody', () => {
    const asked = { person: member('ana'), place: ops, cluster: 'prod' };
    expect(allowed(() => assertMayChange({ allow: [], channels: {} }, asked))).toBe(false);
  });
});

describe('who may look', () => {
  const cases: [who: Person, place: Place, cluster: string, may: boolean][] = [
    [member('anybody'), ops, 'prod', true],
    [member('anybody'), ops, 'staging', false],
    [member('anybody'), direct, 'prod', false],
    [member('li'), direct, 'prod', true],
    [{ ...member('anybody'), kind: 'guest' }, ops, 'prod', false],
  ];
  test.each(cases)('%o in %o on %s: %s', (person, place, cluster, may) => {
    expect(allowed(() => assertMayRead(access, { person, place, cluster }))).toBe(may);
  });
});

describe('which cluster', () => {
  test('the one that was named', () => {
    expect(clusterOf(access, clusters, { person: member('li'), place: ops, named: 'staging' })).toBe(
      'staging',
    );
  });

  test('the one that the channel is bound to', () => {
    expect(clusterOf(access, clusters, { person: member('li'), place: dev })).toBe('staging');
  });

  test('in a direct message the only one the person may use', () => {
    expect(clusterOf(access, clusters, { person: member('li'), place: direct })).toBe('prod');
  });

  test('a person of several clusters is asked which', () => {
    expect(() => clusterOf(access, clusters, { person: member('ana'), place: direct })).toThrow(
      new UserError('ambiguous', 'Which cluster is this about?', 'Add --cluster prod or --cluster staging.'),
    );
  });

  test('somebody who may use none learns in a direct message where to ask', () => {
    expect(() => clusterOf(access, clusters, { person: member('anybody'), place: direct })).toThrow(
      new UserError(
        'not-allowed',
        'In direct messages only people on the allow-list may look at a cluster.',
        'Ask in a channel that is bound to a cluster.',
      ),
    );
  });

  test('in a channel that is bound to none, somebody who may use none learns where to ask', () => {
    const said = { person: member('anybody'), place: { channel: 'chat', kind: 'channel' as const } };
    expect(() => clusterOf(access, clusters, said)).toThrow(
      new UserError(
        'ambiguous',
        'This channel is not bound to a cluster.',
        'Use a channel that is bound to a cluster, or ask whoever keeps waggle.yml.',
      ),
    );
  });

  test('a name that is unknown is an error', () => {
    const said = { person: member('ana'), place: ops, named: 'prd' };
    expect(() => clusterOf(access, clusters, said)).toThrow(
      new UserError('not-found', 'There is no cluster "prd".', 'You may use prod, staging.'),
    );
  });
});

function member(id: string): Person {
  return { id, name: id, kind: 'member' };
}

function allowed(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof UserError && error.code === 'not-allowed') return false;
    throw error;
  }
}
