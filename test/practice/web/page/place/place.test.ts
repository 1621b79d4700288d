import { describe, expect, test } from 'vitest';
import {
  channelCalled,
  channelTitle,
  firstChannel,
  nameOf,
  sortedChannels,
} from '../../../../../src/practice/web/page/place/channels.ts';
import { applyFeed, nothingKnown } from '../../../../../src/practice/web/page/feed/feed.ts';
import { hashOf, placeOf, type Place } from '../../../../../src/practice/web/page/place/place.ts';
import { resolvePlace } from '../../../../../src/practice/web/page/place/resolve-place.ts';
import { channel, person, workspace } from '../things.ts';

describe('a place', () => {
  const places: Place[] = [
    { at: 'channels' },
    { at: 'home' },
    { at: 'channel', channel: 'C1' },
    { at: 'channel', channel: 'C1', thread: '1700000000.000100' },
    { at: 'channel', channel: 'C1', message: '1700000000.000200' },
    { at: 'channel', channel: 'C1', thread: '1700000000.000100', message: '1700000000.000200' },
  ];

  test('is the same after it was in an address', () => {
    for (const place of places) expect(placeOf(hashOf(place))).toEqual(place);
  });

  test.each(['', '#', '#c1', '#C1/', '#C1/thread/', '#C1/thread/x', '#<b>', '#C1/message/1.0/thread/2.0'])(
    '%s is the start',
    (hash) => {
      expect(placeOf(hash)).toEqual({ at: 'start' });
    },
  );
});

const app = { id: 'A1', name: 'waggle', botUserId: 'UB' };
const channels = [
  channel('C3', 'staging', { members: ['U1', 'UB'] }),
  channel('C1', 'ops', { members: ['U1', 'UB'] }),
  channel('C2', 'general'),
  channel('C4', 'other', { members: ['U2'] }),
  channel('C5', 'gone', { members: ['U2'], isArchived: true }),
  channel('C6', 'a-old', { isArchived: true }),
  channel('D1', '', { type: 'im', members: ['U1', 'UB'] }),
];

describe('channels', () => {
  test('are listed by name, those one is in first, archived ones last and only one’s own', () => {
    expect(sortedChannels(channels, 'U1').map(({ name }) => name)).toEqual([
      'general',
      'ops',
      'staging',
      'other',
      'a-old',
    ]);
  });

  test('begin with one that is to be tried, else with one that the app is in', () => {
    expect(firstChannel(channels, 'U1', 'UB', ['C4', 'C3', 'C1'])?.name).toBe('staging');
    expect(firstChannel(channels, 'U1', 'UB', [])?.name).toBe('ops');
    expect(firstChannel([channel('C2', 'general')], 'U1', 'UB', [])?.name).toBe('general');
  });

  test.each([
    ['C1', 'C1'],
    ['ops', 'C1'],
    ['#ops', 'C1'],
    ['dm', 'D1'],
    ['waggle', 'D1'],
    ['nowhere', undefined],
  ])('are called %s', (name, id) => {
    expect(channelCalled(name, channels, app)?.id).toBe(id);
  });

  test('have a title, and people a name', () => {
    const [staging, , , , , , direct] = channels;
    if (staging === undefined || direct === undefined) throw new Error('there are fewer channels');
    expect(channelTitle(staging, 'waggle')).toBe('#staging');
    expect(channelTitle(direct, 'waggle')).toBe('waggle');
    expect(nameOf(person('U1', 'ana', { realName: 'Ana Lopes' }), 'U1')).toBe('Ana Lopes');
    expect(nameOf(person('UB', 'waggle', { realName: 'Waggle Bot', isBot: true }), 'UB')).toBe('waggle');
    expect(nameOf(undefined, 'U9')).toBe('U9');
  });
});

describe('a place that the person does not see', () => {
  const known = applyFeed(nothingKnown, { put: channels, drop: [] });

  test('gives way to the first channel', () => {
    expect(resolvePlace({ at: 'channel', channel: 'C9', thread: '1.0' }, known, workspace())).toEqual({
      at: 'channel',
      channel: 'C1',
    });
  });

  test('gives way to one’s own direct message if it was somebody else’s', () => {
    expect(resolvePlace({ at: 'channel', channel: 'D9' }, known, workspace())).toEqual({
      at: 'channel',
      channel: 'D1',
    });
  });

  test('is the list of channels where there is none', () => {
    expect(resolvePlace({ at: 'start' }, nothingKnown, workspace())).toEqual({ at: 'channels' });
  });

  test('stays where the person sees it', () => {
    const place: Place = { at: 'channel', channel: 'C4', thread: '1.0' };
    expect(resolvePlace(place, known, workspace())).toBe(place);
  });
});
