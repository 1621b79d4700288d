import { DueQueue } from './due-queue.ts';
import type { Timeline } from './timeline.ts';

export type PassingOptions = {
  /** Where it begins; milliseconds since 1970. */
  readonly start: number;
  /** How many times as fast as the wall clock. */
  readonly speed: number;
  /** Is told what due work throws, and the rest goes on; without it the process hears of it as of any fault in a timer. */
  readonly onFault?: (error: unknown) => void;
};

export type PassingTimeline = Timeline & {
  /**
   * Leaps to this time, and does on the way what is due, each at its own time; time goes on passing from there. Does nothing for a time
   * that has passed. Returns false when it stopped short because `budget` ms of the machine's own time were spent: call it again.
   */
  readonly runTo: (ms: number, budget: number) => boolean;
};

/** Time that passes by itself. It never goes back. */
export function passingTimeline({ start, speed, onFault }: PassingOptions): PassingTimeline {
  /** The time at `origin`, which is of the machine's own clock. */
  let base = start;
  let origin = performance.now();
  const wall = (): number => base + (performance.now() - origin) * speed;
  let timer: NodeJS.Timeout | undefined;
  let wakeAt = Infinity;
  /** Set while due work runs. */
  let frozen: number | undefined;
  let latest = start;
  const now = (): number => (latest = Math.max(latest, frozen ?? wall()));

  const wake = (at: number): void => {
    if (frozen !== undefined || at >= wakeAt) return;
    clearTimeout(timer);
    wakeAt = at;
    // setTimeout takes at most 2^31-1 ms; waking early does no harm
    timer = setTimeout(run, Math.min(Math.max(0, (at - wall()) / speed), 2 ** 31 - 1));
  };
  const queue = new DueQueue(wake);
  const wakeForNext = (): void => {
    const next = queue.next();
    if (next !== undefined) wake(next);
  };
  const freezeAt = (at: number): void => {
    frozen = at;
  };
  const tell = (error: unknown): void => {
    if (onFault === undefined) throw error;
    onFault(error);
  };
  const run = (): void => {
    timer = undefined;
    wakeAt = Infinity;
    try {
      queue.runUntil(wall(), freezeAt);
    } catch (error) {
      tell(error);
    } finally {
      frozen = undefined;
      wakeForNext();
    }
  };
  /** Goes on from this time, if it is not later already. */
  const setTo = (ms: number): void => {
    base = Math.max(wall(), ms);
    origin = performance.now();
    clearTimeout(timer);
    timer = undefined;
    wakeAt = Infinity;
    wakeForNext();
  };
  const reached = (): number => Math.max(frozen ?? 0, latest);
  const runTo = (ms: number, budget: number): boolean => {
    if (ms <= wall()) return true;
    const since = performance.now();
    let at = ms;
    try {
      const all = queue.runUntil(ms, freezeAt, () => performance.now() - since > budget);
      if (!all) at = reached();
      return all;
    } catch (error) {
      at = reached();
      tell(error);
      return false;
    } finally {
      frozen = undefined;
      setTo(at);
    }
  };
  return {
    now,
    after: (ms, work, lane) => queue.plan(now() + ms, work, lane),
    hold: (lane) => queue.hold(lane),
    release: (lane) => queue.release(lane),
    close: () => {
      clearTimeout(timer);
      queue.clear();
    },
    runTo,
  };
}
