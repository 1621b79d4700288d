import { describe, expect, test } from 'vitest';
import { catchUpTimeline } from '../../../../src/practice/swarm/time/catch-up.ts';
import type { Timeline } from '../../../../src/practice/swarm/time/timeline.ts';

const HOUR = 3_600_000;

/** Plans `work` every five seconds, for ever. */
function everyFiveSeconds(timeline: Timeline, work: () => void): void {
  timeline.after(
    5000,
    () => {
      work();
      everyFiveSeconds(timeline, work);
    },
    'engine',
  );
}

describe('a timeline that catches up', () => {
  test('does what is due on the way of a leap, each at its own time, and goes on from there', async () => {
    const start = Date.now() - 2 * HOUR;
    const timeline = catchUpTimeline(start);
    const begin = timeline.now();
    const times: number[] = [];
    everyFiveSeconds(timeline, () => times.push(timeline.now() - begin));
    await timeline.until(begin + HOUR + 2500);
    const apart = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect({ count: times.length, apart: new Set(apart.map(Math.round)) }).toEqual({
      count: 720,
      apart: new Set([5000]),
    });
    expect(timeline.now()).toBeGreaterThanOrEqual(begin + HOUR);
    expect(timeline.now()).toBeLessThan(begin + HOUR + 60_000);
    timeline.close();
  });

  test('passes by itself between leaps, so that nobody who waits for it waits for ever', async () => {
    const timeline = catchUpTimeline(Date.now() - HOUR);
    const answered = await new Promise<string>((resolve) => {
      timeline.after(5, () => resolve('answered'), 'engine');
    });
    timeline.close();
    expect(answered).toBe('answered');
  });

  test('is in the present when it is live, and stays there', async () => {
    const timeline = catchUpTimeline(Date.now() - 2 * HOUR);
    await timeline.goLive();
    expect(Math.abs(Date.now() - timeline.now())).toBeLessThan(1000);
    await new Promise<void>((resolve) => void timeline.after(30, resolve, 'engine'));
    expect(Math.abs(Date.now() - timeline.now())).toBeLessThan(1000);
    timeline.close();
  });

  test('begins in the present rather than in the future, and never goes back', async () => {
    const timeline = catchUpTimeline(Date.now() + HOUR);
    const before = timeline.now();
    expect(before).toBeLessThan(Date.now() + 1000);
    await timeline.until(before - HOUR);
    expect(timeline.now()).toBeGreaterThanOrEqual(before);
    timeline.close();
  });

  test('lets others have their turn in a long leap', async () => {
    const timeline = catchUpTimeline(Date.now() - 2 * HOUR);
    let left = 20_000;
    let turns = 0;
    const busy = (): void => {
      const until = performance.now() + 0.01;
      while (performance.now() < until);
      left -= 1;
      if (left > 0) timeline.after(1, busy, 'engine');
    };
    busy();
    const other = setInterval(() => (turns += 1), 1);
    await timeline.until(timeline.now() + HOUR);
    clearInterval(other);
    timeline.close();
    expect({ left, hadTurns: turns > 0 }).toEqual({ left: 0, hadTurns: true });
  });

  test('tells of work that throws, and goes on; a leap rejects where nobody else is told', async () => {
    const fault = new Error('a fault');
    const faulty = (timeline: Timeline, done: string[]): void => {
      timeline.after(
        1000,
        () => {
          throw fault;
        },
        'engine',
      );
      timeline.after(2000, () => done.push('later'), 'engine');
    };
    const told: unknown[] = [];
    const done: string[] = [];
    const telling = catchUpTimeline(Date.now() - HOUR, (error) => told.push(error));
    faulty(telling, done);
    await telling.until(Date.now() - HOUR / 2);
    telling.close();
    expect({ told, done }).toEqual({ told: [fault], done: ['later'] });

    const silent = catchUpTimeline(Date.now() - HOUR);
    faulty(silent, []);
    await expect(silent.until(Date.now() - HOUR / 2)).rejects.toBe(fault);
    silent.close();
  });
});
