import {
  isOver,
  type Endpoint,
  type IpamConfig,
  type Network,
  type Service,
  type Task,
} from '../../state/objects.ts';
import type { NetworkAttachment, ServiceSpec } from '../../state/spec.ts';
import type { Store } from '../../state/store.ts';
import { AddressPool } from './address-pool.ts';
import { PortAllocator, portsAllocated } from './port-allocator.ts';
import { SubnetPool } from './subnet-pool.ts';
import { subnetOf } from './subnet.ts';

type Held = {
  readonly network: Network;
  readonly pools: readonly AddressPool[];
  readonly nodeLocal: boolean;
};
type Attachments = NonNullable<Task['networks']>;
type VirtualIP = Endpoint['virtualIPs'][number];

const VXLAN_IDS = 'com.docker.network.driver.overlay.vxlanid_list';
const FIRST_VXLAN_ID = 4096;
const NODE_LOCAL_DRIVERS: readonly string[] = ['bridge', 'host', 'ipvlan', 'macvlan'];

/**
 * Who has which address and port (`swarmkit manager/allocator/cnmallocator/networkallocator.go`). It changes no object: it says what
 * an object gets, or undefined when that cannot be had now.
 */
export class NetworkAllocator {
  readonly #networks = new Map<string, Held>();
  /** Services with virtual addresses. */
  readonly #services = new Set<string>();
  readonly #tasks = new Set<string>();
  readonly #ports = new PortAllocator();
  readonly #subnets = new SubnetPool();
  #vxlanId = FIRST_VXLAN_ID;
  #ingress: Network | undefined;

  /** The routing mesh, when it is allocated. */
  get ingress(): Network | undefined {
    return this.#ingress;
  }

  /** The state of a network that has none yet; undefined while one of its subnets overlaps with another's. */
  allocateNetwork(network: Network): Network['state'] {
    const driver = network.driver === '' ? 'overlay' : network.driver;
    const nodeLocal = NODE_LOCAL_DRIVERS.includes(driver);
    const pools = nodeLocal ? [] : this.#takePools(network.ipam?.configs ?? []);
    if (pools === undefined) return undefined;
    this.#networks.set(network.id, { network, pools: pools.map(({ pool }) => pool), nodeLocal });
    if (network.ingress) this.#ingress = network;
    if (nodeLocal) return { driver, ipam: { configs: [] } };
    const options = { ...network.options, [VXLAN_IDS]: String(this.#vxlanId++) };
    const sorted = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
    const { driver: asked = 'default', options: ipamOptions } = network.ipam ?? {};
    const ipam = {
      driver: asked,
      ...(ipamOptions && { options: ipamOptions }),
      configs: pools.map(({ config }) => config),
    };
    return { driver, options: Object.fromEntries(sorted), ipam };
  }

  /** Counts as given what the objects of the store say that they have. */
  takeUp(store: Store): void {
    for (const network of store.networks.all()) if (network.state !== undefined) this.#takeUpNetwork(network);
    for (const { id, endpoint } of store.services.all()) {
      for (const { networkId, address } of endpoint?.virtualIPs ?? []) this.#takeThese(networkId, [address]);
      if ((endpoint?.virtualIPs ?? []).length > 0) this.#services.add(id);
      this.#ports.takeUp(endpoint?.ports ?? []);
    }
    for (const { id, status, networks = [] } of store.tasks.all()) {
      if (networks.length === 0 || isOver(status.state)) continue;
      for (const { networkId, addresses } of networks) this.#takeThese(networkId, addresses);
      this.#tasks.add(id);
    }
  }

  #takeUpNetwork(network: Network): void {
    const { driver = '', options = {}, ipam } = network.state ?? {};
    const pools = (ipam?.configs ?? []).flatMap(({ subnet: text = '', range, gateway = '' }) => {
      const subnet = subnetOf(text);
      if (subnet === undefined) return [];
      const pool = new AddressPool(
        this.#subnets.takeThis(subnet) ?? subnet,
        range === undefined ? undefined : subnetOf(range),
      );
      pool.takeThis(gateway);
      return [pool];
    });
    this.#networks.set(network.id, { network, pools, nodeLocal: NODE_LOCAL_DRIVERS.includes(driver) });
    if (network.ingress) this.#ingress = network;
    const vxlanId = Number(options[VXLAN_IDS] ?? 0);
    this.#vxlanId = Math.max(this.#vxlanId, vxlanId + 1);
  }

  #takeThese(networkId: string, addresses: readonly string[]): void {
    for (const pool of this.#networks.get(networkId)?.pools ?? []) {
      for (const address of addresses) pool.takeThis(address.split('/')[0] ?? '');
    }
  }

  isNetworkAllocated(id: string): boolean {
    return this.#networks.has(id);
  }

  deallocateNetwork(id: string): void {
    for (const { subnet } of this.#networks.get(id)?.pools ?? []) this.#subnets.release(subnet);
    this.#networks.delete(id);
    if (this.#ingress?.id === id) this.#ingress = undefined;
  }

  /** Whether a service has all that its spec asks for. */
  isServiceAllocated(service: Service): boolean {
    const { spec, endpoint } = service;
    const networks = serviceNetworks(service);
    const addresses = endpoint?.virtualIPs ?? [];
    const has = ({ Target }: NetworkAttachment): boolean => addresses.some((vip) => vip.networkId === Target);
    const dnsrr = spec.EndpointSpec?.Mode === 'dnsrr';
    if (networks.length > 0 && !dnsrr && !(this.#services.has(service.id) && networks.every(has)))
      return false;
    if (!addresses.every((vip) => this.#isWanted(service, vip))) return false;
    if (dnsrr && this.#services.has(service.id)) return false;
    const publishes = (spec.EndpointSpec?.Ports ?? []).length > 0 || (endpoint?.ports ?? []).length > 0;
    return !publishes || portsAllocated(spec.EndpointSpec, endpoint);
  }

  /** The endpoint that a service's spec asks for; what it has and still wants it keeps. Undefined: it stays as it was. */
  allocateService(service: Service): Endpoint | undefined {
    const { EndpointSpec: spec } = service.spec;
    const before = service.endpoint?.virtualIPs ?? [];
    // without a spec of its endpoint a service begins anew, with other addresses
    const kept = spec === undefined ? [] : before.filter((vip) => this.#isWanted(service, vip));
    const keeps = (id: string): boolean => kept.some(({ networkId }) => networkId === id);
    const fresh = this.#takeVirtualIPs(this.#virtualNetworks(service).filter((id) => !keeps(id)));
    const held = service.endpoint?.ports;
    const ports = fresh && this.#ports.allocate(spec?.Ports ?? [], held);
    if (fresh === undefined || ports === undefined) {
      this.#releaseVirtualIPs(fresh ?? []);
      return undefined;
    }
    const virtualIPs = spec?.Mode === 'dnsrr' ? [] : [...kept, ...fresh];
    this.#releaseVirtualIPs(before.filter((vip) => !virtualIPs.includes(vip)));
    if (virtualIPs.length > 0) this.#services.add(service.id);
    else this.#services.delete(service.id);
    return { ...(spec && { spec }), ports, virtualIPs };
  }

  deallocateService({ id, endpoint }: Service): void {
    this.#releaseVirtualIPs(endpoint?.virtualIPs ?? []);
    this.#ports.release(endpoint?.ports ?? []);
    this.#services.delete(id);
  }

  /** A task's networks with an address in each; undefined when a network is not allocated or full. */
  allocateTask(task: Task, service: Service | undefined): Attachments | undefined {
    const ids =
      service !== undefined && needsIngress(service.spec) && this.#ingress ? [this.#ingress.id] : [];
    for (const { Target } of taskNetworks(task, service)) ids.push(Target);
    const attachments: { readonly networkId: string; readonly addresses: readonly string[] }[] = [];
    for (const networkId of ids) {
      const address = this.#takeAddress(networkId);
      if (address === undefined) {
        for (const attachment of attachments)
          this.#releaseAddresses(attachment.networkId, attachment.addresses);
        return undefined;
      }
      attachments.push({ networkId, addresses: address === '' ? [] : [address] });
    }
    if (attachments.length > 0) this.#tasks.add(task.id);
    return attachments;
  }

  /** Gives a task's addresses back. Whether there were any. */
  deallocateTask({ id, networks }: Task): boolean {
    if (!this.#tasks.delete(id)) return false;
    for (const { networkId, addresses } of networks ?? []) this.#releaseAddresses(networkId, addresses);
    return true;
  }

  #takePools(configs: readonly IpamConfig[]): { pool: AddressPool; config: IpamConfig }[] | undefined {
    const pools: { pool: AddressPool; config: IpamConfig }[] = [];
    for (const { subnet: asked, range, gateway: askedGateway } of configs.length > 0 ? configs : [{}]) {
      const wanted = asked === undefined ? undefined : subnetOf(asked);
      const subnet = asked === undefined ? this.#subnets.take() : wanted && this.#subnets.takeThis(wanted);
      const pool = subnet && new AddressPool(subnet, range === undefined ? undefined : subnetOf(range));
      const gateway = askedGateway === undefined ? pool?.take() : pool?.takeThis(askedGateway);
      if (pool === undefined || gateway === undefined) {
        if (subnet !== undefined) this.#subnets.release(subnet);
        for (const { pool: taken } of pools) this.#subnets.release(taken.subnet);
        return undefined;
      }
      const [address = gateway] = gateway.split('/');
      pools.push({ pool, config: { subnet: asked ?? pool.text, ...(range && { range }), gateway: address } });
    }
    return pools;
  }

  /** The networks in which a service is to have an address; an empty name where the mesh is needed and there is none. */
  #virtualNetworks(service: Service): readonly string[] {
    if (service.spec.EndpointSpec?.Mode === 'dnsrr') return [];
    const targets = serviceNetworks(service).map(({ Target }) => Target);
    return needsIngress(service.spec) ? [this.#ingress?.id ?? '', ...targets] : targets;
  }

  #isWanted(service: Service, { networkId }: VirtualIP): boolean {
    if (networkId === this.#ingress?.id) return needsIngress(service.spec);
    return serviceNetworks(service).some(({ Target }) => Target === networkId);
  }

  #takeVirtualIPs(networkIds: readonly string[]): VirtualIP[] | undefined {
    const got: VirtualIP[] = [];
    for (const networkId of new Set(networkIds)) {
      const address = this.#takeAddress(networkId);
      if (address === undefined) {
        this.#releaseVirtualIPs(got);
        return undefined;
      }
      got.push({ networkId, address });
    }
    return got;
  }

  #releaseVirtualIPs(virtualIPs: readonly VirtualIP[]): void {
    for (const { networkId, address } of virtualIPs) this.#releaseAddresses(networkId, [address]);
  }

  /** Empty for a network of the nodes, which give the addresses themselves. */
  #takeAddress(networkId: string): string | undefined {
    const held = this.#networks.get(networkId);
    if (held === undefined) return undefined;
    if (held.nodeLocal) return '';
    for (const pool of held.pools) {
      const address = pool.take();
      if (address !== undefined) return address;
    }
    return undefined;
  }

  #releaseAddresses(networkId: string, addresses: readonly string[]): void {
    for (const pool of this.#networks.get(networkId)?.pools ?? []) {
      for (const address of addresses) pool.release(address);
    }
  }
}

/** Whether a service needs the routing mesh (`swarmkit manager/allocator/networkallocator`, IsIngressNetworkNeeded). */
export function needsIngress({ EndpointSpec }: Pick<ServiceSpec, 'EndpointSpec'>): boolean {
  return (EndpointSpec?.Ports ?? []).some((port) => port.PublishMode === 'ingress');
}

/** The task template's networks come before the old place of them. */
function serviceNetworks({ spec }: Service): readonly NetworkAttachment[] {
  const networks = spec.TaskTemplate.Networks ?? [];
  return networks.length > 0 ? networks : (spec.Networks ?? []);
}

function taskNetworks(task: Task, service: Service | undefined): readonly NetworkAttachment[] {
  const networks = task.spec.Networks ?? [];
  return networks.length > 0 ? networks : (service?.spec.Networks ?? []);
}
