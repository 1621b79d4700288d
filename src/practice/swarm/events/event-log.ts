/** An event as the Engine API writes it. */
export type EngineEvent = {
  readonly Type:
    'service' | 'node' | 'network' | 'secret' | 'config' | 'container' | 'image' | 'volume' | 'daemon';
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
  readonly scope: 'swarm' | 'local';
  /** Seconds, and nanoseconds, since 1970. */
  readonly time: number;
  readonly timeNano: number;
};

/** The events of one engine: a ring of the last 256, in memory, and whoever listens. */
export type EventLog = {
  /** Those still in the ring, oldest first. */
  readonly recent: () => readonly EngineEvent[];
  /** Calls back for each new event until the function that it returns is called. */
  readonly listen: (listener: (event: EngineEvent) => void) => () => void;
  /** The engine was started again: the ring is empty, listeners are gone. */
  readonly restart: () => void;
};
