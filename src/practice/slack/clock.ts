/** Time for the workspace. Every timer of Slack's (ack, retries, lifetimes) runs on it. */
export type Clock = {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Runs `act` once after `ms`; the returned function takes it back. */
  after: (ms: number, act: () => void) => () => void;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};
