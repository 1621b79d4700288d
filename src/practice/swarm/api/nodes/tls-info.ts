import { X509Certificate } from 'node:crypto';
import type { Cluster } from '../../state/objects.ts';

/** DER of CN=swarm-ca, which is how swarmkit names every root (`swarmkit ca/certificates.go`, rootCN). */
const SUBJECT = 'MBMxETAPBgNVBAMTCHN3YXJtLWNh';

const known = new WeakMap<Cluster, object>();

/** What the API says of the swarm's root certificate, to the swarm as to every node (`moby api/types/swarm/common.go`, TLSInfo). */
export function renderTLSInfo(cluster: Cluster): object {
  const before = known.get(cluster);
  if (before !== undefined) return before;
  const rendered = {
    TrustRoot: cluster.rootCA,
    CertIssuerSubject: SUBJECT,
    ...publicKeyOf(cluster.rootCA),
  };
  known.set(cluster, rendered);
  return rendered;
}

/** A text that is no certificate has no key. */
function publicKeyOf(certificate: string): { readonly CertIssuerPublicKey?: string } {
  try {
    const { publicKey } = new X509Certificate(certificate);
    return { CertIssuerPublicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') };
  } catch {
    return {};
  }
}
