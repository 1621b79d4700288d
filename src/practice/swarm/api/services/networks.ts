import type { Store } from '../../state/store.ts';
import type { ServiceSpec } from '../../state/spec.ts';
import { ApiError } from '../api.ts';
import { rpcError } from '../rpc-error.ts';
import { findNetwork } from './look-up.ts';
import type { PostedNetworks, PostedSpec } from './schema.ts';

/** Networks that every engine has for itself, and the swarm has none of the name. */
const LOCAL = ['none', 'docker_gwbridge'];

/**
 * Puts ids in place of the names of networks: those of the task template, or where it has none, those of the service (`moby
 * daemon/cluster/networks.go`, populateNetworkID).
 * @throws ApiError for a network that a service cannot have.
 */
export function resolveNetworks(store: Store, posted: PostedSpec): PostedSpec {
  const { TaskTemplate: task } = posted;
  const ofTask = task?.Networks ?? [];
  if (ofTask.length > 0) return { ...posted, TaskTemplate: { ...task, Networks: resolve(store, ofTask) } };
  return posted.Networks === undefined ? posted : { ...posted, Networks: resolve(store, posted.Networks) };
}

const resolve = (store: Store, networks: PostedNetworks): PostedNetworks =>
  networks.map((network) => ({ ...network, Target: idOf(store, network.Target ?? '') }));

function idOf(store: Store, target: string): string {
  try {
    return findNetwork(store, target).id;
  } catch (error) {
    if (target === 'none') {
      throw new ApiError(
        404,
        `could not find the corresponding predefined swarm network: network none not found`,
      );
    }
    if (!LOCAL.includes(target)) throw error;
    throw new ApiError(
      403,
      `The network ${target} cannot be used with services. Only networks scoped to the swarm can be used, such as those created with the overlay driver.`,
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
export function checkIngress(store: Store, { EndpointSpec }: ServiceSpec): void {
  const needed = (EndpointSpec?.Ports ?? []).some((port) => port.PublishMode === 'ingress');
  if (!needed || [...store.networks.all()].some(({ ingress }) => ingress)) return;
  throw rpcError('FailedPrecondition', 'service needs ingress network, but no ingress network is present');
}
