/**
 * Where two values differ: from the path of each leaf to what was there and what is there now. A path that one of them has not
 * got is said by `<none>`; lists are leaves.
 */
export const diff = (
  before: unknown,
  after: unknown,
  path = '',
): Record<string, readonly [unknown, unknown]> => {
  if (JSON.stringify(before) === JSON.stringify(after)) return {};
  if (!isObject(before) || !isObject(after)) return { [path]: [before ?? '<none>', after ?? '<none>'] };
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return Object.assign(
    {},
    ...keys.map((key) => diff(before[key], after[key], path === '' ? key : `${path}.${key}`)),
  ) as Record<string, readonly [unknown, unknown]>;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
