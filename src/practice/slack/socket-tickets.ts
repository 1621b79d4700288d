import type { Clock } from './clock.ts';

/** How long a ticket of `apps.connections.open` is good for. Slack says "soon" and gives no number. */
const lifetimeMs = 30_000;

/** Tickets for connections of Socket Mode: each opens one, soon. */
export class SocketTickets {
  #clock: Clock;
  #issued = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(): string {
    const ticket = crypto.randomUUID();
    this.#issued.set(ticket, this.#clock.now());
    return ticket;
  }

  /** Uses a ticket up; whether it was good. */
  redeem(ticket: string): boolean {
    const at = this.#issued.get(ticket);
    this.#issued.delete(ticket);
    return at !== undefined && this.#clock.now() - at <= lifetimeMs;
  }
}
