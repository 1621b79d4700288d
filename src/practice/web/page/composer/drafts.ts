/** What somebody has begun to type, by composer. Lives as long as the page. */
export class Drafts {
  #texts = new Map<string, string>();
  #awaited: string | undefined;
  #listeners = new Map<string, Set<() => void>>();

  get(key: string): string {
    return this.#texts.get(key) ?? '';
  }

  /** What the person typed: nobody is told. */
  keep(key: string, text: string): void {
    this.#texts.set(key, text);
  }

  /** Puts words into a composer from elsewhere. If that composer is on the page it shows them and takes the focus. */
  put(key: string, text: string): void {
    this.#texts.set(key, text);
    this.#awaited = key;
    for (const listener of this.#listeners.get(key) ?? []) listener();
  }

  /** Whether words were put into a composer that was not on the page yet: it takes the focus when it comes, once. */
  takeFocus(key: string): boolean {
    if (this.#awaited !== key) return false;
    this.#awaited = undefined;
    return true;
  }

  /** Calls `listener` when words are put into a composer, until the returned function is called. */
  listen(key: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(listener));
    return () => listeners.delete(listener);
  }
}

/** Names the composer of a channel or of a thread, for one person. */
export function draftKey(person: string, channel: string, thread?: string): string {
  return `${person} ${channel} ${thread ?? ''}`;
}
