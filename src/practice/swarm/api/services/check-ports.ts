import type { ServiceSpec, Port } from '../../state/spec.ts';
import type { Store } from '../../state/store.ts';

const portKey = (port: Port): string => `${port.Protocol}/${port.PublishedPort}`;

/**
 * What swarmkit says of a spec whose published ports another service has; undefined when there is no conflict. `serviceId`: the
 * service that is being updated. Source: `swarmkit manager/controlapi/service.go`, checkPortConflicts, InvalidArgument.
 */
export function ingressConflict(
  store: Store,
  spec: Pick<ServiceSpec, 'EndpointSpec'>,
  serviceId?: string,
): string | undefined {
  const fixed = (spec.EndpointSpec?.Ports ?? []).filter((port) => (port.PublishedPort ?? 0) !== 0);
  if (fixed.length === 0) return undefined;
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
      return `port '${port.PublishedPort}' is already in use by service '${service.spec.Name}' (${service.id}) as ${as}`;
    }
  }
  return undefined;
}
