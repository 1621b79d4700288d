import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { realTimeline, steppedTimeline } from '../../../../src/practice/swarm/time/timeline.ts';

/** A stepped timeline from 0, and a list of what was done and when. */
function stepped() {
  const timeline = steppedTimeline(0);
  const done: string[] = [];
  const does = (what: string) => () => {
    done.push(`${what} at ${timeline.now()}`);
  };
  return { timeline, done, does };
}

/** MB, of what is in use. */
const heapUsed = (): number => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

describe('a stepped timeline', () => {
  test('runs what is due in the order of time, and of planning where times are equal, each at its own time', () => {
    const { timeline, done, does } = stepped();
    timeline.after(20, does('c'), 'engine');
    timeline.after(10, does('a'), 'engine');
    timeline.after(10, does('b'), 'manager');
    timeline.advance(15);
    expect({ done, now: timeline.now() }).toEqual({ done: ['a at 10', 'b at 10'], now: 15 });
    timeline.advance(5);
    expect(done).toEqual(['a at 10', 'b at 10', 'c at 20']);
  });

  test('runs in the same step what due work plans within it', () => {
    const { timeline, done, does } = stepped();
    timeline.after(
      10,
      () => {
        timeline.after(5, does('later'), 'engine');
      },
      'engine',
    );
    timeline.advance(15);
    expect(done).toEqual(['later at 15']);
  });

  test('lets go of what was cancelled long before it was due', () => {
    const { timeline, done, does } = stepped();
    timeline.after(7, does('kept'), 'engine');
    const before = heapUsed();
    for (let count = 0; count < 300_000; count += 1) timeline.after(1e12, does('never'), 'engine').cancel();
    expect(heapUsed() - before).toBeLessThan(5);
    timeline.advance(2e12);
    expect(done).toEqual(['kept at 7']);
  });

  test('plans nothing for no time at all', () => {
    const { timeline, does } = stepped();
    expect(() => timeline.after(Number.NaN, does('never'), 'engine')).toThrow(RangeError);
  });

  test('does nothing that was cancelled, and knows what comes next', () => {
    const { timeline, done, does } = stepped();
    const first = timeline.after(10, does('first'), 'engine');
    timeline.after(30, does('second'), 'engine');
    first.cancel();
    expect(timeline.next()).toBe(30);
    timeline.advance(30);
    expect({ done, next: timeline.next() }).toEqual({ done: ['second at 30'], next: undefined });
  });

  test('keeps the work of a lane that is held, and runs it in order when the lane is released', () => {
    const { timeline, done, does } = stepped();
    timeline.hold('manager');
    timeline.after(10, does('manager 1'), 'manager');
    timeline.after(20, does('engine'), 'engine');
    timeline.after(30, does('manager 2'), 'manager');
    timeline.advance(40);
    expect(done).toEqual(['engine at 20']);
    timeline.release('manager');
    timeline.advance(0);
    expect(done).toEqual(['engine at 20', 'manager 1 at 40', 'manager 2 at 40']);
  });

  test('drops everything when it is closed', () => {
    const { timeline, done, does } = stepped();
    timeline.after(10, does('never'), 'engine');
    timeline.close();
    timeline.advance(20);
    expect(done).toEqual([]);
  });
});

describe('a real timeline', () => {
  test('runs an hour of work in a moment when it is fast, in order, at the times that were planned', async () => {
    const timeline = realTimeline(100_000);
    const start = timeline.now();
    const times: number[] = [];
    await new Promise<void>((resolve) => {
      timeline.after(1_800_000, () => times.push(timeline.now() - start), 'engine');
      timeline.after(
        3_600_000,
        () => {
          times.push(timeline.now() - start);
          resolve();
        },
        'engine',
      );
    });
    timeline.close();
    expect(times.map((ms) => Math.round(ms / 600_000))).toEqual([3, 6]);
  });

  test('goes on after work that throws, and tells who wants to know', async () => {
    const faults: unknown[] = [];
    const timeline = realTimeline(1, (error) => faults.push(error));
    const fault = new Error('a fault');
    timeline.after(
      1,
      () => {
        throw fault;
      },
      'engine',
    );
    await new Promise<void>((resolve) => void timeline.after(2, resolve, 'engine'));
    timeline.close();
    expect(faults).toEqual([fault]);
  });

  test('wakes for work that is planned before what it waits for', async () => {
    const timeline = realTimeline();
    const done: string[] = [];
    timeline.after(60_000, () => done.push('late'), 'engine');
    await new Promise<void>((resolve) => {
      timeline.after(
        5,
        () => {
          done.push('soon');
          resolve();
        },
        'engine',
      );
    });
    timeline.close();
    expect(done).toEqual(['soon']);
  });
});
