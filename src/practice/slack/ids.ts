import type { Clock } from './clock.ts';

/** Hands out Slack's kinds of ids. They count up, so that a run can be read and repeated. */
export class Ids {
  #clock: Clock;
  #count = 0;
  #lastMicros = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How far the ids have come, to go on from there after a restart. */
  get position(): { count: number; micros: number } {
    return { count: this.#count, micros: this.#lastMicros };
  }

  /**
   * Goes on behind a position, in a place that no run before this one can have reached: ids that were issued after the last
   * write, before a crash, must not come again, since the app takes a second one for a repeat. The time in milliseconds is
   * such a place, as there is far less than one id in each.
   */
  resume(position: { count: number; micros: number }): void {
    this.#count = Math.max(this.#count, position.count, this.#clock.now());
    this.#lastMicros = Math.max(this.#lastMicros, position.micros);
  }

  /** An id such as `V00000000A`. */
  next = (prefix: string): string => {
    this.#count += 1;
    return prefix + this.#count.toString(36).toUpperCase().padStart(9, '0');
  };

  /** A message's `ts`: seconds with six places, never the same twice, always rising. */
  ts = (): string => {
    const micros = Math.max(this.#clock.now() * 1000, this.#lastMicros + 1);
    this.#lastMicros = micros;
    const seconds = Math.floor(micros / 1_000_000);
    return `${seconds}.${String(micros % 1_000_000).padStart(6, '0')}`;
  };

  /** Whole seconds since 1970, as in `event_time`. */
  seconds = (): number => Math.floor(this.#clock.now() / 1000);
}
