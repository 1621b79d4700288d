/** Time, handed in. All times are epoch milliseconds. */
export type Clock = {
  readonly now: () => number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** New ids: short, url-safe, unguessable. */
export type Ids = { readonly next: () => string };
