/** A line that a container wrote. */
export type LogLine = {
  /** ms since 1970. */
  readonly at: number;
  readonly stream: 'stdout' | 'stderr';
  readonly line: string;
};

/** What the agents know of containers beyond what they report, for the API of logs. */
export type Containers = {
  /** The lines of a task's container, oldest first; undefined when there is none, or its node cannot be reached. */
  readonly log: (taskId: string) => readonly LogLine[] | undefined;
  /** Calls back for each new line of a task's container until the function that it returns is called. */
  readonly followLog: (taskId: string, onLine: (line: LogLine) => void) => () => void;
  /** All containers of this image that run end now, with code 1. Returns how many did. */
  readonly crash: (image: string) => number;
};
