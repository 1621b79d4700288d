import type { State } from '../state.ts';
import type { DataFolder } from './folder.ts';
import { save } from './saved.ts';

/** From a change to its write, so that many changes are one write. */
const delayMs = 500;
/** A write that took long is followed by a pause so many times as long: a large workspace is written more rarely. */
const pauses = 20;

/** Writes the workspace to disk some time after each change, and at the end. */
export class Saver {
  #state: State;
  #folder: DataFolder;
  #onFault: (error: unknown) => void;
  #cancel: (() => void) | undefined;
  #writing: Promise<void> | undefined;
  #changedSince = false;
  #lastTookMs = 0;
  #unsubscribe: () => void;

  /** `onFault` hears of writes that failed; the next change tries again. */
  constructor(state: State, folder: DataFolder, onFault: (error: unknown) => void) {
    this.#state = state;
    this.#folder = folder;
    this.#onFault = onFault;
    this.#unsubscribe = state.onChange(() => {
      this.#changedSince = true;
      this.#later();
    });
  }

  /** Writes what there is now, for the last time. Rejects if that fails. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#cancel?.();
    await this.#writing;
    await this.#write();
  }

  #later(): void {
    if (this.#cancel !== undefined || this.#writing !== undefined) return;
    const wait = Math.max(delayMs, this.#lastTookMs * pauses);
    this.#cancel = this.#state.clock.after(wait, () => {
      this.#cancel = undefined;
      this.#changedSince = false;
      this.#writing = this.#write()
        .catch(this.#onFault)
        .then(() => {
          this.#writing = undefined;
          if (this.#changedSince) this.#later();
        });
    });
  }

  async #write(): Promise<void> {
    const began = performance.now();
    const contents = new Map<string, Buffer>();
    for (const { id, content } of this.#state.files.values()) {
      if (content !== undefined) contents.set(id, content);
    }
    // Made into text before anything else can change the state.
    const json = JSON.stringify(save(this.#state));
    await this.#folder.write(json, contents);
    this.#lastTookMs = performance.now() - began;
  }
}
