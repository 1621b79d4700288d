import { admit } from '../access.ts';
import { ApiError, type ApiRequest, type Context, type Reply, type Route } from '../api.ts';
import { parseFiltersOr500 } from '../filters.ts';
import { strictBool } from '../query.ts';
import { create } from './create.ts';
import { isPredefined } from './create-request.ts';
import { filterNetworks } from './filter-networks.ts';
import { networkToRemove, networkToShow, swarmNetworks } from './find.ts';
import { localNetworks, removeLocalNetwork } from './local-networks.ts';
import { prune } from './prune.ts';
import { removeNetwork } from './remove.ts';
import { whenWritable } from './when-writable.ts';

/** Every engine answers these: without the managers' knowledge it knows its own networks. */
export const networkRoutes: readonly Route[] = [
  { method: 'GET', path: '/networks', needs: 'none', handle: list },
  { method: 'GET', path: '/networks/:id', needs: 'none', handle: inspect },
  { method: 'POST', path: '/networks/create', needs: 'none', handle: create },
  { method: 'DELETE', path: '/networks/:id', needs: 'none', handle: remove },
  {
    method: 'POST',
    path: '/networks/prune',
    needs: 'none',
    handle: ({ query }, context) => {
      const removed = prune(context, query);
      return { status: 200, json: { NetworksDeleted: removed.length > 0 ? removed : null } };
    },
  },
];

function list({ query }: ApiRequest, context: Context): Reply {
  const filters = parseFiltersOr500(query);
  filters.accept('dangling', 'driver', 'id', 'label', 'name', 'scope', 'type');
  // what the managers' part of the list refuses is not told
  const local = filterNetworks(localNetworks(context, 'list'), filters);
  const swarm = filterNetworks(swarmNetworks(context, filters), filters);
  const ids = new Set(swarm.map(({ Id }) => Id));
  return { status: 200, json: [...swarm, ...local.filter(({ Id }) => !ids.has(Id))] };
}

function inspect({ params, query }: ApiRequest, context: Context): Reply {
  const verbose = strictBool(query, 'verbose');
  return { status: 200, json: networkToShow(context, params.id ?? '', query.get('scope') ?? '', verbose) };
}

/** Asking the managers which network it is takes time, in which they let go of tasks of a service removed just before; ms. Measured: 4. */
const ASK_MS = 4;

function remove({ params }: ApiRequest, context: Context): Reply | Promise<Reply> {
  const { engine, world } = context;
  const found = networkToRemove(context, params.id ?? '');
  if (found.Scope === 'local') {
    if (isPredefined(found.Name)) {
      throw new ApiError(403, `${found.Name} is a pre-defined network and cannot be removed`);
    }
    if (!removeLocalNetwork(engine, found.Id)) {
      const words = `network ${found.Name} id ${found.Id} has active endpoints`;
      throw new ApiError(403, `error while removing network: ${words}`);
    }
    return { status: 204, empty: true };
  }
  const answer = (): Reply => {
    const network = world.store.networks.get(found.Id);
    if (network === undefined) throw new ApiError(500, `network ${found.Id} not found`);
    removeNetwork(world.store, network);
    return { status: 204, empty: true };
  };
  admit('manager-write', context);
  const asked = new Promise<void>((resolve) => world.timeline.after(ASK_MS, resolve, 'engine'));
  return asked.then(() => whenWritable(context, answer));
}
