import { describe, expect, test } from 'vitest';
import { rowsOf, type Reader } from '../../../../../src/practice/web/page/message/rows.ts';
import {
  isInChannel,
  threadOf,
  threadSummaries,
} from '../../../../../src/practice/web/page/thread/threads.ts';
import type { Message } from '../../../../../src/practice/web/protocol.ts';
import { message } from '../things.ts';

/** 2026-11-22 at 12:00 in London. */
const noon = 1_795_348_800;
const at = (seconds: number): string => `${noon + seconds}.000100`;
const reader: Reader = { tz: 'Europe/London', me: 'U1', seen: undefined, now: new Date((noon + 60) * 1000) };

const shape = (messages: readonly Message[], more: Partial<Reader> = {}): string[] =>
  rowsOf(messages, { ...reader, ...more }).map((row) => {
    if (row.row === 'message') return `${row.opens ? 'opens' : 'goes on'} ${row.message.text}`;
    return row.row === 'new' ? 'new' : `${row.row} ${row.label}`;
  });

describe('the lines of a list', () => {
  test('put messages of one author within five minutes together', () => {
    expect(
      shape([
        message(at(0), { text: 'a' }),
        message(at(299), { text: 'b' }),
        message(at(600), { text: 'c' }),
        message(at(601), { text: 'd', user: 'U2' }),
        message(at(602), { text: 'e', user: 'U2', isEphemeral: true }),
      ]),
    ).toEqual(['day Today', 'opens a', 'goes on b', 'opens c', 'opens d', 'opens e']);
  });

  test('divide days as they are for the reader', () => {
    // Ten minutes to midnight and ten past, in London; in Tokyo both are in the morning.
    const late = [message(at(42_600), { text: 'a' }), message(at(43_800), { text: 'b' })];
    const now = new Date((noon + 50_000) * 1000);
    expect(shape(late, { now })).toEqual(['day Yesterday', 'opens a', 'day Today', 'opens b']);
    expect(shape(late, { now, tz: 'Asia/Tokyo' })).toEqual(['day Today', 'opens a', 'opens b']);
  });

  test('mark once what is new, and not what one wrote oneself', () => {
    const messages = [
      message(at(0), { text: 'a', user: 'U2' }),
      message(at(1), { text: 'mine' }),
      message(at(2), { text: 'b', user: 'U2' }),
      message(at(3), { text: 'c', user: 'U2' }),
    ];
    expect(shape(messages, { seen: at(0) })).toEqual([
      'day Today',
      'opens a',
      'opens mine',
      'new',
      'opens b',
      'goes on c',
    ]);
    expect(shape(messages, { seen: at(3) })).not.toContain('new');
  });

  test('say in a thread how many replies there are, without what is seen by one alone', () => {
    const first = message(at(0), { text: 'a' });
    const reply = message(at(1), { text: 'b', threadTs: at(0) });
    const hint = message(at(2), { text: 'c', threadTs: at(0), isEphemeral: true });
    expect(shape([first, reply, hint], { thread: at(0) })).toEqual([
      'day Today',
      'opens a',
      'replies 1 reply',
      'opens b',
      'opens c',
    ]);
    expect(shape([first], { thread: at(0) })).toEqual(['day Today', 'opens a']);
  });
});

describe('threads', () => {
  const messages = [
    message('1.0', { text: 'first' }),
    message('2.0', { threadTs: '1.0', user: 'U2' }),
    message('3.0', { threadTs: '1.0', user: 'U3' }),
    message('4.0', { threadTs: '1.0', user: 'U2', isBroadcast: true }),
    message('5.0', { threadTs: '1.0', user: 'U4', isEphemeral: true }),
    message('6.0'),
  ];

  test('are counted, with who replied, the latest last', () => {
    expect([...threadSummaries(messages)]).toEqual([
      ['1.0', { replies: 3, last: '4.0', people: ['U3', 'U2'] }],
    ]);
  });

  test('leave to the channel what begins one and what was sent there too', () => {
    expect(messages.filter(isInChannel).map(({ ts }) => ts)).toEqual(['1.0', '4.0', '6.0']);
    expect(threadOf(messages, '1.0').map(({ ts }) => ts)).toEqual(['1.0', '2.0', '3.0', '4.0', '5.0']);
  });
});
