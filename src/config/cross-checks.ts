import { z } from 'zod';
import { nearest } from '../core/chat/suggest.ts';
import type { Fault } from './fault.ts';
import { isChannelId, isEndpoint } from './schema.ts';
import type { YamlFile } from './yaml.ts';

const group = z.record(z.string(), z.unknown()).catch({});
const list = z.array(z.unknown()).catch([]);
/** As much as can be read of a file that may be at fault elsewhere, so that all faults are told at once. */
const Readable = z
  .object({
    clusters: group,
    channels: group,
    registries: group,
    allow: z.array(z.object({ clusters: list }).catch({ clusters: [] })).catch([]),
  })
  .catch({ clusters: {}, channels: {}, registries: {}, allow: [] });
const ReadableCluster = z
  .object({ endpoints: list, tls: z.unknown().optional(), insecure: z.unknown().optional() })
  .catch({ endpoints: [], tls: undefined, insecure: undefined });

/** What the parts of the file say of each other, and the keys that are names or ids. */
export function crossFaults(yaml: YamlFile): Fault[] {
  const { clusters, channels, allow, registries } = Readable.parse(yaml.value);
  const names = Object.keys(clusters);
  const unknownCluster = (place: readonly PropertyKey[], name: unknown): Fault[] => {
    if (typeof name !== 'string' || name === '' || names.includes(name)) return [];
    const meant = nearest(name, names);
    const known = names.length === 0 ? 'but there is none' : `one of ${names.join(', ')}`;
    return [
      yaml.fault(place, `expected a cluster of this file, ${meant === null ? known : `${meant} perhaps`}`),
    ];
  };
  return [
    ...names.flatMap((name) => clusterFaults(yaml, name, clusters[name])),
    ...Object.entries(channels).flatMap(([id, name]) => [
      ...(isChannelId(id)
        ? []
        : [yaml.fault(['channels', id], 'expected the id of a channel, such as C0123ABCD')]),
      ...unknownCluster(['channels', id], name),
    ]),
    ...Object.keys(registries)
      .filter((host) => !/^[a-z0-9][a-z0-9.-]*(:\d{1,5})?$/i.test(host))
      .map((host) =>
        yaml.fault(
          ['registries', host],
          'expected the host of a registry, such as registry.example.com:5000',
        ),
      ),
    ...allow.flatMap((rule, at) =>
      rule.clusters.flatMap((name, inner) => unknownCluster(['allow', at, 'clusters', inner], name)),
    ),
  ];
}

function clusterFaults(yaml: YamlFile, name: string, given: unknown): Fault[] {
  const place = ['clusters', name];
  const { endpoints, tls, insecure } = ReadableCluster.parse(given);
  const faults: Fault[] = [];
  if (!/^[a-z0-9][a-z0-9_.-]{0,40}$/i.test(name)) {
    faults.push(yaml.fault(place, 'expected a name of letters, digits, dots, dashes and underscores'));
  }
  const tcp = endpoints.findIndex(
    (endpoint) => typeof endpoint === 'string' && endpoint.startsWith('tcp://') && isEndpoint(endpoint),
  );
  if (tcp !== -1 && tls === undefined && insecure !== true) {
    faults.push(
      yaml.fault(
        [...place, 'endpoints', tcp],
        'expected `tls: {ca, cert, key}` for this cluster, or `insecure: true` to speak TCP in the clear',
      ),
    );
  }
  if (tls !== undefined && insecure === true) {
    faults.push(yaml.fault([...place, 'insecure'], 'expected `tls` or `insecure: true`, not both'));
  }
  return faults;
}
