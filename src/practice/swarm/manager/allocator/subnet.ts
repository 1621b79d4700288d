import { isIPv4, isIPv6 } from 'node:net';

/** A block of IPv4 addresses; `first` and `last` as numbers. */
export type Subnet = { readonly first: number; readonly last: number; readonly bits: number };

/** The number of an IPv4 address. */
export function addressOf(text: string): number | undefined {
  if (!isIPv4(text)) return undefined;
  return text.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);
}

export function addressText(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}

/** The block that an address in the notation of CIDR is in. */
export function subnetOf(cidr: string): Subnet | undefined {
  const [address = '', bitsText = ''] = cidr.split('/');
  const number = addressOf(address);
  if (number === undefined || !isCidr(cidr)) return undefined;
  const bits = Number(bitsText);
  const size = 2 ** (32 - bits);
  const first = Math.floor(number / size) * size;
  return { first, last: first + size - 1, bits };
}

export const subnetText = (subnet: Subnet): string => `${addressText(subnet.first)}/${subnet.bits}`;

export const contains = (subnet: Subnet, address: number): boolean =>
  address >= subnet.first && address <= subnet.last;

export const overlap = (a: Subnet, b: Subnet): boolean => a.first <= b.last && b.first <= a.last;

/** Whether Go's `net.ParseCIDR` would take it, IPv6 too. */
export function isCidr(text: string): boolean {
  const slash = text.indexOf('/');
  const address = text.slice(0, slash);
  const bits = text.slice(slash + 1);
  if (slash === -1 || !/^\d{1,3}$/.test(bits)) return false;
  return (isIPv4(address) && Number(bits) <= 32) || (isIPv6(address) && Number(bits) <= 128);
}
