const order = new Intl.Collator('en', { numeric: true });

/** Orders names as people count: `node2` before `node10`. */
export function byName(a: string, b: string): number {
  return order.compare(a, b);
}
