/** Each of the values once, in the order in which they first come. */
export function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
