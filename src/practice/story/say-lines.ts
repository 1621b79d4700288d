import type { Clock } from '../slack/clock.ts';
import { systemClock } from '../slack/clock.ts';
import type { Workspace } from '../slack/control.ts';
import type { Line } from './story.ts';

const MINUTE_MS = 60_000;

/** The workspace's clock while its story is told: it stands where the story is, and afterwards goes as the machine's. */
export type StoryClock = Clock & {
  /** Milliseconds since 1970; undefined is the present, from then on. */
  readonly standAt: (ms: number | undefined) => void;
};

/** A clock that stands at this time (milliseconds since 1970) until it is told otherwise. Timers run by the machine's. */
export function storyClock(start: number): StoryClock {
  let stands: number | undefined = start;
  return {
    now: () => stands ?? systemClock.now(),
    after: systemClock.after,
    standAt: (ms) => {
      stands = ms;
    },
  };
}

/** Says the lines, each at its own time, and lets the clock go on from the present. */
export function sayLines(workspace: Workspace, lines: readonly Line[], clock: StoryClock): void {
  const now = systemClock.now();
  let root: string | undefined;
  for (const { ago, who, channel, text, isReply = false } of lines) {
    clock.standAt(now - ago * MINUTE_MS);
    const { message } = workspace
      .as(who)
      .say(channel, text, isReply && root !== undefined ? { threadTs: root } : {});
    if (!isReply) root = message.ts;
  }
  clock.standAt(undefined);
}
