import { trigger as limits } from '../../facts/slack.ts';
import { dropOlder } from './keep.ts';
import { Refusal } from './refusal.ts';
import type { State } from './state.ts';

/**
 * How long a trigger is remembered as used or expired; after that it is an unknown one. Slack says nothing about it; this is
 * far longer than any app takes.
 */
const rememberedMs = 30 * 60_000;

type Trigger = { userId: string; at: number; used: boolean };

/** Trigger ids: each opens one view for the person who caused it, within 3 s. */
export class Triggers {
  #state: State;
  #known = new Map<string, Trigger>();

  constructor(state: State) {
    this.#state = state;
  }

  issue(userId: string): string {
    const id = `${this.#state.ids.next('')}.${this.#state.ids.seconds()}.${this.#state.ids.next('').toLowerCase()}`;
    dropOlder(this.#known, this.#state.clock.now() - rememberedMs);
    this.#known.set(id, { userId, at: this.#state.clock.now(), used: false });
    return id;
  }

  /** Uses a trigger up and says whose it was. */
  exchange(id: string): string {
    const found = this.#known.get(id);
    if (found === undefined) throw new Refusal('invalid_trigger_id');
    if (found.used) throw new Refusal('exchanged_trigger_id');
    if (this.#state.clock.now() - found.at > limits.lifetimeMs) throw new Refusal('expired_trigger_id');
    found.used = true;
    return found.userId;
  }
}
