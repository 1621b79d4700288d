import type { Feed, Thing } from './protocol.ts';

/** What somebody sees, by key. */
export type Snapshot = ReadonlyMap<string, Thing>;

/** What leads from one snapshot to the next, or undefined if that is nothing. Things are told apart by identity. */
export function changesBetween(before: Snapshot, after: Snapshot): Feed | undefined {
  const put: Thing[] = [];
  for (const [key, thing] of after) if (before.get(key) !== thing) put.push(thing);
  const drop: string[] = [];
  for (const key of before.keys()) if (!after.has(key)) drop.push(key);
  return put.length === 0 && drop.length === 0 ? undefined : { put, drop };
}
