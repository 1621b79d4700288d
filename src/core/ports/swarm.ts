import type { Node, Service, Task, TaskState } from '../swarm/objects.ts';
import type { Platform, ServiceSpec } from '../swarm/spec.ts';

/** What a registry says of an image reference; `digest` is `sha256:...`. */
export type ImageFound = {
  readonly kind: 'found';
  readonly digest: string;
  readonly platforms: readonly Platform[];
};
export type ImageLookup =
  | ImageFound
  | { readonly kind: 'missing'; readonly words: string } // the registry answered: no such tag or repository
  | { readonly kind: 'unknown'; readonly words: string }; // unreachable, refused, or too slow

/** How fresh a read is: a manager without quorum answers with the past. */
export type Freshness = { readonly stale: boolean; readonly words?: string };

export type TaskQuery = {
  readonly services?: readonly string[]; // ids
  readonly nodes?: readonly string[]; // ids
  readonly desired?: readonly TaskState[];
  /** Only tasks that the engine itself calls up to date with their service (swarmkit IsTaskDirty). */
  readonly upToDate?: boolean;
};

/**
 * Reading one swarm. All calls fail with EngineError, and end with the signal. There is no writing here, by design:
 * commands and views get this port only.
 */
export type SwarmReader = {
  readonly nodes: (signal: AbortSignal) => Promise<Node[]>;
  /** With `status`, each carries ServiceStatus where the engine knows it (API 1.41). `ids` limits to those services. */
  readonly services: (
    query: { readonly ids?: readonly string[]; readonly status?: boolean },
    signal: AbortSignal,
  ) => Promise<Service[]>;
  /** By id, or by exact name. Null when there is none. */
  readonly service: (idOrName: string, signal: AbortSignal) => Promise<Service | null>;
  readonly tasks: (query: TaskQuery, signal: AbortSignal) => Promise<Task[]>;
  /** Looks an image up in its registry, through the engine. Never throws for the registry's faults; bounded to 3 s. */
  readonly image: (reference: string, signal: AbortSignal) => Promise<ImageLookup>;
  readonly freshness: (signal: AbortSignal) => Promise<Freshness>;
  /** Bytes of answers read so far: what a watcher's budget is counted in. */
  readonly bytesRead: () => number;
};

/** Writing one swarm: `app/execute` alone has it. Versions are the ones planned against; a stale one is refused by the engine. */
export type SwarmWriter = {
  readonly updateService: (
    write: { readonly id: string; readonly version: number; readonly spec: ServiceSpec },
    signal: AbortSignal,
  ) => Promise<{ readonly warnings: readonly string[] }>;
  /** `?rollback=previous`: the engine swaps Spec and PreviousSpec. `spec` is a valid body that the engine ignores. */
  readonly rollbackService: (
    write: { readonly id: string; readonly version: number; readonly spec: ServiceSpec },
    signal: AbortSignal,
  ) => Promise<{ readonly warnings: readonly string[] }>;
};

/** Something about these services or nodes has changed; ask. `resync` when events may have been missed. */
export type SwarmHint =
  | { readonly kind: 'service'; readonly id: string }
  | { readonly kind: 'node'; readonly id: string }
  | { readonly kind: 'resync' };

export type SwarmEvents = {
  /** Calls `onHint` until the signal is aborted, reconnecting by itself; `resync` follows each reconnection. Never throws. */
  readonly follow: (onHint: (hint: SwarmHint) => void, signal: AbortSignal) => Promise<void>;
};
