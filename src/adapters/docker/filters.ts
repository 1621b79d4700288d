import type { TaskQuery } from '../../core/ports/swarm.ts';

type Filters = Readonly<Record<string, readonly string[] | undefined>>;

/** The `filters` query: JSON of name to values. Names without values are left out; no query when none is left. */
export function filterQuery(filters: Filters): { readonly filters?: string } {
  const given = Object.entries(filters).filter(([, values]) => values !== undefined && values.length > 0);
  return given.length === 0 ? {} : { filters: JSON.stringify(Object.fromEntries(given)) };
}

/** The filters of GET /tasks. `_up-to-date` is the engine's own test, as docker's progress uses it. */
export function taskFilters(query: TaskQuery): Filters {
  return {
    service: query.services,
    node: query.nodes,
    'desired-state': query.desired,
    '_up-to-date': query.upToDate === true ? ['true'] : undefined,
  };
}

/** True when a list of ids is given and empty: nothing is asked for, which the engine would take as everything. */
export function asksForNone(ids: readonly string[] | undefined): boolean {
  return ids !== undefined && ids.length === 0;
}
