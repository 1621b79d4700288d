import type { Node } from '../state/objects.ts';
import { REQUEST_TIMEOUT_MS, waitForLeader } from './access.ts';
import { ApiError, type ApiRequest, type Context, type Reply } from './api.ts';
import { machine, programs } from './machine.ts';
import { renderClusterInfo } from './swarm/render.ts';

const TWO_MANAGERS = `WARNING: Running Swarm in a two-manager configuration. This configuration provides
         no fault tolerance, and poses a high risk to lose control over the cluster.
         Refer to https://docs.docker.com/engine/swarm/admin_guide/ to configure the
         Swarm for fault-tolerance.`;

/** A manager that does not hear of a leader answers all the same, but only when it has waited for one. */
export async function getInfo(_: ApiRequest, context: Context): Promise<Reply> {
  const { world, engine } = context;
  const node = engine.nodeId === undefined ? undefined : world.store.nodes.get(engine.nodeId);
  const fault = node?.manager === undefined ? undefined : await faultOf(context);
  const swarm = swarmOf(context, node, fault);
  const warnings = 'Warnings' in swarm ? swarm.Warnings : null;
  return { status: 200, json: { ...machine(context, node), Swarm: swarm, ...programs, Warnings: warnings } };
}

/** Why the swarm cannot be asked; undefined when it can. */
async function faultOf(context: Context): Promise<string | undefined> {
  const { timeline } = context.world;
  const asked = timeline.now();
  try {
    await waitForLeader('manager-read', context);
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const left = Math.max(0, asked + REQUEST_TIMEOUT_MS - timeline.now());
    await new Promise<void>((resolve) => void timeline.after(left, resolve, 'engine'));
    return error.message;
  }
}

/** `moby daemon/cluster/swarm.go`, Info. */
function swarmOf(
  { world: { store }, engine }: Context,
  node: Node | undefined,
  fault: string | undefined,
): object {
  if (node === undefined) {
    return {
      NodeID: '',
      NodeAddr: '',
      LocalNodeState: 'inactive',
      ControlAvailable: false,
      Error: '',
      RemoteManagers: null,
    };
  }
  const managers = [...store.nodes.all()].filter((one) => one.manager !== undefined);
  const common = {
    NodeID: node.id,
    NodeAddr: engine.address,
    LocalNodeState: 'active',
    ControlAvailable: node.manager !== undefined,
    Error: fault ?? '',
    RemoteManagers: managers.map(({ id, manager }) => ({ NodeID: id, Addr: manager?.address })),
  };
  if (node.manager === undefined) return common;
  if (fault !== undefined) return { ...common, Cluster: NO_CLUSTER };
  return {
    ...common,
    Nodes: store.nodes.size,
    Managers: managers.length,
    Cluster: renderClusterInfo(store.cluster),
    ...(managers.length === 2 ? { Warnings: [TWO_MANAGERS] } : {}),
  };
}

/** Go's zero values: what a manager knows that could not ask. */
const NO_CLUSTER = {
  ID: '',
  Version: {},
  CreatedAt: '0001-01-01T00:00:00Z',
  UpdatedAt: '0001-01-01T00:00:00Z',
  Spec: {
    Labels: null,
    Orchestration: {},
    Raft: { ElectionTick: 0, HeartbeatTick: 0 },
    Dispatcher: {},
    CAConfig: {},
    TaskDefaults: {},
    EncryptionConfig: { AutoLockManagers: false },
  },
  TLSInfo: {},
  RootRotationInProgress: false,
  DefaultAddrPool: null,
  SubnetSize: 0,
  DataPathPort: 0,
};
