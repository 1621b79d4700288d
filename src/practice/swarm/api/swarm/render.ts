import type { Cluster } from '../../state/objects.ts';
import { renderMeta } from '../render-meta.ts';
import { ISSUER_PUBLIC_KEY, ISSUER_SUBJECT } from '../../ca/root-ca.ts';

/** The swarm as `GET /info` has it (`moby api/types/swarm`, ClusterInfo): without what one joins with. */
export function renderClusterInfo(cluster: Cluster): object {
  const { spec, rootCA } = cluster;
  return {
    ...renderMeta(cluster),
    Spec: spec,
    TLSInfo: {
      TrustRoot: rootCA,
      CertIssuerSubject: ISSUER_SUBJECT,
      CertIssuerPublicKey: ISSUER_PUBLIC_KEY,
    },
    RootRotationInProgress: false,
    DefaultAddrPool: null,
    SubnetSize: 24,
    DataPathPort: 4789,
  };
}

/** The swarm as `GET /swarm` has it. */
export function renderSwarm(cluster: Cluster): object {
  const { worker, manager } = cluster.joinTokens;
  return { ...renderClusterInfo(cluster), JoinTokens: { Worker: worker, Manager: manager } };
}
