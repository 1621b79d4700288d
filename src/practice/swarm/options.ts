import type { Faults } from './api/faults.ts';
import type { Glance } from './glance.ts';
import type { Catalog } from './images/catalog.ts';
import type { Labels, Platform } from './state/spec.ts';
import type { Timeline } from './time/timeline.ts';

export type NodeOptions = {
  /** Host name. */
  readonly name: string;
  /** `outside`: an engine in no swarm. */
  readonly role: 'manager' | 'worker' | 'outside';
  readonly labels?: Labels;
  readonly engineLabels?: Labels;
  readonly platform?: Required<Platform>;
  /** Default 2 CPUs and 8 GiB. */
  readonly resources?: { readonly nanoCPUs: number; readonly memoryBytes: number };
};

export type SwarmOptions = {
  /** The first manager begins as leader. Engines that are all `outside` form no swarm until one is told to (`POST /swarm/init`). */
  readonly nodes: readonly NodeOptions[];
  /** Default: the wall clock. A stepped one is the caller's to move, and to close. */
  readonly timeline?: Timeline;
  /** Of ids and of small differences in time. Default 1. */
  readonly seed?: number;
  /** Default: the images of practice. */
  readonly catalog?: Catalog;
  /** A folder for `<node>/docker.sock`. Without it there are no unix sockets. */
  readonly sockets?: string;
  /** Also on loopback TCP: a port for each node, by name; 0 is any free one. Nothing on TCP without it. */
  readonly ports?: Readonly<Record<string, number>>;
  /**
   * A folder that the swarm is kept in, made where it is missing: saved soon after each change and at the end, and taken up from there at
   * the next start, as when the power comes back everywhere. Ids, versions, specs and tokens stay. Engines are known by their names, and
   * of those that are known the file decides what they are. Only one swarm at a time may have a folder.
   *
   * The managers take some 5 s until one leads, and the services some 15 s until they are up; a timeline that begins a minute ago spares
   * people the wait:
   *
   *     const saved = await lastSaved(data);
   *     const timeline = catchUpTimeline(saved === undefined ? aDayAgo : Math.max(saved, Date.now() - 60_000));
   *     const swarm = await startSwarm({ nodes, data, timeline });
   *     if (!swarm.isResumed) await tellTheStory(swarm);
   *     await timeline.goLive();
   */
  readonly data?: string;
  /** Is told of faults of the practice swarm's own; whoever asked is answered with 500. A timeline that is handed in tells its own. */
  readonly onCrash?: (error: unknown) => void;
};

/** A node of a practice swarm, as seen from outside. */
export type PracticeNode = {
  readonly name: string;
  /** The unix socket, where one was asked for. */
  readonly socket?: string;
  /** The port on 127.0.0.1, where one was asked for. */
  readonly port?: number;
  /** What goes wrong with this node's API. */
  readonly faults: Faults;
  /** Whether its machine is on, and on the network: what was done to it here, which the managers may not have noticed yet. */
  readonly power: 'on' | 'off';
  readonly network: 'on' | 'off';
};

/** A running practice swarm, and the means to break it. */
export type PracticeSwarm = {
  readonly nodes: readonly PracticeNode[];
  /** @throws RangeError for a name that no node has. */
  readonly node: (name: string) => PracticeNode;
  readonly timeline: Timeline;
  readonly catalog: Catalog;
  /** Whether it was begun from what its folder held. */
  readonly isResumed: boolean;
  /** How many requests wait for the timeline to move. A stepped test has to move it while there are any. */
  readonly parked: () => number;
  /**
   * Loss of power: the engine, its containers and its connections are gone at once. Of this and the next three, what is asked of one node
   * is done in the order in which it was asked, each when the one before is done; the first begins within the call. What is so already
   * (power for one that has it) stays so, and is no error. They reject with RangeError for a name that no node has, and with Error once
   * the swarm is stopped.
   */
  readonly loseNode: (name: string) => Promise<void>;
  /** Power again: resolves when its API answers, which is before the swarm calls the node ready. Rejects when it cannot listen. */
  readonly returnNode: (name: string) => Promise<void>;
  /** Off the network, while its engine and containers go on and its socket answers; and back on it. */
  readonly cutNode: (name: string) => Promise<void>;
  readonly mendNode: (name: string) => Promise<void>;
  /** Every container of this image that runs ends at once, with code 1. Returns how many did. For more: `images/troubles.ts`. */
  readonly crash: (image: string) => number;
  /** How it stands, straight from the managers' store: no request, and no rights. */
  readonly glance: () => Glance;
  /**
   * Calls back when power or network of a node has changed, and soon after anything else that `glance` shows may have, until the
   * function that it returns is called.
   */
  readonly onChange: (listener: () => void) => () => void;
  /** Ends every listener, connection and timer, and then saves what is kept: it rejects when that was not possible. */
  readonly stop: () => Promise<void>;
};
