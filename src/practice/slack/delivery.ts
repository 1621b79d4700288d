import { ackTimeoutMs, eventRetryDelaysMs } from '../../facts/slack.ts';
import type { Clock } from './clock.ts';
import type { JsonObject } from './json.ts';
import { note, type Keep } from './keep.ts';

/** One payload on its way to the app. */
export type Envelope = {
  id: string;
  type: 'slash_commands' | 'interactive' | 'events_api';
  payload: JsonObject;
  /** Whether the app's acknowledgement may carry an answer. */
  acceptsResponse: boolean;
};

export type Retry = { attempt: number; reason: string };

/** How one attempt ended. */
export type Outcome =
  | { outcome: 'acked'; payload?: JsonObject }
  | { outcome: 'timeout' }
  | { outcome: 'no_connection' }
  | { outcome: 'failed'; reason: string; noRetry: boolean };

export type Attempt = { at: number; retry?: Retry; connection?: string; outcome?: Outcome['outcome'] };

/** One way to reach the app: Socket Mode or signed HTTP. */
export type Transport = {
  /** Sends once and waits for the acknowledgement, 3 s at most. Never rejects. */
  send: (envelope: Envelope, attempt: Attempt, timeoutMs: number) => Promise<Outcome>;
  /** Whether the app can be reached, as far as is known. */
  readonly appIsUp: boolean;
};

export type Delivery = { envelope: Envelope; attempts: Attempt[] };

/**
 * Delivers payloads. Events that are not acknowledged come again after 0, 1 and 5 minutes, in both modes: Slack
 * documents those times for HTTP only. Slash commands and interactions are sent once: Slack shows the person an error
 * and documents no second delivery; `again` sends one twice on purpose.
 */
export class Courier {
  readonly log: Delivery[] = [];
  #clock: Clock;
  #transport: Transport;
  #changed: () => void;
  #keep: Keep;
  #retryDelaysMs: readonly number[];
  #pending = new Set<() => void>();
  #stopped = false;

  /** `changed` is called whenever an attempt has ended. */
  constructor(
    clock: Clock,
    transport: Transport,
    changed: () => void,
    keep: Keep,
    retryDelaysMs: readonly number[] = eventRetryDelaysMs,
  ) {
    this.#clock = clock;
    this.#transport = transport;
    this.#changed = changed;
    this.#keep = keep;
    this.#retryDelaysMs = retryDelaysMs;
  }

  /** Whether the app can be reached, as far as is known. */
  get appIsUp(): boolean {
    return this.#transport.appIsUp;
  }

  /** Sends a payload and tells how the first attempt ended. */
  async deliver(envelope: Envelope): Promise<Outcome> {
    const delivery: Delivery = { envelope, attempts: [] };
    note(this.log, delivery, this.#keep);
    const first = await this.#attempt(delivery);
    if (envelope.type === 'events_api') this.#retryLater(delivery, first, 1);
    return first;
  }

  /** The same envelope once more, as if its acknowledgement had been lost. */
  async again(envelope: Envelope): Promise<Outcome> {
    const delivery = this.log.find((known) => known.envelope.id === envelope.id) ?? {
      envelope,
      attempts: [],
    };
    const retry =
      envelope.type === 'events_api' ? { attempt: delivery.attempts.length, reason: 'timeout' } : undefined;
    return this.#attempt(delivery, retry);
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#pending) cancel();
    this.#pending.clear();
  }

  async #attempt(delivery: Delivery, retry?: Retry): Promise<Outcome> {
    const attempt: Attempt = { at: this.#clock.now(), ...(retry === undefined ? {} : { retry }) };
    delivery.attempts.push(attempt);
    const outcome = await this.#transport.send(delivery.envelope, attempt, ackTimeoutMs);
    attempt.outcome = outcome.outcome;
    this.#changed();
    return outcome;
  }

  #retryLater(delivery: Delivery, last: Outcome, attempt: number): void {
    const delay = this.#retryDelaysMs[attempt - 1];
    if (last.outcome === 'acked' || delay === undefined || this.#stopped) return;
    if (last.outcome === 'failed' && last.noRetry) return;
    const reason = last.outcome === 'failed' ? last.reason : 'timeout';
    const cancel = this.#clock.after(delay, () => {
      this.#pending.delete(cancel);
      void this.#attempt(delivery, { attempt, reason }).then((outcome) => {
        this.#retryLater(delivery, outcome, attempt + 1);
      });
    });
    this.#pending.add(cancel);
  }
}
