import type { Network } from '../../state/objects.ts';
import { ApiError, type Context } from '../api.ts';
import { select } from '../select.ts';
import type { Filters } from '../filters.ts';
import { PREDEFINED_LABEL } from './create-request.ts';
import { localNetworks } from './local-networks.ts';
import { renderNetwork, type NetworkResource } from './render.ts';

/** Whether this engine can read what the managers know. Where it cannot, its own networks are all there are. */
export function knowsSwarm({ engine: { nodeId = '' }, world, raft }: Context): boolean {
  if (world.store.nodes.get(nodeId)?.manager === undefined) return false;
  return raft.access(nodeId, 'read').kind === 'granted';
}

/** The swarm's networks by what swarmkit itself looks for; the nodes' own are not among them (`moby daemon/cluster/networks.go`, GetNetworks). */
export function swarmNetworks(context: Context, filters?: Filters): readonly NetworkResource[] {
  if (!knowsSwarm(context)) return [];
  const names = filters?.get('name') ?? [];
  const ids = filters?.get('id') ?? [];
  const all = context.world.store.networks.all();
  return select(all, ({ name }) => name, names.length > 0 ? { names } : { idPrefixes: ids })
    .filter(({ name, id }) => names.length === 0 || (names.includes(name) && startsWithAny(id, ids)))
    .filter(({ labels }) => labels?.[PREDEFINED_LABEL] !== 'true')
    .map(renderNetwork);
}

const startsWithAny = (id: string, prefixes: readonly string[]): boolean =>
  prefixes.length === 0 || prefixes.some((prefix) => id.startsWith(prefix));

/** The swarm's networks of this very name. */
export const swarmNetworksNamed = (context: Context, name: string): readonly Network[] =>
  knowsSwarm(context)
    ? context.world.store.networks
        .find(`name:${name.toLowerCase()}`)
        .filter((network) => network.name === name)
    : [];

/** A network of the swarm, the nodes' own too: by id, name, beginning of the id (`moby daemon/cluster/helpers.go`, getNetwork). */
function swarmNetwork(context: Context, term: string): Network | undefined {
  if (!knowsSwarm(context)) return undefined;
  const { networks } = context.world.store;
  const [named, ...others] = swarmNetworksNamed(context, term);
  const [first, ...more] = select(networks.all(), ({ name }) => name, { idPrefixes: [term] });
  if (networks.get(term) !== undefined) return networks.get(term);
  if (named !== undefined) return others.length === 0 ? named : undefined;
  return more.length === 0 ? first : undefined;
}

/** Which network an engine shows (`moby api/server/router/network/network_routes.go`, getNetwork). @throws ApiError. */
export function networkToShow(
  context: Context,
  term: string,
  scope: string,
  verbose: boolean,
): NetworkResource {
  const inScope = (network: NetworkResource): boolean => scope === '' || network.Scope === scope;
  const local = localNetworks(context, verbose ? 'verbose' : 'inspect').filter(inScope);
  const exact = local.find(({ Id }) => Id === term);
  if (exact !== undefined) return exact;
  const known = swarmNetwork(context, term);
  if (known !== undefined && (known.id.startsWith(term) || scope === 'swarm')) {
    return local.find(({ Id }) => Id === known.id) ?? renderNetwork(known);
  }
  return only([...local, ...swarmNetworks(context).filter(inScope)], term, 'of');
}

/** Which network is to be removed (findUniqueNetwork). @throws ApiError. */
export function networkToRemove(context: Context, term: string): NetworkResource {
  // a machine's copy of ingress is not found by its name
  const local = localNetworks(context, 'list').filter(({ Name, Ingress }) => !(Ingress && Name === term));
  return only([...local, ...swarmNetworks(context)], term, 'for removal');
}

function only(
  networks: readonly NetworkResource[],
  term: string,
  purpose: 'of' | 'for removal',
): NetworkResource {
  const exact = networks.find(({ Id }) => Id === term);
  if (exact !== undefined) return exact;
  const named = unique(networks.filter(({ Name }) => Name === term));
  const begun = unique(networks.filter(({ Id }) => Id.startsWith(term)));
  const [found, ...others] = named.length > 0 ? named : begun;
  if (found === undefined) throw new ApiError(404, `network ${term} not found`);
  if (others.length === 0) return found;
  const matches = `${others.length + 1} matches found based on ${named.length > 0 ? 'name' : 'ID prefix'}`;
  throw new ApiError(
    400,
    purpose === 'of'
      ? `${matches}: network ${term} is ambiguous`
      : `network ${term} is ambiguous (${matches})`,
  );
}

/** One of each id: the first, which is the machine's own copy where it has one. */
function unique(networks: readonly NetworkResource[]): readonly NetworkResource[] {
  return [...new Map(networks.toReversed().map((network) => [network.Id, network])).values()].toReversed();
}
