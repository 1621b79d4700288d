import type { ServiceSpec, Port } from '../../state/spec.ts';
import type { Store } from '../../state/store.ts';
import { rpcError } from '../rpc-error.ts';

const portKey = (port: Port): string => `${port.Protocol}/${port.PublishedPort}`;

/**
 * Whether another service has a port that the spec publishes (`swarmkit manager/controlapi/service.go`, checkPortConflicts).
 * `serviceId`: the service that is being updated.
 * @throws ApiError 400.
 */
export function checkPorts(store: Store, spec: Pick<ServiceSpec, 'EndpointSpec'>, serviceId?: string): void {
  const fixed = (spec.EndpointSpec?.Ports ?? []).filter((port) => (port.PublishedPort ?? 0) !== 0);
  if (fixed.length === 0) return;
  const keys = (mode: Port['PublishMode']): ReadonlySet<string> =>
    new Set(fixed.filter((port) => port.PublishMode === mode).map(portKey));
  const ingress = keys('ingress');
  const host = keys('host');
  const taken = (port: Port): string | undefined => {
    const key = portKey(port);
    if (port.PublishMode === 'host') return ingress.has(key) ? 'a host-published port' : undefined;
    return ingress.has(key) || host.has(key) ? 'an ingress port' : undefined;
  };
  // in the order of their ids, as swarmkit's store has them
  const services = [...store.services.all()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const service of services) {
    if (service.id === serviceId) continue;
    for (const port of [...(service.spec.EndpointSpec?.Ports ?? []), ...(service.endpoint?.ports ?? [])]) {
      const as = taken(port);
      if (as === undefined) continue;
      const words = `port '${port.PublishedPort}' is already in use by service '${service.spec.Name}' (${service.id}) as ${as}`;
      throw rpcError('InvalidArgument', words);
    }
  }
}
