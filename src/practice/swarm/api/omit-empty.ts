import type { Labels } from '../state/spec.ts';

type Kept<T> = { -readonly [K in keyof T]?: Exclude<T[K], undefined> };

/**
 * Drops what Go's `omitempty` leaves out of JSON: false, 0, the empty text and list, and what is not there. `pointers` are the
 * fields that are pointers in Go: of these only an absent one is left out. Objects stand for pointers to structs and stay.
 */
export function omitEmpty<T extends object>(fields: T, pointers: readonly (keyof T)[] = []): Kept<T> {
  const kept = Object.entries(fields).filter(([key, value]) =>
    pointers.includes(key as keyof T) ? value !== undefined : !isEmpty(value),
  );
  return Object.fromEntries(kept) as Kept<T>;
}

/** A map that `omitempty` would leave out is absent. */
export const mapOf = (map: Labels | undefined): Labels | undefined =>
  map === undefined || Object.keys(map).length === 0 ? undefined : map;

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === '' || value === 0 || value === false;
}
