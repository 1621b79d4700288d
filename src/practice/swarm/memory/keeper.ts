import { writeSaved, type SavedSwarm } from './saved-swarm.ts';

/** From a change until it is written, with all that came after it; ms of the machine's own time. */
const GATHER_MS = 1000;

/** Saves a swarm a moment after it changed, and at the end. */
export class Keeper {
  readonly #folder: string;
  readonly #look: () => SavedSwarm;
  readonly #onFault: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #saving: Promise<void> = Promise.resolve();
  #closed = false;

  /** `look` says what there is to be saved. `onFault` is told when it could not be: it is tried again after the next change. */
  constructor(folder: string, look: () => SavedSwarm, onFault: (error: unknown) => void) {
    this.#folder = folder;
    this.#look = look;
    this.#onFault = onFault;
  }

  changed(): void {
    if (this.#closed || this.#timer !== undefined) return;
    const save = (): void => {
      this.#timer = undefined;
      this.#saving = this.#saving.then(() => this.#save()).catch(this.#onFault);
    };
    // by the machine's clock: leaps through the past need not be written step by step
    this.#timer = setTimeout(save, GATHER_MS).unref();
  }

  /** Saves for the last time. Rejects when it could not. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#saving;
    await this.#save();
  }

  async #save(): Promise<void> {
    await writeSaved(this.#folder, this.#look());
  }
}
