import type { NodeDescription } from './state/objects.ts';

/** One machine of the practice swarm: an engine with an API of its own. */
export type Engine = {
  /** The host name: node1. */
  readonly name: string;
  /** Its address in the swarm: 10.77.0.11. */
  readonly address: string;
  /** What it tells the managers of itself. Default: a Linux machine with 2 CPUs and 8 GiB. */
  readonly description?: NodeDescription;
  /** Its node in the swarm; undefined while it is in none. */
  nodeId: string | undefined;
  /** Without power it answers nobody; its containers are gone. */
  powered: boolean;
  /** Off the network it answers on its socket and knows nobody; its containers go on. */
  connected: boolean;
};
