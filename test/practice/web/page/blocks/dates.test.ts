import { describe, expect, test } from 'vitest';
import { formatDate, localOf, secondsOf } from '../../../../../src/practice/web/page/blocks/dates.ts';

/** 2014-02-18 14:39:42 UTC, the moment of Slack's own examples. */
const then = 1_392_734_382;
const later = Date.UTC(2026, 10, 22, 12);

function show(format: string, tz = 'UTC', now = later, ts = then): string | undefined {
  return formatDate(ts, format, { tz, now });
}

describe('tokens', () => {
  test.each([
    ['{date_num}', '2014-02-18'],
    ['{date_slash}', '18/02/2014'],
    ['{date}', 'February 18th, 2014'],
    ['{date_short}', 'Feb 18, 2014'],
    ['{date_long}', 'Tuesday, February 18th, 2014'],
    ['{date_long_full}', 'February 18, 2014'],
    ['{date_pretty}', 'February 18th, 2014'],
    ['{date_short_pretty}', 'Feb 18, 2014'],
    ['{date_long_pretty}', 'Tuesday, February 18th, 2014'],
    ['{day_divider_pretty}', 'Tuesday, February 18th, 2014'],
    ['{time}', '2:39 PM'],
    ['{time_secs}', '2:39:42 PM'],
    ['{ago}', '12 years ago'],
    ['on {date_num} at {time}', 'on 2014-02-18 at 2:39 PM'],
  ])('%s', (format, words) => {
    expect(show(format)).toBe(words);
  });

  test('one that Slack does not have takes the fallback', () => {
    expect(show('{date} {moon}')).toBeUndefined();
    expect(show('{time}', 'UTC', later, Number.NaN)).toBeUndefined();
    expect(show('{time}', 'UTC', later, 1e15)).toBeUndefined();
  });
});

describe('the zone of the reader', () => {
  test.each([
    ['Europe/Berlin', '2014-02-18 3:39 PM'],
    ['Asia/Shanghai', '2014-02-18 10:39 PM'],
    ['Pacific/Auckland', '2014-02-19 3:39 AM'],
    ['Asia/Kathmandu', '2014-02-18 8:24 PM'],
    ['Nowhere/AtAll', '2014-02-18 2:39 PM'],
  ])('%s', (tz, words) => {
    expect(show('{date_num} {time}', tz)).toBe(words);
  });

  test('decides what is today', () => {
    const ts = Date.UTC(2026, 10, 22, 23, 30) / 1000;
    const now = Date.UTC(2026, 10, 22, 22, 30);
    expect(show('{date_short_pretty}', 'UTC', now, ts)).toBe('Today');
    expect(show('{date_short_pretty}', 'Europe/Berlin', now, ts)).toBe('Tomorrow');
    expect(show('{date_short_pretty}', 'Asia/Tokyo', now, ts)).toBe('Today');
  });
});

describe('near days and lengths', () => {
  const hour = 3_600;
  const base = later / 1000;
  test.each([
    ['{date_pretty}', base - 24 * hour, 'Yesterday'],
    ['at {date_long_pretty}', base, 'at today'],
    ['{date_short_pretty}', base + 48 * hour, 'Nov 24'],
    ['{date}', base - 24 * hour, 'November 21st'],
    ['{date}', base + 24 * hour, 'November 23rd'],
    ['{date}', base, 'November 22nd'],
    ['{date}', base - 11 * 24 * hour, 'November 11th'],
    ['{ago}', base - 30, 'Just now'],
    ['{ago}', base - 60, '1 minute ago'],
    ['{ago}', base - 3 * hour, '3 hours ago'],
    ['{ago}', base + 3 * hour, 'In 3 hours'],
    ['{ago}', base - 50 * hour, '2 days ago'],
    ['{time}', Date.UTC(2026, 10, 22, 0, 5) / 1000, '12:05 AM'],
    ['{time}', Date.UTC(2026, 10, 22, 12, 5) / 1000, '12:05 PM'],
  ])('%s of %d', (format, ts, words) => {
    expect(show(format, 'UTC', later, ts)).toBe(words);
  });
});

describe('fields for a date and time', () => {
  test.each(['UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Kiritimati'])(
    'there and back in %s',
    (tz) => {
      for (let at = Date.UTC(2026, 0, 1) / 1000; at < Date.UTC(2027, 0, 1) / 1000; at += 29 * 3_600) {
        // The hour that comes twice is read as the first one.
        const back = secondsOf(localOf(at, tz), tz);
        expect([at, at - 3_600]).toContain(back);
      }
    },
  );

  test('an hour that comes twice is the first, one that is left out is the next', () => {
    expect(secondsOf('2026-10-25T02:30', 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 25, 0, 30) / 1000);
    expect(secondsOf('2026-03-29T02:30', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 1, 30) / 1000);
  });

  test('what is no date is nothing', () => {
    expect(secondsOf('soon', 'UTC')).toBeUndefined();
    expect(localOf(Number.NaN, 'UTC')).toBe('');
  });
});
