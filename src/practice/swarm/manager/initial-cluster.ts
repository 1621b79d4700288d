import type { Network } from '../state/objects.ts';
import type { ClusterSpec } from '../state/spec.ts';
import type { Draft } from '../state/store.ts';
import type { World } from '../world.ts';
import { ROOT_CA } from '../ca/root-ca.ts';
import { joinToken, newDigest, newUnlockKey } from '../ca/tokens.ts';

/** What a new swarm has (`swarmkit manager/manager.go`, defaultClusterObject). */
export const DEFAULT_SPEC: ClusterSpec = {
  Name: 'default',
  Labels: {},
  Orchestration: { TaskHistoryRetentionLimit: 5 },
  Raft: {
    SnapshotInterval: 10_000,
    KeepOldSnapshots: 0,
    LogEntriesForSlowFollowers: 500,
    ElectionTick: 10,
    HeartbeatTick: 1,
  },
  Dispatcher: { HeartbeatPeriod: 5e9 },
  CAConfig: { NodeCertExpiry: 90 * 24 * 3600e9 },
  TaskDefaults: {},
  EncryptionConfig: { AutoLockManagers: false },
};

const plain = { attachable: false, ingress: false, internal: false, enableIPv6: false };

/**
 * Makes what a new swarm has before it has nodes: the cluster object, the ingress network, and the nodes' own networks, so that
 * services can use them (`swarmkit manager/manager.go`, becomeLeader).
 */
export function initialCluster({ store, random }: World, spec: ClusterSpec = DEFAULT_SPEC): void {
  const digest = newDigest(random);
  store.write((tx) => {
    tx.create('cluster', {
      id: random.id(),
      spec,
      rootCA: ROOT_CA,
      joinTokens: { worker: joinToken(digest, random), manager: joinToken(digest, random) },
      unlockKey: spec.EncryptionConfig.AutoLockManagers ? newUnlockKey(random) : '',
    });
    const networks: readonly Omit<Draft<Network>, 'id'>[] = [
      { ...plain, name: 'ingress', driver: '', ingress: true, ipam: { configs: [] } },
      ...['bridge', 'host'].map((name) => ({
        ...plain,
        name,
        driver: name,
        labels: { 'com.docker.swarm.predefined': 'true' },
      })),
    ];
    for (const network of networks) tx.create('network', { id: random.id(), ...network });
  });
}
