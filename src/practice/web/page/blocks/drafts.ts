import type { Draft } from './draft.ts';

/** What is entered in one message or view, by `fieldKey`. It outlives the components that show it. */
export class Drafts {
  #drafts = new Map<string, Draft>();
  #listeners = new Set<() => void>();

  get(key: string): Draft | undefined {
    return this.#drafts.get(key);
  }

  put(key: string, draft: Draft | undefined): void {
    if (draft === undefined) this.#drafts.delete(key);
    else this.#drafts.set(key, draft);
    for (const listener of Array.from(this.#listeners)) listener();
  }

  /** Forgets what was entered in fields that are gone. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const key of Array.from(this.#drafts.keys())) if (!keys.has(key)) this.#drafts.delete(key);
  }

  /** Calls `listener` after every change until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
