import type { Ran } from './run.ts';

export type SwarmNode = {
  readonly name: string;
  /** The unix socket of its engine. */
  readonly socket: string;
  /** What a person would set DOCKER_HOST to. */
  readonly host: string;
};

export type DockerOptions = {
  /** Whose engine is asked. Default node1. */
  readonly node?: string;
  /** An address to ask in its stead, such as a proxy's. */
  readonly host?: string;
  /** Milliseconds. Default 60 s. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
};

/** What an end-to-end test needs of a swarm: that of real engines (`lab/lab.ts`) or the practice swarm (`practice-swarm.ts`). */
export type Swarm = {
  /** Host and port of the registry, as images name them. */
  readonly registry: string;
  /** A registry that never answers. */
  readonly silentRegistry: string;
  readonly nodes: readonly SwarmNode[];
  /** The docker CLI against a node's engine. A non-zero exit is an answer; a command that does not end in time is a LabError. */
  readonly docker: (args: readonly string[], options?: DockerOptions) => Promise<Ran>;
  /** The full reference of an image of the registry: `redis:3.0.5` to `registry:5000/redis:3.0.5`. */
  readonly image: (name: string) => string;
  readonly node: (name: string) => SwarmNode;
  /** Loss of power: the engine, its containers and its network are gone at once; its disk stays. */
  readonly loseNode: (name: string) => Promise<void>;
  /** Power again: resolves when the node's engine answers, which is before the swarm calls the node ready. */
  readonly returnNode: (name: string) => Promise<void>;
  /** Takes a node off the network, or puts it back, while its engine goes on and still answers on its socket. */
  readonly cutNode: (name: string) => Promise<void>;
  readonly mendNode: (name: string) => Promise<void>;
};
