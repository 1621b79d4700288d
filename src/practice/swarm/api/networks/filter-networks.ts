import { ApiError } from '../api.ts';
import type { Filters } from '../filters.ts';
import { isPredefined } from './create-request.ts';
import type { NetworkResource } from './render.ts';

/** `moby daemon/network/filter.go`, FilterNetworks. @throws ApiError for a value that is none. */
export function filterNetworks(
  networks: readonly NetworkResource[],
  filters: Filters,
): readonly NetworkResource[] {
  const found = networks.filter(
    (network) =>
      filters.exact('driver', network.Driver) &&
      filters.pattern('name', network.Name) &&
      filters.pattern('id', network.Id) &&
      filters.labels('label', network.Labels ?? {}) &&
      filters.exact('scope', network.Scope),
  );
  const used = byUse(found, filters.get('dangling'));
  const types = filters.get('type');
  return types.length === 0 ? used : types.flatMap((type) => byType(used, type));
}

function byUse(networks: readonly NetworkResource[], values: readonly string[]): readonly NetworkResource[] {
  const [value] = values;
  if (value === undefined) return networks;
  if (values.length > 1) throw new ApiError(400, 'got more than one value for filter key "dangling"');
  if (!['0', 'false', '1', 'true'].includes(value)) {
    const words = `invalid value for filter 'dangling', must be "true" (or "1"), or "false" (or "0")`;
    throw new ApiError(400, words);
  }
  const isDangling = ({ Name, Containers, Services }: NetworkResource): boolean =>
    !isPredefined(Name) &&
    Object.keys(Containers ?? {}).length === 0 &&
    Object.keys(Services ?? {}).length === 0;
  const wanted = value === '1' || value === 'true';
  return networks.filter((network) => isDangling(network) === wanted);
}

function byType(networks: readonly NetworkResource[], type: string): readonly NetworkResource[] {
  if (type !== 'builtin' && type !== 'custom') throw new ApiError(500, `invalid filter: 'type'='${type}'`);
  return networks.filter(({ Name }) => isPredefined(Name) === (type === 'builtin'));
}
