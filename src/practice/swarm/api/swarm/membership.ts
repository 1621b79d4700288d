import { isIP } from 'node:net';
import type { Engine } from '../../engine.ts';
import type { Kind } from '../../state/store.ts';
import { NOT_A_MANAGER } from '../access.ts';
import { ApiError, type ApiRequest, type Context, type Reply } from '../api.ts';
import { decode, flag, list, named, struct, text, uint } from '../decode.ts';
import { boolValue } from '../query.ts';
import { rpcError } from '../rpc-error.ts';
import { clusterSpec, mergeSpec } from './cluster-spec.ts';
import { DEFAULT_SPEC, initialCluster } from '../../manager/initial-cluster.ts';
import { addNode } from '../../manager/add-node.ts';
import { digestOf, fingerprintOf } from '../../ca/tokens.ts';

const ALREADY =
  'This node is already part of a swarm. Use "docker swarm leave" to leave this swarm and join another one.';
/** How often a new manager looks whether it leads; ms. */
const ELECTED_MS = 50;

const availability = named('swarm.NodeAvailability');
const initRequest = struct('swarm.InitRequest', {
  ListenAddr: text,
  AdvertiseAddr: text,
  DataPathAddr: text,
  DataPathPort: uint(32),
  ForceNewCluster: flag,
  Spec: clusterSpec,
  AutoLockManagers: flag,
  Availability: availability,
  DefaultAddrPool: list(text),
  SubnetSize: uint(32),
});
const joinRequest = struct('swarm.JoinRequest', {
  ListenAddr: text,
  AdvertiseAddr: text,
  DataPathAddr: text,
  RemoteAddrs: list(text),
  JoinToken: text,
  Availability: availability,
});

/** `POST /swarm/init` (`moby daemon/cluster/swarm.go`): answered when the new manager leads. @throws ApiError. */
export async function init({ body }: ApiRequest, { world, engine, raft }: Context): Promise<Reply> {
  const posted = decode(initRequest, body);
  if (engine.nodeId !== undefined) {
    if (posted.ForceNewCluster !== true) throw new ApiError(503, ALREADY);
    return { status: 200, json: begunAgain({ world, engine, raft }, engine.nodeId) };
  }
  validateAddress(posted.ListenAddr);
  const advertised = posted.AdvertiseAddr ?? '';
  if (advertised !== '' && isIP(hostOf(advertised)) === 0) {
    throw new ApiError(
      400,
      'advertise address must be a non-zero IP address or network interface (with optional port number)',
    );
  }
  const { AutoLockManagers = false } = posted;
  const spec = mergeSpec({ ...posted.Spec, EncryptionConfig: { AutoLockManagers } }, DEFAULT_SPEC);
  if (world.store.clusters.size > 0) {
    throw new ApiError(
      503,
      'There is one practice swarm, and it is running: join it, or leave it with all its nodes.',
    );
  }
  initialCluster(world, spec);
  const id = addNode(world, engine, { role: 'manager', availability: availabilityOf(posted.Availability) });
  raft.nodeChanged();
  while (raft.access(id, 'write').kind === 'wait') {
    await new Promise<void>((resolve) => world.timeline.after(ELECTED_MS, resolve, 'engine'));
  }
  return { status: 200, json: id };
}

/** The other managers are managers no longer: what they knew of a quorum is forgotten (`--force-new-cluster`). */
function begunAgain(
  { world: { store }, raft }: Pick<Context, 'world' | 'engine' | 'raft'>,
  nodeId: string,
): string {
  if (store.nodes.get(nodeId)?.manager === undefined) throw new ApiError(503, NOT_A_MANAGER);
  const nodes = [...store.nodes.all()];
  store.write((tx) => {
    for (const { id, spec, manager } of nodes) {
      if (id === nodeId || manager === undefined) continue;
      tx.update('node', id, { spec: { ...spec, Role: 'worker' }, manager: undefined });
    }
  });
  raft.nodeChanged();
  return nodeId;
}

/** `POST /swarm/join`. @throws ApiError. */
export function join({ body }: ApiRequest, { world, engine, engines, raft }: Context): Reply {
  const posted = decode(joinRequest, body);
  if (engine.nodeId !== undefined) throw new ApiError(503, ALREADY);
  validateAddress(posted.ListenAddr);
  const [remote] = posted.RemoteAddrs ?? [];
  if (remote === undefined) throw new ApiError(400, 'at least 1 RemoteAddr is required to join');
  if (remote === '') throw new ApiError(400, 'invalid remoteAddr "": invalid empty address');
  const token = posted.JoinToken ?? '';
  if (token === '') {
    throw rpcError('InvalidArgument', 'A valid join token is necessary to join this cluster');
  }
  const digest = digestOf(token);
  if (digest === undefined) throw new ApiError(500, 'invalid join token');
  const host = hostOf(remote);
  const isManager = ({ address, powered, connected, nodeId = '' }: Engine): boolean =>
    address === host && powered && connected && world.store.nodes.get(nodeId)?.manager !== undefined;
  if (!engine.connected || !engines.some(isManager)) {
    const dial = `dial tcp ${host}:2377: connect: connection refused`;
    throw rpcError('Unavailable', `connection error: desc = "transport: Error while dialing ${dial}"`);
  }
  const { joinTokens } = world.store.cluster;
  if (digest !== digestOf(joinTokens.worker))
    throw new ApiError(500, `remote CA does not match fingerprint. Expected: ${fingerprintOf(digest)}`);
  if (token !== joinTokens.worker && token !== joinTokens.manager) {
    throw rpcError('InvalidArgument', 'A valid join token is necessary to join this cluster');
  }
  const role = token === joinTokens.manager ? 'manager' : 'worker';
  addNode(world, engine, { role, availability: availabilityOf(posted.Availability) });
  raft.nodeChanged();
  return { status: 200, empty: true };
}

/** `POST /swarm/leave`. The node stays in the list; the dispatcher will call it down. @throws ApiError 503. */
export function leave({ query }: ApiRequest, context: Context): Reply {
  const { world, engine, raft } = context;
  const { store } = world;
  const { nodeId } = engine;
  if (nodeId === undefined) throw new ApiError(503, 'This node is not part of a swarm');
  const isManager = store.nodes.get(nodeId)?.manager !== undefined;
  if (isManager && !boolValue(query, 'force')) throw new ApiError(503, whyNotLeave(context, nodeId));
  engine.nodeId = undefined;
  if (isManager && [...store.nodes.all()].filter((node) => node.manager !== undefined).length === 1)
    erase(context);
  raft.nodeChanged();
  return { status: 200, empty: true };
}

function whyNotLeave({ world, raft }: Context, nodeId: string): string {
  const managers = [...world.store.nodes.all()].flatMap(({ manager }) => (manager ? [manager] : []));
  const reachable = managers.filter((manager) => manager.reachability === 'reachable').length;
  const unreachable = managers.length - reachable;
  let words = 'You are attempting to leave the swarm on a node that is participating as a manager. ';
  if (raft.access(nodeId, 'read').kind === 'refused') {
    words += 'Doing so may lose the consensus of your cluster. ';
  } else if (reachable - 2 <= unreachable) {
    if (managers.length === 1) {
      return `${words}Removing the last manager erases all current state of the swarm. Use \`--force\` to ignore this message. `;
    }
    words += `Removing this node leaves ${reachable - 1} managers out of ${managers.length}. Without a Raft quorum your swarm will be inaccessible. `;
  }
  return `${words}The only way to restore a swarm that has lost consensus is to reinitialize it with \`--force-new-cluster\`. Use \`--force\` to suppress this message.`;
}

/** The last manager takes the swarm with it. */
function erase({ world: { store } }: Context): void {
  const tables = {
    task: store.tasks,
    service: store.services,
    node: store.nodes,
    secret: store.secrets,
    config: store.configs,
    network: store.networks,
    cluster: store.clusters,
  } satisfies Record<Kind, unknown>;
  store.write((tx) => {
    for (const [kind, table] of Object.entries(tables)) {
      const ids = [...table.all()].map(({ id }) => id);
      for (const id of ids) tx.remove(kind as Kind, id);
    }
  });
}

function validateAddress(address = ''): void {
  if (address === '') throw new ApiError(400, 'invalid ListenAddr "": invalid empty address');
}

const hostOf = (address: string): string => address.replace(/:\d*$/, '');

function availabilityOf(text = ''): 'active' | 'pause' | 'drain' {
  return text === 'pause' || text === 'drain' ? text : 'active';
}
