import type { Endpoint } from '../../state/objects.ts';
import type { EndpointSpec, Port } from '../../state/spec.ts';

const DYNAMIC_FIRST = 30_000;
const DYNAMIC_LAST = 32_767;

/** The published ports of one protocol on the routing mesh. */
class PortSpace {
  readonly #taken = new Set<number>();
  #next = DYNAMIC_FIRST;

  take(): number | undefined {
    const size = DYNAMIC_LAST - DYNAMIC_FIRST + 1;
    for (let step = 0; step < size; step++) {
      const port = DYNAMIC_FIRST + ((this.#next - DYNAMIC_FIRST + step) % size);
      if (this.#taken.has(port)) continue;
      this.#taken.add(port);
      this.#next = port + 1;
      return port;
    }
    return undefined;
  }

  takeThis(port: number): number | undefined {
    if (this.#taken.has(port)) return undefined;
    this.#taken.add(port);
    return port;
  }

  release(port: number): void {
    this.#taken.delete(port);
  }
}

/** Published ports of the services (`swarmkit manager/allocator/cnmallocator/portallocator.go`). Host-mode ports are the nodes' own. */
export class PortAllocator {
  readonly #spaces: Readonly<Record<Port['Protocol'], PortSpace>> = {
    tcp: new PortSpace(),
    udp: new PortSpace(),
    sctp: new PortSpace(),
  };

  /**
   * Gives up the ports that a service had, and takes those of its spec; a port that is left to the swarm stays what it was where the
   * number of ports is the same. Undefined when a port is taken or none is left: then the service keeps what it had.
   */
  allocate(wanted: readonly Port[], held: readonly Port[] | undefined): readonly Port[] | undefined {
    this.release(held ?? []);
    const got: Port[] = [];
    for (const port of reconcile(wanted, held)) {
      const allocated = port.PublishMode === 'host' ? port : this.#take(port);
      if (allocated === undefined) {
        this.release(got);
        for (const before of held ?? []) if (before.PublishMode === 'ingress') this.#take(before);
        return undefined;
      }
      got.push(allocated);
    }
    return got;
  }

  /** Counts these as taken, which a service has already. */
  takeUp(ports: readonly Port[]): void {
    for (const port of ports) if (isIngress(port)) this.#take(port);
  }

  release(ports: readonly Port[]): void {
    for (const { PublishMode, PublishedPort, Protocol } of ports) {
      if (PublishMode === 'ingress' && PublishedPort !== undefined)
        this.#spaces[Protocol].release(PublishedPort);
    }
  }

  #take(port: Port): Port | undefined {
    const space = this.#spaces[port.Protocol];
    const PublishedPort = isOpen(port) ? space.take() : space.takeThis(port.PublishedPort ?? 0);
    return PublishedPort === undefined ? undefined : published(port, PublishedPort);
  }
}

/** Keeps the order of Go's fields, which is that of the answer. */
function published({ PublishMode, ...port }: Port, PublishedPort: number): Port {
  return { ...port, PublishedPort, PublishMode };
}

/** Whether the swarm is to choose the published port. */
const isOpen = (port: Port): boolean => (port.PublishedPort ?? 0) === 0;

const isIngress = (port: Port): boolean => port.PublishMode === 'ingress';

/** What makes a port of an endpoint the same port. */
const portKey = (port: Port): string => `${port.Name ?? ''}/${port.Protocol}/${port.TargetPort}`;

/** The ingress ports that a service has: asked for once each. */
class HeldPorts {
  readonly #ports: Map<string, Map<number, Port>>;

  constructor(ports: readonly Port[]) {
    this.#ports = new Map();
    for (const port of ports) {
      const key = portKey(port);
      const same = this.#ports.get(key) ?? new Map<number, Port>();
      this.#ports.set(key, same.set(port.PublishedPort ?? 0, port));
    }
  }

  /** The port that answers to this one of the spec, which is then gone. */
  take(port: Port): Port | undefined {
    const same = this.#ports.get(portKey(port));
    if (same === undefined) return undefined;
    const number = isOpen(port) ? [...same.keys()].find((key) => key !== 0) : port.PublishedPort;
    if (number === undefined) return undefined;
    const held = same.get(number);
    same.delete(number);
    return held;
  }
}

function reconcile(spec: readonly Port[], held: readonly Port[] | undefined): readonly Port[] {
  if (held === undefined || held.length !== spec.length) return spec;
  const ports = new HeldPorts(held.filter(isIngress));
  const left = (port: Port): boolean => isIngress(port) && isOpen(port);
  const chosen = spec.filter((port) => !left(port));
  for (const port of chosen) if (isIngress(port)) ports.take(port);
  return [...chosen, ...spec.filter(left).map((port) => ports.take(port) ?? port)];
}

/** Whether a service has the ports that its spec asks for. */
export function portsAllocated(spec: EndpointSpec | undefined, endpoint: Endpoint | undefined): boolean {
  if (endpoint === undefined && spec === undefined) return true;
  if (endpoint === undefined || spec === undefined) return false;
  const wanted = spec.Ports ?? [];
  if (wanted.length !== endpoint.ports.length) return false;
  const held = new HeldPorts(endpoint.ports.filter(isIngress));
  const targets = new Set(endpoint.ports.filter((port) => !isIngress(port)).map((port) => port.TargetPort));
  const ingress = wanted.filter(isIngress);
  return (
    ingress.every((port) => isOpen(port) || held.take(port) !== undefined) &&
    ingress.every((port) => !isOpen(port) || held.take(port) !== undefined) &&
    wanted.every((port) => isIngress(port) || targets.has(port.TargetPort))
  );
}

/** Whether a service whose ports are allocated has host-mode ports in its spec that its endpoint lacks. */
export function hostPortsDiffer(spec: EndpointSpec | undefined, endpoint: Endpoint | undefined): boolean {
  const held = new HeldPorts((endpoint?.ports ?? []).filter((port) => !isIngress(port)));
  return (spec?.Ports ?? []).some(
    (port) => !isIngress(port) && !isOpen(port) && held.take(port) === undefined,
  );
}
