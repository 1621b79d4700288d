import { ApiError, type Context } from '../api.ts';
import { parseFilters, type Filters } from '../filters.ts';
import { isPredefined } from './create-request.ts';
import { swarmNetworks } from './find.ts';
import { localNetworks, removeLocalNetwork } from './local-networks.ts';
import type { NetworkResource } from './render.ts';
import { removeNetwork } from './remove.ts';

const UNITS = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

/** Removes what nobody uses (`moby daemon/prune.go`, NetworksPrune). The names of the networks removed. @throws ApiError. */
export function prune(context: Context, query: URLSearchParams): readonly string[] {
  const filters = parseFilters(query);
  filters.accept('label', 'label!', 'until');
  const until = untilOf(filters, context.world.timeline.now());
  const isMeant = (network: NetworkResource): boolean =>
    !network.Ingress &&
    !isPredefined(network.Name) &&
    Date.parse(network.Created) <= until &&
    filters.labels('label', network.Labels ?? {}) &&
    !(filters.has('label!') && filters.labels('label!', network.Labels ?? {}));
  const own = localNetworks(context, 'list').filter(
    (network) =>
      network.Scope === 'local' && isMeant(network) && removeLocalNetwork(context.engine, network.Id),
  );
  const { store } = context.world;
  const removed = swarmNetworks(context).filter((resource) => {
    const network = store.networks.get(resource.Id);
    if (network === undefined || !isMeant(resource)) return false;
    try {
      removeNetwork(store, network);
      return true;
    } catch (error) {
      // in use
      if (error instanceof ApiError) return false;
      throw error;
    }
  });
  return [...own, ...removed].map(({ Name }) => Name);
}

/** A duration before now such as `1h30m`, seconds since 1970, or a date; ms since 1970. Without it all of time. */
function untilOf(filters: Filters, now: number): number {
  const [value, ...others] = filters.get('until');
  if (value === undefined) return Infinity;
  if (others.length > 0) throw new ApiError(500, 'more than one until filter specified');
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  if (/^(\d+(\.\d+)?(ms|[hms]))+$/.test(value)) {
    const parts = [...value.matchAll(/([\d.]+)(ms|h|m|s)/g)];
    return (
      now -
      parts.reduce((sum, [, number, unit]) => sum + Number(number) * UNITS[unit as keyof typeof UNITS], 0)
    );
  }
  const date = Date.parse(value);
  if (Number.isNaN(date)) throw new ApiError(500, `failed to parse value as time or duration: "${value}"`);
  return date;
}
