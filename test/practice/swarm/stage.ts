import type { Answer, Call, EventStream, Ground } from './ground.ts';

/** A service spec as the API takes it; scenarios write only what they are about. */
export type Spec = Readonly<Record<string, unknown>>;

/** What was seen of a service while it was followed, sampled every 100 ms of the ground's time. */
export type Course = {
  /** The distinct values of UpdateStatus in order, without times: `null`, or state and message. */
  readonly statuses: readonly ({ readonly state: string; readonly message: string } | null)[];
  /**
   * Of each slot (or node name, for a global service) its tasks in the order of their making: image, the last state and desired
   * state seen, Err, exit code, and the node's name where `nodes` was asked for.
   */
  readonly slots: Readonly<Record<string, readonly CourseTask[]>>;
  /** The largest number of tasks of one slot that were seen running at the same time, over all slots. */
  readonly mostRunningInASlot: number;
  /** The smallest number of running tasks seen, over all samples. */
  readonly fewestRunning: number;
};

export type CourseTask = {
  readonly image: string;
  readonly state: string;
  readonly desired: string;
  readonly err?: string;
  readonly exitCode?: number;
  readonly node?: string;
};

export type Following = {
  /** Ends the following. */
  readonly stop: () => Promise<Course>;
};

/** Where a scenario is played: a ground, names of its own on it, and a record of what is worth knowing. */
export type Stage = {
  readonly ground: Ground;
  /** `<scenario>-<suffix>`, or the scenario's name: unique, the same on every ground. */
  readonly name: (suffix?: string) => string;
  /** The full reference of an image of the lab: `web:1` to `registry:5000/web:1`. */
  readonly image: (short: string) => string;
  /** A small spec that runs `web:1` with a short monitor time (1 s), to be spread and overwritten. */
  readonly spec: (image?: string, change?: Spec) => Spec;
  readonly call: (method: string, path: string, options?: Call) => Promise<Answer>;
  /** GET and parse. Throws on any other status than 200. */
  readonly get: <T>(path: string) => Promise<T>;
  /** Creates a service and waits until it runs as often as it should, unless `wait` is false. Returns its id. It goes with the stage. */
  readonly create: (spec: Spec, options?: { readonly wait?: boolean }) => Promise<string>;
  /** Reads the service, posts `change(spec)` with its version, returns the answer. `query` is added to the address. */
  readonly update: (id: string, change: (spec: Spec) => Spec, query?: string) => Promise<Answer>;
  /** Waits until this holds, asking every 100 ms of the ground's time. Throws after `seconds` (default 60) of it. */
  readonly until: (what: string, holds: () => Promise<boolean>, seconds?: number) => Promise<void>;
  /** Waits until UpdateStatus has this state. */
  readonly untilStatus: (id: string, state: string, seconds?: number) => Promise<void>;
  /** Waits until so many tasks run, on this image where one is given, and no other task of the service should. */
  readonly untilRunning: (id: string, count: number, image?: string, seconds?: number) => Promise<void>;
  readonly follow: (id: string, options?: { readonly nodes?: boolean }) => Following;
  readonly events: (query: string) => Promise<EventStream>;
  /** States a fact. Ids, times, versions, digests and container ids in it are replaced by names for them before it is kept. */
  readonly fact: (what: string, value: unknown) => void;
  /** States a duration, by the ground's clock. */
  readonly took: (what: string, ms: number) => void;
  /** To be undone when the scenario ends, well or not, in reverse order. */
  readonly afterwards: (undo: () => Promise<unknown>) => void;
};
