import type { NodeDescription } from './state/objects.ts';
import { ENGINE } from './release.ts';

/** One machine of the practice swarm: an engine with an API of its own. */
export type Engine = {
  /** The host name: node1. */
  readonly name: string;
  /** Its address in the swarm: 10.77.0.11. */
  readonly address: string;
  /** What it tells the managers of itself. */
  readonly description: NodeDescription;
  /** Its node in the swarm; undefined while it is in none. */
  nodeId: string | undefined;
  /** Without power it answers nobody; its containers are gone. */
  powered: boolean;
  /** Off the network it answers on its socket and knows nobody; its containers go on. */
  connected: boolean;
};

/** A Linux machine with 2 CPUs and 8 GiB. */
export function plainMachine(name: string): NodeDescription {
  return {
    hostname: name,
    platform: { architecture: 'x86_64', os: 'linux' },
    resources: { nanoCPUs: 2e9, memoryBytes: 8 * 2 ** 30 },
    engineVersion: ENGINE.version,
    engineLabels: {},
  };
}
