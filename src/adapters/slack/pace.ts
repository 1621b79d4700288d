import { rateLimits, type RateLimit } from '../../facts/slack.ts';

/** `first`: posts and final states. `shared`: the rest, which leaves room for them. */
type Lane = 'first' | 'shared';

/** When which call may be made. Pure: every time is handed in, in epoch milliseconds. */
type Pace = {
  /** The earliest time for this call; not after `now` when it may be made at once. */
  readonly readyAt: (method: string, channel: string, lane: Lane, now: number) => number;
  /** Counts a call that is made now. */
  readonly spend: (method: string, channel: string, lane: Lane, now: number) => void;
  /** Slack answered 429: nothing of this method until then. */
  readonly block: (method: string, until: number) => void;
};

/** A few calls below the limit: Slack counts at arrival, and calls arrive closer together than they were sent. */
function allowed({ burst }: RateLimit): number {
  return burst - Math.ceil(burst / 25);
}

/** The time in which no more than a burst may be made, in ms. */
function spanOf({ burst, perMs, calls }: RateLimit): number {
  return (burst * perMs) / calls;
}

/** What the shared lane may use of a method's calls at once. */
const SHARED_BURST = 4;

/** And then one call in so many ms: three quarters of the method's rate. */
function sharedEvery({ perMs, calls }: RateLimit): number {
  return perMs / calls / 0.75;
}

/** Keeps account of calls against Slack's published rates. A method that is not limited is always ready. */
export function createPace(): Pace {
  const calls = new Map<string, number[]>();
  const blocked = new Map<string, number>();
  /** When the shared lane's allowance would be full again. */
  const sharedFullAt = new Map<string, number>();

  const limits: Readonly<Record<string, RateLimit>> = rateLimits;
  const limitOf = (method: string) => (Object.hasOwn(limits, method) ? limits[method] : undefined);
  const keyOf = (method: string, channel: string, limit: RateLimit) =>
    limit.scope === 'channel' ? `${method} ${channel}` : method;

  return {
    readyAt: (method, channel, lane, now) => {
      const limit = limitOf(method);
      const free = blocked.get(method) ?? 0;
      if (limit === undefined) return free;
      const key = keyOf(method, channel, limit);
      const oldest = (calls.get(key) ?? []).at(-allowed(limit));
      const windowFree = oldest === undefined ? 0 : oldest + spanOf(limit);
      const every = sharedEvery(limit);
      const sharedFree = lane === 'first' ? 0 : (sharedFullAt.get(key) ?? now) - (SHARED_BURST - 1) * every;
      return Math.max(free, windowFree, sharedFree);
    },
    spend: (method, channel, lane, now) => {
      const limit = limitOf(method);
      if (limit === undefined) return;
      const key = keyOf(method, channel, limit);
      const recent = (calls.get(key) ?? []).filter((at) => at > now - spanOf(limit));
      calls.set(key, [...recent, now]);
      if (lane === 'shared') {
        sharedFullAt.set(key, Math.max(now, sharedFullAt.get(key) ?? now) + sharedEvery(limit));
      }
    },
    block: (method, until) => {
      blocked.set(method, Math.max(until, blocked.get(method) ?? 0));
    },
  };
}
