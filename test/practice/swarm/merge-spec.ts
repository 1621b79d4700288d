import type { Spec } from './stage.ts';

/** `change` laid over `base`, object by object; lists and plain values replace, and `undefined` takes a field away. */
export const mergeSpec = (base: Spec, change: Spec): Spec => {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(change)) {
    const known = merged[key];
    if (value === undefined) delete merged[key];
    else merged[key] = isObject(known) && isObject(value) ? mergeSpec(known, value) : value;
  }
  return merged;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
