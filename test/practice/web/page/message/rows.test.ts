import { describe, expect, test } from 'vitest';
import { rowsOf, type Reader } from '../../../../../src/practice/web/page/message/rows.ts';
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
