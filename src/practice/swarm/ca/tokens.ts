import type { Random } from '../time/random.ts';

/** A token to join with: 50 digits of the root's digest, which all tokens of a swarm share, and 25 that are its own (`swarmkit ca`). */
export function joinToken(digest: string, random: Random): string {
  return `SWMTKN-1-${digest}-${random.id()}`;
}

export const newDigest = (random: Random): string => random.id() + random.id();

/** The digest in a token; undefined when it is no token. */
export function digestOf(token: string): string | undefined {
  return /^SWMTKN-1-([^-]{50})-[^-]{25}$/.exec(token)?.[1];
}

/** The key of locked managers, as people read it (`swarmkit manager/encryption`): 32 bytes. */
export function newUnlockKey(random: Random): string {
  const key = Buffer.from(random.hex(64), 'hex');
  return `SWMKEY-1-${key.toString('base64').replace(/=+$/, '')}`;
}

/** The digest as the engine words it when it is another root's: 64 hexadecimal digits. */
export function fingerprintOf(digest: string): string {
  const digits = digest.split('').map((digit) => Number.parseInt(digit, 36));
  const number = digits.reduce((sum, digit) => sum * 36n + BigInt(Number.isNaN(digit) ? 0 : digit), 0n);
  return number.toString(16).padStart(64, '0');
}
