/** Does what is asked of it one after the other. What nobody is before begins at once, within the call. */
export class InOrder {
  #last: Promise<void> | undefined;

  /** Resolves or rejects as `work` does. What fails keeps nobody from having his turn. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last === undefined ? work() : this.#last.then(work);
    const ended = result.then(
      () => {},
      () => {},
    );
    this.#last = ended;
    void ended.then(() => {
      if (this.#last === ended) this.#last = undefined;
    });
    return result;
  }

  /** Resolves when all that was asked for until now has been done. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
