import type { Raft } from './manager/raft/raft.ts';
import type { World } from './world.ts';

/** What changes within so long is told at once; ms. */
const GATHER_MS = 250;

/** Tells that something changed which a glance at the swarm may show. Costs nothing while nobody listens. */
export class Changes {
  readonly #world: World;
  readonly #listeners = new Set<() => void>();
  #planned = false;

  constructor(world: World, raft: Raft) {
    this.#world = world;
    world.store.watch(({ kind }) => {
      if (kind === 'node' || kind === 'service' || kind === 'task') this.#tellSoon();
    });
    raft.onChange(() => this.#tellSoon());
  }

  /** Calls back until the function that it returns is called. */
  listen(listener: () => void): () => void {
    const own = (): void => listener();
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  tellNow(): void {
    for (const listener of this.#listeners) listener();
  }

  #tellSoon(): void {
    if (this.#planned || this.#listeners.size === 0) return;
    this.#planned = true;
    const tell = (): void => {
      this.#planned = false;
      this.tellNow();
    };
    this.#world.timeline.after(GATHER_MS, tell, 'engine');
  }
}
