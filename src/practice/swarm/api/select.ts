/** What objects are looked for by; those that match any of it are found. Names in any case. */
type By = {
  readonly names?: readonly string[];
  readonly namePrefixes?: readonly string[];
  readonly idPrefixes?: readonly string[];
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Finds objects in the order of swarmkit's store: all by their ids; or those of the first name that was asked for, then of the next
 * (`swarmkit manager/state/store/memory.go`, findIterators).
 */
export function select<T extends { readonly id: string }>(
  objects: Iterable<T>,
  nameOf: (object: T) => string,
  { names = [], namePrefixes = [], idPrefixes = [] }: By,
): readonly T[] {
  const all = [...objects].toSorted((a, b) => compare(a.id, b.id));
  if (names.length + namePrefixes.length + idPrefixes.length === 0) return all;
  const lower = (object: T): string => nameOf(object).toLowerCase();
  const byName = all.toSorted((a, b) => compare(lower(a), lower(b)));
  return [
    ...new Set([
      ...names.flatMap((name) => byName.filter((one) => lower(one) === name.toLowerCase())),
      ...namePrefixes.flatMap((prefix) =>
        byName.filter((one) => lower(one).startsWith(prefix.toLowerCase())),
      ),
      ...idPrefixes.flatMap((prefix) => all.filter((one) => one.id.startsWith(prefix))),
    ]),
  ];
}

/**
 * Whether labels have all that is asked for, each `key` or `key=value`; of two values of one key the last counts, and an empty one is
 * any (`swarmkit manager/controlapi/common.go`, filterMatchLabels).
 */
export function matchLabels(labels: Readonly<Record<string, string>>, asked: readonly string[]): boolean {
  const wanted = new Map(
    asked.map((one) => {
      const [key = '', ...value] = one.split('=');
      return [key, value.join('=')] as const;
    }),
  );
  return [...wanted].every(
    ([key, value]) => Object.hasOwn(labels, key) && (value === '' || labels[key] === value),
  );
}

/** Whether it is one of the values; without values everything is (`swarmkit manager/controlapi/common.go`, filterContains). */
export const isOneOf = (value: string, values: readonly string[]): boolean =>
  values.length === 0 || values.includes(value);

/** Whether it begins with one of the values; without values everything does (filterContainsPrefix). */
export const beginsWithOneOf = (value: string, values: readonly string[]): boolean =>
  values.length === 0 || values.some((beginning) => value.startsWith(beginning));
