/** What a swarm said to one request. */
export type Answer = {
  readonly status: number;
  readonly body: string;
  /** Only where the call asked for some, by their names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
};

export type Call = {
  /** JSON of this is the body; a string is sent as it stands. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whose engine is asked. Default: the first node. */
  readonly node?: string;
  /** Which of the answer's headers are wanted, in lower case. Default: none. */
  readonly wanted?: readonly string[];
  /** Milliseconds after which the connection counts as failed. Default 30 s. */
  readonly timeout?: number;
};

/** An open stream of events. */
export type EventStream = {
  /** What has come so far, oldest first, as the engine wrote it. */
  readonly seen: readonly unknown[];
  readonly close: () => Promise<void>;
};

/**
 * A swarm that scenarios are played on: real engines, or the practice swarm. Both have nodes node1, node2, ... and the images
 * of the lab's registry (test/support/lab/images.ts).
 */
export type Ground = {
  readonly kind: 'engines' | 'practice';
  readonly nodes: readonly string[];
  /** One request to an engine's API; the path has no version unless the scenario is about one. Rejects if the connection fails. */
  readonly call: (method: string, path: string, options?: Call) => Promise<Answer>;
  readonly events: (query: string, node?: string) => Promise<EventStream>;
  /** Milliseconds by the ground's own clock: the practice swarm's is stepped, and costs nothing. */
  readonly now: () => number;
  /** Lets so much time pass. */
  readonly pass: (ms: number) => Promise<void>;
  /** Loss of power, and power again; off the network, and back on it. */
  readonly loseNode: (name: string) => Promise<void>;
  readonly returnNode: (name: string) => Promise<void>;
  readonly cutNode: (name: string) => Promise<void>;
  readonly mendNode: (name: string) => Promise<void>;
};
