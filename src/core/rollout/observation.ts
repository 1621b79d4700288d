import type { Service, Task } from '../swarm/objects.ts';

export type NodeSeen = { readonly hostname: string; readonly down: boolean };

/** What one look at the cluster showed of one service. */
export type Observation = {
  readonly at: number; // epoch ms, the bot's clock
  /** Null: the engine knows no such service. */
  readonly service: Service | null;
  /** Those that shall run: desired state `running` or `ready`. */
  readonly tasks: readonly Task[];
  /** Those that shall be removed, and are still there: the engine forgets them when they have ended. */
  readonly removing: readonly Task[];
  /** Those that were shut down; absent when they were not asked for this time. */
  readonly shut?: readonly Task[];
  /** Ids of the tasks that the engine itself calls up to date; absent when it was not asked. */
  readonly upToDate?: ReadonlySet<string>;
  readonly nodes: ReadonlyMap<string, NodeSeen>;
};

export type RolloutSettings = {
  /** No progress for so long, beyond the expected delay between batches, is `stuck`. */
  readonly stuckAfterMs: number;
  /** How long all is watched to be stable, beyond the monitor time, before it is called a success. */
  readonly settleMs: number;
};
