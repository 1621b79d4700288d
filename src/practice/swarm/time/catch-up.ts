import { setImmediate } from 'node:timers/promises';
import { passingTimeline } from './passing.ts';
import type { Timeline } from './timeline.ts';

/** A timeline that begins in the past. */
export type CatchUpTimeline = Timeline & {
  /**
   * Leaps to this time (milliseconds since 1970), and does on the way all that is due, each at its own time. Nothing happens for a time
   * that has passed. Resolves when it is there; others get their turn in between. Rejects with what due work throws if nobody else is
   * told.
   */
  readonly until: (ms: number) => Promise<void>;
  /** Leaps to the present. From then on it is as `realTimeline`. */
  readonly goLive: () => Promise<void>;
};

/** So much of the machine's time is taken at once, before sockets and timers get their turn; ms. */
const SLICE_MS = 20;
/** Closer to the present it does not get; ms. */
const NEAR_MS = 2;

/**
 * Time that begins at `start` (milliseconds since 1970, not in the future) and is led to the present by leaps, so that a swarm has a
 * past. It passes as fast as the wall clock even between leaps: whoever asks the swarm something is answered as ever. `onFault` is as
 * of `realTimeline`.
 *
 *     const hours = 3_600_000;
 *     const start = Date.now() - 2 * hours;
 *     const timeline = catchUpTimeline(start);
 *     const swarm = await startSwarm({ nodes, sockets, timeline });
 *     await timeline.until(start + 1000); // the nodes are ready
 *     await create(redis); // POST /services/create on a manager's socket, two hours ago
 *     await timeline.until(Date.now() - 40 * 60_000);
 *     await update(redis); // forty minutes ago
 *     await timeline.goLive(); // its rollout is over since
 *     // ...
 *     await swarm.stop();
 *     timeline.close(); // whoever hands a timeline in closes it
 *
 * What is due in two hours of a swarm at rest is done in milliseconds; a task that fails every five seconds is the dearest of guests.
 */
export function catchUpTimeline(start: number, onFault?: (error: unknown) => void): CatchUpTimeline {
  const { runTo, ...timeline } = passingTimeline({
    start: Math.min(start, Date.now()),
    speed: 1,
    ...(onFault === undefined ? {} : { onFault }),
  });
  const until = async (ms: number): Promise<void> => {
    while (!runTo(ms, SLICE_MS)) await setImmediate();
  };
  const goLive = async (): Promise<void> => {
    while (Date.now() - timeline.now() > NEAR_MS) await until(Date.now());
  };
  return { ...timeline, until, goLive };
}
