import { addressOf, addressText, contains, subnetText, type Subnet } from './subnet.ts';

/**
 * The addresses of one network, given out one after the other: one that came back is given again only when all after it are gone
 * (`libnetwork ipam`, allocation in series). The first and the last address of the subnet are nobody's.
 */
export class AddressPool {
  readonly subnet: Subnet;
  readonly #range: Subnet;
  readonly #taken = new Set<number>();
  #next: number;

  /** `range`: the part of the subnet that addresses are taken from. */
  constructor(subnet: Subnet, range: Subnet = subnet) {
    this.subnet = subnet;
    this.#range = range;
    this.#next = range.first;
    this.#taken.add(subnet.first).add(subnet.last);
  }

  /** Takes the next free address, as `10.0.1.2/24`; undefined when there is none. */
  take(): string | undefined {
    const { first, last } = this.#range;
    const size = last - first + 1;
    // no more than the network's own addresses are looked at, and nearly always one
    for (let step = 0; step < size; step++) {
      const address = first + ((this.#next - first + step) % size);
      if (this.#taken.has(address)) continue;
      this.#taken.add(address);
      this.#next = address + 1;
      return this.#text(address);
    }
    return undefined;
  }

  /** Takes this one address. */
  takeThis(text: string): string | undefined {
    const address = addressOf(text);
    if (address === undefined || !contains(this.subnet, address) || this.#taken.has(address))
      return undefined;
    this.#taken.add(address);
    return this.#text(address);
  }

  /** `address` as `take` gave it. */
  release(address: string): void {
    const number = addressOf(address.split('/')[0] ?? '');
    if (number !== undefined) this.#taken.delete(number);
  }

  get text(): string {
    return subnetText(this.subnet);
  }

  #text(address: number): string {
    return `${addressText(address)}/${this.subnet.bits}`;
  }
}
