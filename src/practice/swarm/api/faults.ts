import { pathPattern, type PathPattern } from './path.ts';

/** What goes wrong with a request. */
export type Effect =
  /** Answered so, by nobody who knows. */
  | { readonly kind: 'answer'; readonly status: number; readonly message: string }
  /** Only then looked at; ms of the timeline. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The connection ends, and nothing was done. */
  | { readonly kind: 'cut' }
  /** It was done, and the connection ends before the answer. */
  | { readonly kind: 'lose-answer' }
  /** The connection ends after so many bytes of the answer's body. */
  | { readonly kind: 'truncate'; readonly bytes: number };

export type Fault = Effect & {
  /** GET, POST...; any when left out. */
  readonly method?: string;
  /** As a route's: `/services/:id/update`, without version; any when left out. */
  readonly path?: string;
  /** Of how many requests; of all when left out. */
  readonly times?: number;
};

type Standing = { readonly fault: Fault; readonly matches: PathPattern; left: number };

/** What is made to go wrong with one engine's API. */
export class Faults {
  readonly #standing = new Set<Standing>();
  readonly #streams = new Map<() => void, string>();

  /** From now on, until it is used up or the function that comes back is called. Several may meet in one request. */
  inject(fault: Fault): () => void {
    const matches: PathPattern = fault.path === undefined ? () => ({}) : pathPattern(fault.path);
    const standing = { fault, matches, left: fault.times ?? Infinity };
    this.#standing.add(standing);
    return () => void this.#standing.delete(standing);
  }

  /** Ends the open streams of a path, where the client sees a broken connection; of all paths when none is given. Returns how many there were. */
  cutStreams(path?: string): number {
    const matches = path === undefined ? undefined : pathPattern(path);
    const open = [...this.#streams].filter(([, of]) => matches === undefined || matches(of) !== undefined);
    for (const [cut] of open) cut();
    return open.length;
  }

  /** For the server: what goes wrong with this request, which counts. In the order in which it was injected. */
  take(method: string, path: string): readonly Effect[] {
    const taken: Effect[] = [];
    for (const standing of this.#standing) {
      const { fault, matches } = standing;
      if (fault.method !== undefined && fault.method !== method) continue;
      if (matches(path) === undefined) continue;
      taken.push(fault);
      standing.left--;
      if (standing.left <= 0) this.#standing.delete(standing);
    }
    return taken;
  }

  /** For the server: a stream is open until the function that comes back is called. */
  opened(path: string, cut: () => void): () => void {
    this.#streams.set(cut, path);
    return () => void this.#streams.delete(cut);
  }
}
