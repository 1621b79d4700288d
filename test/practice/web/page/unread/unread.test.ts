import { describe, expect, test } from 'vitest';
import { seenAtStart, seenFrom, seenOf, seeUpTo } from '../../../../../src/practice/web/page/unread/seen.ts';
import { mentions, unreadOf } from '../../../../../src/practice/web/page/unread/unread.ts';
import { message } from '../things.ts';

describe('what is unread', () => {
  const messages = [
    message('1.0', { user: 'U2' }),
    message('2.0', { user: 'U2' }),
    message('3.0', { user: 'U1' }),
    message('4.0', { user: 'U2', threadTs: '1.0' }),
    message('5.0', { user: 'U2', threadTs: '1.0', text: 'look <@U3>' }),
  ];

  test('is what others wrote since, in the channel', () => {
    expect(unreadOf(messages, '1.0', 'U1', false)).toEqual({ count: 1, isUrgent: false });
    expect(unreadOf(messages, '5.0', 'U1', false)).toEqual({ count: 0, isUrgent: false });
  });

  test('is a reply too that names the person', () => {
    expect(unreadOf(messages, '3.0', 'U3', false)).toEqual({ count: 1, isUrgent: true });
  });

  test('is urgent in a direct message', () => {
    expect(unreadOf(messages, '1.0', 'U1', true)).toEqual({ count: 1, isUrgent: true });
  });
});

describe('a mention', () => {
  test.each([
    ['in the text', message('1.0', { text: 'by <@U1>' }), true],
    ['in the text with a name', message('1.0', { text: 'by <@U1|ana>' }), true],
    ['of everybody', message('1.0', { text: '<!channel> look' }), true],
    ['of somebody whose id begins alike', message('1.0', { text: 'by <@U12>' }), false],
    [
      'in a block',
      message('1.0', {
        text: '',
        blocks: [{ type: 'rich_text', elements: [{ type: 'user', user_id: 'U1' }] }],
      }),
      true,
    ],
    ['of nobody', message('1.0', { text: 'U1' }), false],
  ])('%s', (_, said, is) => {
    expect(mentions(said, 'U1')).toBe(is);
  });
});

describe('what was read', () => {
  const start = seenAtStart(
    new Map([
      ['C1', [message('1.0'), message('7.0')]],
      ['C2', [message('3.0')]],
    ]),
  );

  test('is at first all that is there, for everybody', () => {
    expect(seenOf(start, 'U1', 'C2')).toBe('7.0');
  });

  test('goes on for one person and channel, and never back', () => {
    const later = seeUpTo(start, 'U1', 'C1', '9.0');
    expect(seenOf(later, 'U1', 'C1')).toBe('9.0');
    expect(seenOf(later, 'U2', 'C1')).toBe('7.0');
    expect(seeUpTo(later, 'U1', 'C1', '8.0')).toBe(later);
  });

  test('is remembered, and anything else is not believed', () => {
    const seen = seeUpTo(start, 'U1', 'C1', '9.0');
    expect(seenFrom(JSON.stringify(seen))).toEqual(seen);
    expect(seenFrom('{"start":"1.0","at":{"U1 C1":7}}')).toEqual({ start: '1.0', at: {} });
    for (const text of [undefined, '', 'null', '[]', '{"start":1,"at":{}}', '{"start":"1.0","at":null}'])
      expect(seenFrom(text)).toBeUndefined();
  });
});
