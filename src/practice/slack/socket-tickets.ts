import type { Clock } from './clock.ts';
import { dropOlder } from './keep.ts';

/** How long a ticket of `apps.connections.open` is good for. Slack says "soon" and gives no number. */
const lifetimeMs = 30_000;

/** Tickets for connections of Socket Mode: each opens one, soon. */
export class SocketTickets {
  #clock: Clock;
  #issued = new Map<string, { at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(): string {
    const ticket = crypto.randomUUID();
    dropOlder(this.#issued, this.#clock.now() - lifetimeMs);
    this.#issued.set(ticket, { at: this.#clock.now() });
    return ticket;
  }

  /** Uses a ticket up; whether it was good. */
  redeem(ticket: string): boolean {
    const issued = this.#issued.get(ticket);
    this.#issued.delete(ticket);
    return issued !== undefined && this.#clock.now() - issued.at <= lifetimeMs;
  }
}
