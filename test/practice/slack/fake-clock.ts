import type { Clock } from '../../../src/practice/slack/clock.ts';

type Due = { at: number; order: number; act: () => void };

/** A clock that stands still until it is told to advance. */
export class FakeClock implements Clock {
  #now: number;
  #order = 0;
  #due = new Set<Due>();

  /** `start` is in milliseconds since 1970. */
  constructor(start = 1_790_000_000_000) {
    this.#now = start;
  }

  now = (): number => this.#now;

  after = (ms: number, act: () => void): (() => void) => {
    const due = { at: this.#now + ms, order: this.#order++, act };
    this.#due.add(due);
    return () => {
      this.#due.delete(due);
    };
  };

  /** Moves on by `ms`, running what falls due in its order, also what those runs add. */
  advance = (ms: number): void => {
    const end = this.#now + ms;
    for (;;) {
      const next = [...this.#due]
        .filter((due) => due.at <= end)
        .toSorted((a, b) => a.at - b.at || a.order - b.order)[0];
      if (next === undefined) break;
      this.#due.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.act();
    }
    this.#now = end;
  };
}
