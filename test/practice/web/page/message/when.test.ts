import { describe, expect, test } from 'vitest';
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
