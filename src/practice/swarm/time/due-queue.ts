import { Heap } from './heap.ts';
import type { Due, Lane } from './timeline.ts';

type Item = { at: number; order: number; lane: Lane; work: (() => void) | undefined };

/** Cancelled items that nobody minds. */
const LEAST_TO_TIDY = 1000;

/** What is due, in order, and what of it is held. `onPlanned` hears of each new time at which something is due. */
export class DueQueue {
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

  /** Whether all that is due until then was run; not if `isEnough` said so before. `move` is told the time of each in turn. */
  runUntil(end: number, move: (at: number) => void, isEnough = (): boolean => false): boolean {
    for (;;) {
      this.#drop();
      const item = this.#heap.peek();
      if (item === undefined || item.at > end) return true;
      if (isEnough()) return false;
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
