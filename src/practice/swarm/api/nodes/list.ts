import type { Node } from '../../state/objects.ts';
import type { Store } from '../../state/store.ts';
import { ApiError } from '../api.ts';
import type { Filters } from '../filters.ts';
import { beginsWithOneOf, isOneOf, matchLabels, select } from '../select.ts';

/**
 * The nodes that a filter lets through, in the order of swarmkit's store (`moby daemon/cluster/filters.go`, newListNodesFilters, and
 * `swarmkit manager/controlapi/node.go`, ListNodes).
 * @throws ApiError 400 for a filter that there is not, 500 for a role or membership that there is not.
 */
export function listNodes(store: Store, filters: Filters): readonly Node[] {
  filters.accept('name', 'id', 'label', 'role', 'membership', 'node.label');
  const roles = wordsOf(filters, 'role', ['worker', 'manager']);
  const memberships = wordsOf(filters, 'membership', ['pending', 'accepted']);
  const names = filters.get('name');
  const found = [...store.nodes.all()].filter(
    (node) =>
      beginsWithOneOf(node.description.hostname, names) &&
      beginsWithOneOf(node.id, filters.get('id')) &&
      matchLabels(node.description.engineLabels, filters.get('label')) &&
      matchLabels(node.spec.Labels, filters.get('node.label')) &&
      // the role that it has, which is the wanted one a moment later
      isOneOf(node.manager === undefined ? 'worker' : 'manager', roles) &&
      isOneOf(node.membership ?? 'accepted', memberships),
  );
  return select(found, ({ description }) => description.hostname, { namePrefixes: names });
}

function wordsOf(filters: Filters, key: string, known: readonly string[]): readonly string[] {
  const words = filters.get(key).filter((word) => word !== '');
  const unknown = words.find((word) => !known.includes(word.toLowerCase()));
  if (unknown !== undefined) throw new ApiError(500, `Invalid ${key} filter: '${unknown}'`);
  return words.map((word) => word.toLowerCase());
}
