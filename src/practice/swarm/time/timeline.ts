import { Heap } from './heap.ts';

/**
 * Whose work it is. The manager's stands still while the swarm has no leader; the engines' (containers, sockets) goes on.
 */
export type Lane = 'manager' | 'engine';

/** Work that is planned. */
export type Due = { readonly cancel: () => void };

/** The swarm's clock and its queue of what is due. Everything in the practice swarm that takes time goes through it. */
export type Timeline = {
  /** Milliseconds since 1970. While due work runs, the time at which it was due. */
  readonly now: () => number;
  /** Plans work. Of two that are due at the same time the one planned first runs first. */
  readonly after: (ms: number, work: () => void, lane: Lane) => Due;
  /** A lane that is held keeps its work until it is released; work that fell due meanwhile runs then, in order. */
  readonly hold: (lane: Lane) => void;
  readonly release: (lane: Lane) => void;
  /** Drops all that is planned. */
  readonly close: () => void;
};

/** A timeline that a test moves. */
export type SteppedTimeline = Timeline & {
  /** Runs everything due within so many milliseconds, each at its own time. */
  readonly advance: (ms: number) => void;
  /** When the next work is due; undefined when there is none. */
  readonly next: () => number | undefined;
};

type Item = { at: number; order: number; lane: Lane; work: (() => void) | undefined };

/** Time that moves only by `advance`. `start`: milliseconds since 1970. */
export function steppedTimeline(start: number): SteppedTimeline {
  const queue = new DueQueue(() => {});
  let now = start;
  return {
    now: () => now,
    after: (ms, work, lane) => queue.plan(now + ms, work, lane),
    hold: (lane) => queue.hold(lane),
    release: (lane) => queue.release(lane),
    close: () => queue.clear(),
    next: () => queue.next(),
    advance: (ms) => {
      const end = now + ms;
      queue.runUntil(end, (at) => {
        now = Math.max(now, at);
      });
      now = end;
    },
  };
}

/**
 * Time that passes by itself, `speed` times as fast as the wall clock. `onFault` is told what due work throws, and the rest goes on;
 * without it the process hears of it as of any fault in a timer.
 */
export function realTimeline(speed = 1, onFault?: (error: unknown) => void): Timeline {
  const startedAt = Date.now();
  const origin = performance.now();
  const wall = (): number => startedAt + (performance.now() - origin) * speed;
  let timer: NodeJS.Timeout | undefined;
  let wakeAt = Infinity;
  /** Set while due work runs. */
  let frozen: number | undefined;
  let latest = startedAt;
  const now = (): number => (latest = Math.max(latest, frozen ?? wall()));

  const wake = (at: number): void => {
    if (frozen !== undefined || at >= wakeAt) return;
    clearTimeout(timer);
    wakeAt = at;
    // setTimeout takes at most 2^31-1 ms; waking early does no harm
    timer = setTimeout(run, Math.min(Math.max(0, (at - wall()) / speed), 2 ** 31 - 1));
  };
  const queue = new DueQueue(wake);
  const run = (): void => {
    timer = undefined;
    wakeAt = Infinity;
    try {
      queue.runUntil(wall(), (at) => {
        frozen = at;
      });
    } catch (error) {
      if (onFault === undefined) throw error;
      onFault(error);
    } finally {
      frozen = undefined;
      const next = queue.next();
      if (next !== undefined) wake(next);
    }
  };
  return {
    now,
    after: (ms, work, lane) => queue.plan(now() + ms, work, lane),
    hold: (lane) => queue.hold(lane),
    release: (lane) => queue.release(lane),
    close: () => {
      clearTimeout(timer);
      queue.clear();
    },
  };
}

/** Cancelled items that nobody minds. */
const LEAST_TO_TIDY = 1000;

class DueQueue {
  #heap = newHeap();
  #held = new Map<Lane, Item[]>();
  #order = 0;
  /** How many of the heap's items, at least, were cancelled. */
  #cancelled = 0;
  readonly #onPlanned: (at: number) => void;

  constructor(onPlanned: (at: number) => void) {
    this.#onPlanned = onPlanned;
  }

  plan(at: number, work: () => void, lane: Lane): Due {
    // it would come before and after everything else, and then the clock would stand at it
    if (Number.isNaN(at)) throw new RangeError('Work was planned for no time at all.');
    const item: Item = { at, order: this.#order++, lane, work };
    this.#heap.push(item);
    this.#onPlanned(at);
    return {
      cancel: () => {
        if (item.work === undefined) return;
        item.work = undefined; // lets go of what it holds
        this.#cancelled += 1;
        this.#tidy();
      },
    };
  }

  next(): number | undefined {
    this.#drop();
    return this.#heap.peek()?.at;
  }

  runUntil(end: number, move: (at: number) => void): void {
    for (;;) {
      this.#drop();
      const item = this.#heap.peek();
      if (item === undefined || item.at > end) return;
      this.#heap.pop();
      const { work } = item;
      item.work = undefined;
      move(item.at);
      work?.();
    }
  }

  hold(lane: Lane): void {
    if (!this.#held.has(lane)) this.#held.set(lane, []);
  }

  release(lane: Lane): void {
    const waiting = this.#held.get(lane) ?? [];
    this.#held.delete(lane);
    for (const item of waiting) this.#heap.push(item);
    const first = this.next();
    if (first !== undefined) this.#onPlanned(first);
  }

  clear(): void {
    this.#heap = newHeap();
    this.#cancelled = 0;
    this.#held.clear();
  }

  /** Takes off the top what was cancelled, and puts aside what is held. */
  #drop(): void {
    for (;;) {
      const item = this.#heap.peek();
      if (item === undefined) return;
      const held = this.#held.get(item.lane);
      if (item.work !== undefined && held === undefined) return;
      this.#heap.pop();
      if (item.work !== undefined) held?.push(item);
      else this.#cancelled = Math.max(0, this.#cancelled - 1);
    }
  }

  /** What was cancelled and is due in a year need not be kept for a year. */
  #tidy(): void {
    if (this.#cancelled < LEAST_TO_TIDY || this.#cancelled * 2 < this.#heap.size) return;
    this.#heap.keep(({ work }) => work !== undefined);
    this.#cancelled = 0;
  }
}

function newHeap(): Heap<Item> {
  return new Heap<Item>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
}
