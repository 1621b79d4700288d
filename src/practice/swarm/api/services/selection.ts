import type { Labels } from '../../state/spec.ts';
import { ApiError } from '../api.ts';
import { parseFilters, type Filters } from '../filters.ts';

/** Whether it is one of the values; without values everything is (`swarmkit manager/controlapi/common.go`). */
export const isOneOf = (value: string, values: readonly string[]): boolean =>
  values.length === 0 || values.includes(value);

/** Whether it begins with one of the values; without values everything does. */
export const beginsWithOneOf = (value: string, values: readonly string[]): boolean =>
  values.length === 0 || values.some((beginning) => value.startsWith(beginning));

/**
 * Whether labels have all that is asked for, each `key` or `key=value`; an empty value stands for any, and of two values for one key
 * the last counts.
 */
export function hasLabels(labels: Labels, asked: readonly string[]): boolean {
  const wanted = new Map(asked.map((one) => splitOnce(one)));
  return [...wanted].every(
    ([key, value]) => Object.hasOwn(labels, key) && (value === '' || labels[key] === value),
  );
}

function splitOnce(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Swarmkit's store iterates by id. */
export const sortedById = <T extends { readonly id: string }>(objects: Iterable<T>): readonly T[] =>
  [...objects].sort((a, b) => (a.id < b.id ? -1 : 1));

/** Where names are filtered by their beginning, the store iterates by name in lower case, for one beginning after the other. */
export function sortedByName<T>(
  objects: readonly T[],
  nameOf: (object: T) => string,
  beginnings: readonly string[],
): readonly T[] {
  const named = objects.map((object) => ({ object, name: nameOf(object).toLowerCase() }));
  named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const found = beginnings.flatMap((beginning) =>
    named.filter(({ name }) => name.startsWith(beginning.toLowerCase())),
  );
  return [...new Set(found)].map(({ object }) => object);
}

/** Go's strconv.ParseBool; undefined for what it refuses. */
export function parseBool(text: string): boolean | undefined {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  return ['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text) ? false : undefined;
}

/** The filters of tasks and nodes: there moby gives unreadable ones the status 500. @throws ApiError 500. */
export function filtersOrFail(query: URLSearchParams): Filters {
  try {
    return parseFilters(query);
  } catch (error) {
    throw error instanceof ApiError ? new ApiError(500, error.message) : error;
  }
}
