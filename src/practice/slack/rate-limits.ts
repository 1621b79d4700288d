import { rateLimits, type RateLimit } from '../../facts/slack.ts';
import type { Clock } from './clock.ts';

/** Methods and channels to count side by side before those at rest are looked for. */
const manyKeys = 1_000;

/** Counts calls against Slack's published rates: never more than `burst` in `burst * perMs / calls`. */
export class RateLimits {
  #clock: Clock;
  #calls = new Map<string, { at: number[]; span: number }>();
  #table: Readonly<Record<string, RateLimit>>;
  /** Whether calls are refused at all. */
  enabled: boolean;

  constructor(clock: Clock, enabled: boolean, table: Readonly<Record<string, RateLimit>> = rateLimits) {
    this.#clock = clock;
    this.enabled = enabled;
    this.#table = table;
  }

  /** Counts a call; if it is one too many, gives the seconds to wait instead. */
  take(method: string, channel: string | undefined): number | undefined {
    const limit = Object.hasOwn(this.#table, method) ? this.#table[method] : undefined;
    if (!this.enabled || limit === undefined) return undefined;
    const key = limit.scope === 'channel' ? `${method} ${channel ?? ''}` : method;
    const now = this.#clock.now();
    const span = (limit.burst * limit.perMs) / limit.calls;
    const recent = (this.#calls.get(key)?.at ?? []).filter((at) => at > now - span);
    this.#calls.set(key, { at: recent, span });
    if (this.#calls.size > manyKeys) this.#sweep(now);
    const oldest = recent[0];
    if (oldest !== undefined && recent.length >= limit.burst) {
      return Math.max(1, Math.ceil((oldest + span - now) / 1000));
    }
    recent.push(now);
    return undefined;
  }

  /** Forgets the channels that nothing was sent to of late. */
  #sweep(now: number): void {
    for (const [key, { at, span }] of this.#calls) {
      if ((at.at(-1) ?? now) <= now - span) this.#calls.delete(key);
    }
  }
}
