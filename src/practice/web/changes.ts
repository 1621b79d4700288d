import { keyOf, type Feed, type Thing } from './protocol.ts';

/** What somebody sees. A thing that has changed is another object, so that nothing needs to be compared in depth. */
export type Snapshot = ReadonlySet<Thing>;

/** What leads from one snapshot to the next, or undefined if that is nothing. */
export function changesBetween(before: Snapshot, after: Snapshot): Feed | undefined {
  const put: Thing[] = [];
  for (const thing of after) if (!before.has(thing)) put.push(thing);
  const replaced = new Set(put.map(keyOf));
  const drop: string[] = [];
  for (const thing of before) {
    if (after.has(thing)) continue;
    const key = keyOf(thing);
    if (!replaced.has(key)) drop.push(key);
  }
  return put.length === 0 && drop.length === 0 ? undefined : { put, drop };
}
