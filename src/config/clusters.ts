import { dirname, resolve } from 'node:path';
import type { Sources } from './environment.ts';
import type { ConfigFile } from './schema.ts';
import type { ClusterSettings, EndpointSettings } from './settings.ts';
import { textOr } from './unreadable.ts';
import type { YamlFile } from './yaml.ts';

/** The clusters with their TLS files read, whose paths count from the folder of the configuration file at `path`. */
export async function readClusters(
  yaml: YamlFile,
  file: ConfigFile,
  path: string,
  sources: Sources,
): Promise<Map<string, ClusterSettings>> {
  const clusters = new Map<string, ClusterSettings>();
  for (const [name, { endpoints, production, tls }] of Object.entries(file.clusters)) {
    const pem = async (part: 'ca' | 'cert' | 'key'): Promise<string> => {
      const refuse = (words: string): string => {
        sources.faults.push(yaml.fault(['clusters', name, 'tls', part], words));
        return '';
      };
      const content = await textOr(sources.readFile, resolve(dirname(path), tls?.[part] ?? ''));
      if (typeof content !== 'string') return refuse(`the file that it names ${content.why}`);
      return content.includes('-----BEGIN ') ? content : refuse('expected the path of a PEM file');
    };
    const material: EndpointSettings['tls'] =
      tls === undefined
        ? undefined
        : {
            ca: await pem('ca'),
            cert: await pem('cert'),
            key: await pem('key'),
            ...(tls.server_name === undefined ? {} : { serverName: tls.server_name }),
          };
    clusters.set(name, {
      production,
      endpoints: endpoints.map((url) => ({
        url,
        ...(material !== undefined && url.startsWith('tcp:') ? { tls: material } : {}),
      })),
    });
  }
  return clusters;
}
