import { createHash } from 'node:crypto';
import type { Engine } from '../../engine.ts';
import { isOver, type Network, type Task } from '../../state/objects.ts';
import type { Store } from '../../state/store.ts';
import { rfc3339Nano } from '../../time/rfc3339.ts';
import type { Context } from '../api.ts';
import { taskName } from '../look-up.ts';
import { renderNetwork, type NetworkResource } from './render.ts';

/** Networks that somebody made on one machine. */
const made = new WeakMap<Engine, NetworkResource[]>();

const BRIDGE_OPTIONS = {
  'com.docker.network.bridge.default_bridge': 'true',
  'com.docker.network.bridge.enable_icc': 'true',
  'com.docker.network.bridge.enable_ip_masquerade': 'true',
  'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0',
  'com.docker.network.bridge.name': 'docker0',
  'com.docker.network.driver.mtu': '1500',
};
const GATEWAY_OPTIONS = {
  'com.docker.network.bridge.enable_icc': 'false',
  'com.docker.network.bridge.enable_ip_masquerade': 'true',
  'com.docker.network.bridge.name': 'docker_gwbridge',
};

/** So many hexadecimal digits, always the same for the same text. */
const hex = (text: string, digits: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, digits);

type Own = {
  readonly name: string;
  readonly driver: string;
  readonly config: readonly object[];
  readonly options: object;
};

/** A network of one machine as its engine has it (`moby daemon/network.go`, buildNetworkResource). */
export function localNetwork(engine: Engine, created: number, own: Own): NetworkResource {
  return {
    Name: own.name,
    Id: hex(`${engine.name}/${own.name}/${own.driver}`, 64),
    Created: rfc3339Nano(created),
    Scope: 'local',
    Driver: own.driver,
    EnableIPv6: false,
    IPAM: { Driver: 'default', Options: null, Config: own.config },
    Internal: false,
    Attachable: false,
    Ingress: false,
    ConfigFrom: { Network: '' },
    ConfigOnly: false,
    Containers: {},
    Options: { ...own.options },
    Labels: {},
  };
}

export function addLocalNetwork(engine: Engine, network: NetworkResource): void {
  made.set(engine, [...(made.get(engine) ?? []), network]);
}

/** Whether there was such a network. */
export function removeLocalNetwork(engine: Engine, id: string): boolean {
  const before = made.get(engine) ?? [];
  const after = before.filter((network) => network.Id !== id);
  made.set(engine, after);
  return after.length < before.length;
}

/**
 * The networks that a machine itself has: its own ones, and of the swarm's the ingress network and those that its tasks are in. The
 * latter have what is told only of the machine itself: who is in them. With `verbose` the services too.
 */
export function localNetworks(
  context: Context,
  detail: 'list' | 'inspect' | 'verbose',
): readonly NetworkResource[] {
  const { engine, world } = context;
  const { store } = world;
  const [cluster] = store.clusters.all();
  const created = cluster?.createdAt ?? world.timeline.now();
  const own = (name: string, driver: string, config: readonly object[], options: object): NetworkResource =>
    localNetwork(engine, created, { name, driver, config, options });
  const always = [
    own('none', 'null', [], {}),
    own('host', 'host', [], {}),
    own('bridge', 'bridge', [{ Subnet: '172.17.0.0/16' }], BRIDGE_OPTIONS),
    ...(made.get(engine) ?? []),
  ];
  const { nodeId } = engine;
  if (nodeId === undefined) return always;
  const gateway = { Subnet: '172.18.0.0/16', Gateway: '172.18.0.1' };
  const here = networksOn(store, nodeId).map((network) => copyOf(context, network, detail));
  return [...always, ...here, own('docker_gwbridge', 'bridge', [gateway], GATEWAY_OPTIONS)];
}

/** Tasks that have a container. */
const isThere = ({ status, nodeId }: Task): boolean =>
  nodeId !== '' && !isOver(status.state) && status.container !== undefined;

function networksOn(store: Store, nodeId: string): readonly Network[] {
  const ids = new Set<string>();
  for (const network of store.networks.all()) if (network.ingress) ids.add(network.id);
  for (const task of store.tasks.find(`node:${nodeId}`).filter(isThere)) {
    for (const { networkId, addresses } of task.networks ?? []) if (addresses.length > 0) ids.add(networkId);
  }
  return [...ids].flatMap((id) => store.networks.get(id) ?? []);
}

function copyOf(context: Context, network: Network, detail: 'list' | 'inspect' | 'verbose'): NetworkResource {
  const { engine, engines, world } = context;
  const { store } = world;
  const base = { ...renderNetwork(network), Containers: {}, Labels: network.labels ?? {} };
  if (detail === 'list') return base;
  const tasks = tasksIn(store, network);
  const nodeIds = new Set(tasks.map(({ nodeId }) => nodeId));
  const peers = engines.filter(
    ({ nodeId }) => nodeId !== undefined && (network.ingress || nodeIds.has(nodeId)),
  );
  const endpoints = tasks
    .filter(({ nodeId }) => nodeId === engine.nodeId)
    .flatMap((task) => endpointOf(store, task, network));
  return {
    ...base,
    Containers: Object.fromEntries(endpoints),
    Peers: peers.map(({ name, address }) => ({ Name: hex(`peer/${name}`, 12), IP: address })),
    ...(detail === 'verbose' && { Services: servicesIn(store, tasks, network) }),
  };
}

/** The tasks in a network that have a container, found by the services that use it. */
function tasksIn(store: Store, { id }: Network): readonly Task[] {
  return [...store.services.all()]
    .filter(({ endpoint, spec }) => {
      const { Networks = spec.Networks ?? [] } = spec.TaskTemplate;
      return (
        Networks.some(({ Target }) => Target === id) ||
        endpoint?.virtualIPs.some(({ networkId }) => networkId === id)
      );
    })
    .flatMap((service) => store.tasks.find(`service:${service.id}`))
    .filter((task) => isThere(task) && addressIn(task, id) !== undefined);
}

const addressIn = ({ networks = [] }: Task, id: string): string | undefined =>
  networks.find(({ networkId }) => networkId === id)?.addresses[0];

const endpointId = (task: Task, network: Network): string => hex(`${network.id}/${task.id}`, 64);

function endpointOf(store: Store, task: Task, network: Network): readonly (readonly [string, object])[] {
  const address = addressIn(task, network.id) ?? '';
  const octets = (address.split('/')[0] ?? '')
    .split('.')
    .map((octet) => Number(octet).toString(16).padStart(2, '0'));
  const endpoint = {
    Name: taskName(store, task),
    EndpointID: endpointId(task, network),
    MacAddress: ['02', '42', ...octets].join(':'),
    IPv4Address: address,
    IPv6Address: '',
  };
  return [[task.status.container?.id ?? '', endpoint]];
}

function servicesIn(store: Store, tasks: readonly Task[], network: Network): Record<string, object> {
  const bare = (address: string): string => address.split('/')[0] ?? '';
  const byService = Map.groupBy(tasks, ({ serviceId }) => serviceId);
  const entries = [...byService].flatMap(([id, its]) => {
    const service = store.services.get(id);
    if (service === undefined) return [];
    const virtual = service.endpoint?.virtualIPs.find(({ networkId }) => networkId === network.id);
    const Tasks = its.map((task) => ({
      Name: taskName(store, task),
      EndpointID: endpointId(task, network),
      EndpointIP: bare(addressIn(task, network.id) ?? ''),
      Info: { 'Host IP': store.nodes.get(task.nodeId)?.status.address ?? '' },
    }));
    return [
      [
        service.spec.Name,
        { VIP: bare(virtual?.address ?? '<nil>'), Ports: [], LocalLBIndex: 0, Tasks },
      ] as const,
    ];
  });
  return Object.fromEntries(entries);
}
