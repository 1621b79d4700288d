/** Whether it is one of the values; without values everything is (`swarmkit manager/controlapi/common.go`). */
export const isOneOf = (value: string, values: readonly string[]): boolean =>
  values.length === 0 || values.includes(value);

/** Whether it begins with one of the values; without values everything does. */
export const beginsWithOneOf = (value: string, values: readonly string[]): boolean =>
  values.length === 0 || values.some((beginning) => value.startsWith(beginning));

/** Go's strconv.ParseBool; undefined for what it refuses. */
export function parseBool(text: string): boolean | undefined {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  return ['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text) ? false : undefined;
}
