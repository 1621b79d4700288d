import type { ClusterSpec } from '../../state/spec.ts';
import { DEFAULT_SPEC } from '../../manager/initial-cluster.ts';
import { ApiError } from '../api.ts';
import { duration, flag, int, list, map, named, struct, text, uint, type Decoded } from '../decode.ts';
import { rpcError } from '../rpc-error.ts';

const externalCA = struct('swarm.ExternalCA', {
  Protocol: named('swarm.ExternalCAProtocol'),
  URL: text,
  Options: map(text),
  CACert: text,
});

/** `moby api/types/swarm/swarm.go`, Spec. */
export const clusterSpec = struct('swarm.Spec', {
  Name: text,
  Labels: map(text),
  Orchestration: struct('swarm.OrchestrationConfig', { TaskHistoryRetentionLimit: int(64) }),
  Raft: struct('swarm.RaftConfig', {
    SnapshotInterval: uint(64),
    KeepOldSnapshots: uint(64),
    LogEntriesForSlowFollowers: uint(64),
    ElectionTick: int(64, 'int'),
    HeartbeatTick: int(64, 'int'),
  }),
  Dispatcher: struct('swarm.DispatcherConfig', { HeartbeatPeriod: duration }),
  CAConfig: struct('swarm.CAConfig', {
    NodeCertExpiry: duration,
    ExternalCAs: list(externalCA, '[]*swarm.ExternalCA'),
    SigningCACert: text,
    SigningCAKey: text,
    ForceRotate: uint(64),
  }),
  EncryptionConfig: struct('swarm.EncryptionConfig', { AutoLockManagers: flag }),
});
type PostedCluster = Decoded<typeof clusterSpec>;

const HOUR = 3600e9;
const PROTOCOLS: readonly (string | undefined)[] = ['cfssl'];

/** What an update begins with: whoever updates says everything, and what is left out is zero. */
export const EMPTY_SPEC: ClusterSpec = {
  Name: 'default',
  Labels: {},
  Orchestration: { TaskHistoryRetentionLimit: 0 },
  Raft: { KeepOldSnapshots: 0, ElectionTick: 0, HeartbeatTick: 0 },
  Dispatcher: {},
  CAConfig: {},
  TaskDefaults: {},
  EncryptionConfig: { AutoLockManagers: false },
};

/** What is posted over a base; zero says nothing (`moby daemon/cluster/convert/swarm.go`, MergeSwarmSpecToGRPC). @throws ApiError. */
export function mergeSpec(posted: PostedCluster, base: ClusterSpec): ClusterSpec {
  const { Name = '', Labels = {}, Orchestration, Raft, Dispatcher, CAConfig, EncryptionConfig } = posted;
  if (Name !== '' && Name !== 'default') throw new ApiError(400, 'swarm spec must be named "default"');
  for (const { Protocol = '' } of CAConfig?.ExternalCAs ?? []) {
    if (!PROTOCOLS.includes(Protocol.toLowerCase()))
      throw new ApiError(400, `invalid protocol: "${Protocol}"`);
  }
  const heartbeat = Dispatcher?.HeartbeatPeriod ?? 0;
  const expiry = CAConfig?.NodeCertExpiry ?? 0;
  const keep = Raft?.KeepOldSnapshots;
  const raft = { ...base.Raft, ...positive(Raft), ...(keep !== undefined && { KeepOldSnapshots: keep }) };
  const spec: ClusterSpec = {
    Name: 'default',
    Labels: Object.keys(Labels).length > 0 ? Labels : base.Labels,
    Orchestration: { ...base.Orchestration, ...Orchestration },
    Raft: inOrder(raft),
    Dispatcher: heartbeat === 0 ? base.Dispatcher : { HeartbeatPeriod: heartbeat },
    CAConfig: {
      ...(expiry === 0 ? base.CAConfig : { NodeCertExpiry: expiry }),
      ...((CAConfig?.ExternalCAs ?? []).length > 0 && { ExternalCAs: CAConfig?.ExternalCAs }),
      ...((CAConfig?.ForceRotate ?? 0) > 0 && { ForceRotate: CAConfig?.ForceRotate }),
    },
    TaskDefaults: {},
    EncryptionConfig: { AutoLockManagers: EncryptionConfig?.AutoLockManagers ?? false },
  };
  validate(spec);
  return spec;
}

/** `swarmkit manager/controlapi/cluster.go`, validateClusterSpec. */
function validate({ CAConfig, Dispatcher }: ClusterSpec): void {
  const { NodeCertExpiry: expiry } = CAConfig;
  if (typeof expiry === 'number' && expiry < HOUR) {
    throw rpcError('InvalidArgument', 'minimum certificate expiry time is: 1h0m0s');
  }
  if ((Dispatcher.HeartbeatPeriod ?? 0) < 0) {
    throw rpcError('InvalidArgument', 'heartbeat time period cannot be a negative duration');
  }
}

function positive(raft: PostedCluster['Raft'] = {}): Record<string, number> {
  return Object.fromEntries(Object.entries(raft).filter(([, value]) => value !== 0));
}

function inOrder(raft: Readonly<Record<string, number>>): Record<string, number> {
  const names = Object.keys(DEFAULT_SPEC.Raft).filter((name) => name in raft);
  return Object.fromEntries(names.map((name) => [name, raft[name] ?? 0]));
}
