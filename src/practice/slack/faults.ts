/** What goes wrong with a call. */
type FaultKind =
  /** 429 with `Retry-After` in seconds. */
  | { kind: 'rate_limited'; retryAfter: number }
  /** An HTTP status such as 500 or 503, with a body that is no JSON. */
  | { kind: 'status'; status: number }
  /** The answer is right and comes `ms` late. */
  | { kind: 'slow'; ms: number }
  /** No answer and no end, until the client gives up or the server stops. */
  | { kind: 'hang' }
  /** The connection breaks before anything has happened. */
  | { kind: 'drop' }
  /** It happened, and the connection breaks before the answer. */
  | { kind: 'lost_answer' }
  /** HTTP 200 with `ok: false` and this word, and nothing happens. */
  | { kind: 'refuse'; error: string };

/** A fault for the next calls to a method; `*` is any, `response_url` is a post to a response_url. */
export type Fault = FaultKind & {
  method: string;
  /** 1 by default. */ times?: number;
  /** Calls to let pass first. */ skip?: number;
};

/** Faults that are waiting for their calls. */
export class Faults {
  #waiting: { fault: Fault; skip: number; left: number }[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ fault, skip: fault.skip ?? 0, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The fault for a call that has just come in. */
  take(method: string): Fault | undefined {
    for (const entry of this.#waiting) {
      if (entry.fault.method !== method && entry.fault.method !== '*') continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.left -= 1;
      if (entry.left <= 0) this.#waiting = this.#waiting.filter((other) => other !== entry);
      return entry.fault;
    }
    return undefined;
  }
}
