import type { State } from './state.ts';

export type WaitOptions = {
  /** Milliseconds of real time; 5,000 by default. */
  timeout?: number;
  /** What the error names when it does not come. */
  what?: string;
};

/** Waits for states of the workspace: looks again after every change, and never polls. */
export class Waiting {
  #state: State;
  #fails = new Set<(reason: Error) => void>();

  constructor(state: State) {
    this.#state = state;
  }

  /** Resolves with the first thing that `probe` gives. Rejects at the timeout, at `stop`, or if `probe` throws. */
  async until<T>(probe: () => T | undefined | null | false, options: WaitOptions = {}): Promise<T> {
    const { timeout = 5_000, what = 'what was waited for' } = options;
    return new Promise<T>((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        unsubscribe();
        this.#fails.delete(fail);
      };
      const fail = (reason: Error): void => {
        end();
        reject(reason);
      };
      const look = (): void => {
        try {
          const found = probe();
          if (found === undefined || found === null || found === false) return;
          end();
          resolve(found);
        } catch (error) {
          fail(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const unsubscribe = this.#state.onChange(look);
      const timer = setTimeout(() => {
        fail(new Error(`${what} did not come within ${timeout} ms`));
      }, timeout);
      this.#fails.add(fail);
      look();
    });
  }

  /** Ends every wait. */
  stop(): void {
    for (const fail of Array.from(this.#fails)) fail(new Error('the workspace was stopped'));
  }
}
