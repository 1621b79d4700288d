import { NO_SWARM } from '../access.ts';
import { ApiError, type ApiRequest, type Context, type Reply } from '../api.ts';
import { decode } from '../decode.ts';
import { checkForJson } from '../query.ts';
import { rpcError } from '../rpc-error.ts';
import { createRequest, isPredefined, networkOf, validateLocally, type Posted } from './create-request.ts';
import { swarmNetworksNamed } from './find.ts';
import { addLocalNetwork, localNetwork, localNetworks } from './local-networks.ts';
import { whenWritable } from './when-writable.ts';

const WORKER =
  'Cannot create a multi-host network from a worker node. Please create the network from a manager node.';

/** The answer comes when the allocator has seen to the network; ms. Measured: 4. */
const ALLOCATED_MS = 4;

/**
 * `POST /networks/create`: of the swarm where the driver is overlay, else of the machine (`moby
 * api/server/router/network/network_routes.go`, postNetworkCreate). @throws ApiError.
 */
export function create(request: ApiRequest, context: Context): Reply | Promise<Reply> {
  checkForJson(request);
  const posted = decode(createRequest, request.body);
  const { Name = '', Driver = '' } = posted;
  const taken = new ApiError(409, `network with name ${Name} already exists`);
  if (swarmNetworksNamed(context, Name).length > 0) throw taken;
  const own = localNetworks(context, 'list').find((network) => network.Name === Name);
  if (own !== undefined && posted.CheckDuplicate === true && !isPredefined(Name)) throw taken;
  validateLocally(posted);
  if (Driver !== 'overlay') return createLocal(context, posted, own?.Id);
  const { nodeId } = context.engine;
  if (nodeId === undefined) throw new ApiError(500, NO_SWARM);
  if (context.world.store.nodes.get(nodeId)?.manager === undefined) throw new ApiError(403, WORKER);
  const { timeline } = context.world;
  const made = whenWritable(context, () => createInSwarm(context, posted));
  const allocated = new Promise<void>((resolve) => void timeline.after(ALLOCATED_MS, resolve, 'engine'));
  return Promise.all([made, allocated]).then(([reply]) => reply);
}

function createInSwarm({ world: { store, random } }: Context, posted: Posted): Reply {
  const network = networkOf(posted);
  const ingress = [...store.networks.all()].find((other) => other.ingress);
  if (network.ingress && ingress !== undefined) {
    throw rpcError('AlreadyExists', `ingress network (${ingress.id}) is already present`);
  }
  if (store.networks.count(`name:${network.name.toLowerCase()}`) > 0) {
    throw rpcError('Unknown', 'name conflicts with an existing object');
  }
  const { id } = store.write((tx) => tx.create('network', { id: random.id(), ...network }));
  return { status: 201, json: { Id: id, Warning: '' } };
}

function createLocal({ engine, world }: Context, posted: Posted, taken: string | undefined): Reply {
  const { Name: name = '', Driver = '', IPAM, Options = {}, Labels = {} } = posted;
  const driver = Driver === '' ? 'bridge' : Driver;
  const config = (IPAM?.Config ?? []).map(({ Subnet, IPRange, Gateway }) => ({
    ...(Subnet && { Subnet }),
    ...(IPRange && { IPRange }),
    ...(Gateway && { Gateway }),
  }));
  const made = localNetwork(engine, world.timeline.now(), { name, driver, config, options: Options });
  const Id = world.random.hex(64);
  const flags = { Internal: posted.Internal ?? false, Attachable: posted.Attachable ?? false, Labels };
  addLocalNetwork(engine, { ...made, Id, ...flags });
  const warning = taken === undefined ? '' : `Network with name ${name} (id : ${taken}) already exists`;
  return { status: 201, json: { Id, Warning: warning } };
}
