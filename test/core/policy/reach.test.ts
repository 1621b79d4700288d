import { expect, test } from 'vitest';
import type { Access } from '../../../src/core/policy/access.ts';
import { channelsOf, clustersInSight, placesToChange } from '../../../src/core/policy/reach.ts';
import type { Place } from '../../../src/core/ports/messenger.ts';
import type { Person } from '../../../src/core/ports/people.ts';

const access: Access = {
  allow: [
    { people: ['ana'], channels: ['ops', 'direct'], clusters: ['prod'] },
    { people: ['ana', 'li'], channels: ['ops', 'dev'], clusters: ['prod', 'staging'] },
  ],
  channels: { ops: 'prod', dev: 'staging', night: 'prod' },
};
const all = ['prod', 'staging', 'lab'];
const direct: Place = { channel: 'D1', kind: 'direct' };
const member = (id: string): Person => ({ id, name: id, kind: 'member' });

test('in sight from direct messages is what the allow-list names for the person', () => {
  const inSight = (person: Person) => clustersInSight(access, all, { person, place: direct });

  expect(inSight(member('ana'))).toEqual(['prod', 'staging']);
  expect(inSight(member('mo'))).toEqual([]);
});

test('in sight from a channel is also what the channel is bound to', () => {
  const place: Place = { channel: 'dev', kind: 'channel' };

  expect(clustersInSight(access, all, { person: member('mo'), place })).toEqual(['staging']);
});

test.each(['guest', 'stranger', 'bot', 'deactivated'] as const)(
  'a %s sees nothing and changes nothing',
  (kind) => {
    const person: Person = { id: 'ana', name: 'ana', kind };

    expect(clustersInSight(access, all, { person, place: direct })).toEqual([]);
    expect(placesToChange(access, { person, cluster: 'prod' })).toEqual([]);
  },
);

test('a cluster can be changed from the places of all rules that name both, each told once', () => {
  const places = (id: string, cluster: string) => placesToChange(access, { person: member(id), cluster });

  expect(places('ana', 'prod')).toEqual(['ops', 'direct', 'dev']);
  expect(places('ana', 'staging')).toEqual(['ops', 'dev']);
  expect(places('li', 'prod')).toEqual(['ops', 'dev']);
  expect(places('mo', 'prod')).toEqual([]);
});

test('a check that breaks is no refusal', () => {
  const broken: Access = {
    get allow(): never {
      throw new Error('broken');
    },
    channels: {},
  };

  expect(() => clustersInSight(broken, all, { person: member('ana'), place: direct })).toThrow('broken');
});

test('the channels of clusters are those that are bound to them', () => {
  expect(channelsOf(access, ['prod'])).toEqual(['ops', 'night']);
  expect(channelsOf(access, ['lab'])).toEqual([]);
});
