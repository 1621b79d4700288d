import { needsIngress } from '../../manager/allocator/network-allocator.ts';
import type { Store } from '../../state/store.ts';
import type { ServiceSpec } from '../../state/spec.ts';
import { ApiError, type Context } from '../api.ts';
import { isPredefined } from '../networks/create-request.ts';
import { localNetworks } from '../networks/local-networks.ts';
import { rpcError } from '../rpc-error.ts';
import { findNetwork } from '../look-up.ts';
import type { PostedNetworks, PostedSpec } from './schema.ts';

/**
 * Puts ids in place of the names of networks: those of the task template, or where it has none, those of the service (`moby
 * daemon/cluster/networks.go`, populateNetworkID).
 * @throws ApiError for a network that a service cannot have.
 */
export function resolveNetworks(context: Context, posted: PostedSpec): PostedSpec {
  const { TaskTemplate: task } = posted;
  const ofTask = task?.Networks ?? [];
  if (ofTask.length > 0) return { ...posted, TaskTemplate: { ...task, Networks: resolve(context, ofTask) } };
  return posted.Networks === undefined ? posted : { ...posted, Networks: resolve(context, posted.Networks) };
}

const resolve = (context: Context, networks: PostedNetworks): PostedNetworks =>
  networks.map((network) => ({ ...network, Target: idOf(context, network.Target ?? '') }));

/** What the swarm does not know may be a network of the machine that was asked, which no service can have. */
function idOf(context: Context, target: string): string {
  try {
    return findNetwork(context.world.store, target).id;
  } catch (error) {
    const local = localNetworks(context, 'list').find(({ Name, Id }) => Name === target || Id === target);
    if (local === undefined) throw error;
    if (isPredefined(local.Name)) {
      const words = 'could not find the corresponding predefined swarm network';
      throw new ApiError(404, `${words}: network ${local.Name} not found`);
    }
    throw new ApiError(
      403,
      `The network ${local.Name} cannot be used with services. Only networks scoped to the swarm can be used, such as those created with the overlay driver.`,
    );
  }
}

/**
 * Nothing is attached to the routing mesh by name (`swarmkit manager/controlapi/service.go`, validateNetworks); the old place of
 * networks is not looked at.
 * @throws ApiError 400.
 */
export function checkNetworks(store: Store, { TaskTemplate }: ServiceSpec): void {
  for (const { Target } of TaskTemplate.Networks ?? []) {
    const network = store.networks.get(Target);
    if (network?.ingress !== true) continue;
    throw rpcError(
      'InvalidArgument',
      `Service cannot be explicitly attached to the ingress network ${JSON.stringify(network.name)}`,
    );
  }
}

/** @throws ApiError 400 when the spec publishes ports in the mesh, and somebody has removed the network of the mesh. */
export function checkIngress(store: Store, spec: ServiceSpec): void {
  if (!needsIngress(spec) || [...store.networks.all()].some(({ ingress }) => ingress)) return;
  throw rpcError('FailedPrecondition', 'service needs ingress network, but no ingress network is present');
}
