/** One machine of the practice swarm: an engine with an API of its own. */
export type Engine = {
  /** The host name: node1. */
  readonly name: string;
  /** Its address in the swarm: 10.77.0.11. */
  readonly address: string;
  /** Its node in the swarm; undefined while it is in none. */
  nodeId: string | undefined;
  /** Without power it answers nobody; its containers are gone. */
  powered: boolean;
  /** Off the network it answers on its socket and knows nobody; its containers go on. */
  connected: boolean;
};
