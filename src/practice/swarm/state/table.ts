/** Objects of one kind by id, and by whatever else they are looked for. Iteration is in the order of creation. */
export class Table<T extends { readonly id: string }> {
  readonly #byId = new Map<string, T>();
  readonly #keysOf: (object: T) => readonly string[];
  readonly #byKey = new Map<string, Set<string>>();

  /** `keysOf` gives the keys under which `find` finds an object, each with a prefix of its own kind, such as `service:<id>`. */
  constructor(keysOf: (object: T) => readonly string[] = () => []) {
    this.#keysOf = keysOf;
  }

  get size(): number {
    return this.#byId.size;
  }

  get(id: string): T | undefined {
    return this.#byId.get(id);
  }

  /** All objects. Do not write to the table while you iterate. */
  all(): IterableIterator<T> {
    return this.#byId.values();
  }

  /** The objects with this key, in the order in which they took it. A copy: the table may be written meanwhile. */
  find(key: string): T[] {
    const ids = this.#byKey.get(key);
    if (ids === undefined) return [];
    const found: T[] = [];
    for (const id of ids) {
      const object = this.#byId.get(id);
      if (object !== undefined) found.push(object);
    }
    return found;
  }

  /** How many objects have this key, without looking at them. */
  count(key: string): number {
    return this.#byKey.get(key)?.size ?? 0;
  }

  /** For the store alone: everybody else writes by a transaction. */
  put(object: T): void {
    const before = this.#byId.get(object.id);
    const keys = this.#keysOf(object);
    if (before !== undefined) {
      for (const key of this.#keysOf(before)) if (!keys.includes(key)) this.#forget(key, before.id);
    }
    this.#byId.set(object.id, object);
    for (const key of keys) {
      const ids = this.#byKey.get(key);
      if (ids === undefined) this.#byKey.set(key, new Set([object.id]));
      else ids.add(object.id);
    }
  }

  /** For the store alone. */
  delete(id: string): void {
    const before = this.#byId.get(id);
    if (before === undefined) return;
    this.#byId.delete(id);
    for (const key of this.#keysOf(before)) this.#forget(key, id);
  }

  #forget(key: string, id: string): void {
    const ids = this.#byKey.get(key);
    ids?.delete(id);
    if (ids?.size === 0) this.#byKey.delete(key);
  }
}
