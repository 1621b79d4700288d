import { DueQueue } from './due-queue.ts';
import { passingTimeline } from './passing.ts';

/**
 * Whose work it is. The manager's stands still while the swarm has no leader; the engines' (containers, sockets) goes on.
 */
export type Lane = 'manager' | 'engine';

/** Work that is planned. */
export type Due = { readonly cancel: () => void };

/** The swarm's clock and its queue of what is due. Everything in the practice swarm that takes time goes through it. */
export type Timeline = {
  /** Milliseconds since 1970. While due work runs, the time at which it was due. */
  readonly now: () => number;
  /** Plans work. Of two that are due at the same time the one planned first runs first. */
  readonly after: (ms: number, work: () => void, lane: Lane) => Due;
  /** A lane that is held keeps its work until it is released; work that fell due meanwhile runs then, in order. */
  readonly hold: (lane: Lane) => void;
  readonly release: (lane: Lane) => void;
  /** Drops all that is planned. */
  readonly close: () => void;
};

/** A timeline that a test moves. */
export type SteppedTimeline = Timeline & {
  /** Runs everything due within so many milliseconds, each at its own time. */
  readonly advance: (ms: number) => void;
  /** When the next work is due; undefined when there is none. */
  readonly next: () => number | undefined;
};

/** Time that moves only by `advance`. `start`: milliseconds since 1970. */
export function steppedTimeline(start: number): SteppedTimeline {
  const queue = new DueQueue(() => {});
  let now = start;
  return {
    now: () => now,
    after: (ms, work, lane) => queue.plan(now + ms, work, lane),
    hold: (lane) => queue.hold(lane),
    release: (lane) => queue.release(lane),
    close: () => queue.clear(),
    next: () => queue.next(),
    advance: (ms) => {
      const end = now + ms;
      queue.runUntil(end, (at) => {
        now = Math.max(now, at);
      });
      now = end;
    },
  };
}

/**
 * Time that passes by itself, `speed` times as fast as the wall clock. `onFault` is told what due work throws, and the rest goes on;
 * without it the process hears of it as of any fault in a timer.
 */
export function realTimeline(speed = 1, onFault?: (error: unknown) => void): Timeline {
  const { runTo: _, ...timeline } = passingTimeline({
    start: Date.now(),
    speed,
    ...(onFault === undefined ? {} : { onFault }),
  });
  return timeline;
}
