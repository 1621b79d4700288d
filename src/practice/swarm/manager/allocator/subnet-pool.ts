import { overlap, type Subnet } from './subnet.ts';

/** Blocks of 256 addresses in 10.0.0.0/8 (`libnetwork ipamutils`, the default pools of global scope). */
const FIRST = 10 * 2 ** 24;
const SIZE = 256;
const COUNT = 2 ** 16;

/** The subnets of the swarm's networks, no two of which overlap. The default ones are given out one after the other. */
export class SubnetPool {
  readonly #taken = new Set<Subnet>();
  #next = 0;

  /** Takes the next default subnet; undefined when all are taken. */
  take(): Subnet | undefined {
    for (let step = 0; step < COUNT; step++) {
      const index = (this.#next + step) % COUNT;
      const first = FIRST + index * SIZE;
      const subnet = this.takeThis({ first, last: first + SIZE - 1, bits: 24 });
      if (subnet === undefined) continue;
      this.#next = index + 1;
      return subnet;
    }
    return undefined;
  }

  /** Takes this one; undefined when it overlaps with one that is taken. */
  takeThis(subnet: Subnet): Subnet | undefined {
    for (const other of this.#taken) if (overlap(subnet, other)) return undefined;
    this.#taken.add(subnet);
    return subnet;
  }

  /** `subnet`: the very object that was taken. */
  release(subnet: Subnet): void {
    this.#taken.delete(subnet);
  }
}
