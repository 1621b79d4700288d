/** Chance with a seed: the same seed gives the same values in the same order. */
export type Random = {
  /** At least 0, less than 1. */
  readonly next: () => number;
  /** An id as swarmkit makes them: 25 of a to z and 0 to 9 (`swarmkit identity/randomid.go`). */
  readonly id: () => string;
  /** So many lower-case hexadecimal digits. */
  readonly hex: (digits: number) => string;
  /** The seed of all that is still to come. */
  readonly state: () => number;
};

/** mulberry32: small, fast, good enough for ids and jitter; nothing here is a secret. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const digits = (count: number, base: number): string => {
    let text = '';
    while (text.length < count) text += Math.floor(next() * base).toString(base);
    return text;
  };
  return { next, id: () => digits(25, 36), hex: (count) => digits(count, 16), state: () => state };
}
