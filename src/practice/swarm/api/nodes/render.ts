import { LOG_DRIVERS, NETWORK_DRIVERS, VOLUME_DRIVERS } from '../../plugins.ts';
import type { Cluster, Node } from '../../state/objects.ts';
import { mapOf, omitEmpty } from '../omit-empty.ts';
import { renderMeta } from '../render-meta.ts';
import { ISSUER_PUBLIC_KEY, ISSUER_SUBJECT } from '../../ca/root-ca.ts';

const PLUGINS = [
  ...LOG_DRIVERS.map((Name) => ({ Type: 'Log', Name })),
  ...NETWORK_DRIVERS.map((Name) => ({ Type: 'Network', Name })),
  ...VOLUME_DRIVERS.map((Name) => ({ Type: 'Volume', Name })),
];

/** A node as the API of 1.41 writes it (`moby api/types/swarm/node.go`); its fields come in the order of Go's. */
export function renderNode(cluster: Cluster, node: Node): object {
  const { spec, description, status, manager } = node;
  return {
    ...renderMeta(node),
    Spec: spec,
    Description: {
      Hostname: description.hostname,
      Platform: omitEmpty({
        Architecture: description.platform.architecture,
        OS: description.platform.os,
      }),
      Resources: omitEmpty({
        NanoCPUs: description.resources.nanoCPUs,
        MemoryBytes: description.resources.memoryBytes,
      }),
      Engine: {
        ...omitEmpty({ EngineVersion: description.engineVersion, Labels: mapOf(description.engineLabels) }),
        Plugins: PLUGINS,
      },
      TLSInfo: {
        TrustRoot: cluster.rootCA,
        CertIssuerSubject: ISSUER_SUBJECT,
        CertIssuerPublicKey: ISSUER_PUBLIC_KEY,
      },
    },
    Status: omitEmpty({ State: status.state, Message: status.message, Addr: status.address }),
    ...(manager && {
      ManagerStatus: omitEmpty({
        Leader: manager.leader,
        Reachability: manager.reachability,
        Addr: manager.address,
      }),
    }),
  };
}
