/** A binary heap: the least value comes out first. */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #less: (a: T, b: T) => boolean;

  constructor(less: (a: T, b: T) => boolean) {
    this.#less = less;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent];
      if (above === undefined || !this.#less(item, above)) break;
      items[at] = above;
      at = parent;
    }
    items[at] = item;
  }

  /** Lets go of all others. */
  keep(isKept: (item: T) => boolean): void {
    const kept = this.#items.filter(isKept);
    this.#items.length = 0;
    for (const item of kept) this.push(item);
  }

  pop(): T | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      const left = at * 2 + 1;
      const right = left + 1;
      let child = left;
      const l = items[left];
      if (l === undefined) break;
      const r = items[right];
      let least = l;
      if (r !== undefined && this.#less(r, l)) {
        child = right;
        least = r;
      }
      if (!this.#less(least, last)) break;
      items[at] = least;
      at = child;
    }
    items[at] = last;
    return top;
  }
}
