import { describe, expect, test } from 'vitest';
import { Drafts } from '../../../../../src/practice/web/page/composer/drafts.ts';
import { colourOf, count, initials, sizeOf } from '../../../../../src/practice/web/page/parts/looks.ts';
import {
  clockTime,
  dayAndTime,
  dayLabel,
  fullTime,
} from '../../../../../src/practice/web/page/message/when.ts';

/** 2026-11-22 at 13:05:09 UTC. */
const ts = '1795352709.000100';

describe('a time', () => {
  test('is that of the reader’s zone', () => {
    expect(clockTime(ts, 'Europe/Berlin')).toBe('2:05 PM');
    expect(clockTime(ts, 'Asia/Tokyo')).toBe('10:05 PM');
    expect(clockTime(ts, 'Nowhere/At_All')).toBe('1:05 PM');
    expect(fullTime(ts, 'America/New_York')).toBe('Sunday, November 22, 2026 at 8:05:09 AM');
  });

  test('is called by its day', () => {
    const now = (iso: string): Date => new Date(iso);
    expect(dayLabel(ts, 'UTC', now('2026-11-22T23:59:00Z'))).toBe('Today');
    expect(dayLabel(ts, 'UTC', now('2026-11-23T00:01:00Z'))).toBe('Yesterday');
    expect(dayLabel(ts, 'UTC', now('2026-11-25T00:01:00Z'))).toBe('Sunday, November 22');
    expect(dayLabel(ts, 'UTC', now('2027-01-25T00:01:00Z'))).toBe('Sunday, November 22, 2026');
    expect(dayAndTime(ts, 'UTC', now('2026-11-22T23:59:00Z'))).toBe('today at 1:05 PM');
    expect(dayAndTime(ts, 'UTC', now('2026-11-25T00:01:00Z'))).toBe('on Sunday, November 22 at 1:05 PM');
  });

  test('was yesterday also after the day on which the clocks changed', () => {
    // The 25th of October has 25 hours in Berlin.
    const saturday = String(Date.parse('2026-10-24T22:30:00Z') / 1000);
    expect(dayLabel(saturday, 'Europe/Berlin', new Date('2026-10-25T23:30:00Z'))).toBe('Yesterday');
  });
});

describe('looks', () => {
  test.each([
    ['Ana Lopes', 'AL'],
    ['waggle', 'W'],
    ['dr.who', 'DW'],
    ['Anna Maria van Dyck', 'AD'],
    ['é', 'É'],
    ['', '?'],
  ])('of %s begin with %s', (name, letters) => {
    expect(initials(name)).toBe(letters);
  });

  test('have one of eight colours, the same for the same id', () => {
    const ids = Array.from({ length: 200 }, (_, index) => `U${index}`);
    const colours = new Set(ids.map(colourOf));
    expect([...colours].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(colourOf('U7')).toBe(colourOf('U7'));
  });

  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [12_345, '12 KB'],
    [2_500_000, '2.5 MB'],
  ])('of %i bytes are %s', (bytes, words) => {
    expect(sizeOf(bytes)).toBe(words);
  });

  test('of numbers agree with their words', () => {
    expect([count(1, 'reply', 'replies'), count(2, 'reply', 'replies'), count(2, 'file')]).toEqual([
      '1 reply',
      '2 replies',
      '2 files',
    ]);
  });
});

describe('what is begun to type', () => {
  test('is kept by composer, and words from elsewhere are told to the one that is there', () => {
    const drafts = new Drafts();
    const told: string[] = [];
    const stop = drafts.listen('U1 C1 ', () => told.push(drafts.get('U1 C1 ')));
    drafts.keep('U1 C1 ', 'mine');
    drafts.put('U1 C2 ', 'other');
    drafts.put('U1 C1 ', '/swarm help');
    stop();
    drafts.put('U1 C1 ', 'later');
    expect(told).toEqual(['/swarm help']);
    expect(drafts.get('U1 C2 ')).toBe('other');
    expect(drafts.get('U1 C3 ')).toBe('');
  });

  test('gives the focus once to the composer that words were put into', () => {
    const drafts = new Drafts();
    drafts.put('a', 'words');
    expect([drafts.takeFocus('b'), drafts.takeFocus('a'), drafts.takeFocus('a')]).toEqual([
      false,
      true,
      false,
    ]);
  });
});
