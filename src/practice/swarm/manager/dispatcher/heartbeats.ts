import type { Store } from '../../state/store.ts';
import { milliseconds } from '../../time/duration.ts';
import type { Due } from '../../time/timeline.ts';
import type { World } from '../../world.ts';

/** `swarmkit manager/dispatcher/dispatcher.go`, DefaultHeartBeatPeriod and defaultGracePeriodMultiplier. */
const DEFAULT_HEARTBEAT_PERIOD_MS = 5000;
const GRACE_PERIOD_MULTIPLIER = 3;

/** How often agents are to be heard, and after how long a silence a node is down; ms. */
export function gracePeriod(store: Store): { readonly period: number; readonly grace: number } {
  const [cluster] = store.clusters.all();
  const set = milliseconds(cluster?.spec.Dispatcher.HeartbeatPeriod ?? 0);
  const period = set > 0 ? set : DEFAULT_HEARTBEAT_PERIOD_MS;
  return { period, grace: period * GRACE_PERIOD_MULTIPLIER };
}

/** The nodes that are not heard, and when each is given up. Heartbeats that come are not acted out: they would change nothing. */
export class Heartbeats {
  readonly #world: World;
  readonly #onExpired: (nodeId: string, message: string) => void;
  readonly #due = new Map<string, Due>();

  constructor(world: World, onExpired: (nodeId: string, message: string) => void) {
    this.#world = world;
    this.#onExpired = onExpired;
  }

  expect(nodeId: string, withinMs: number, message: string): void {
    this.stop(nodeId);
    const expire = (): void => {
      this.#due.delete(nodeId);
      this.#onExpired(nodeId, message);
    };
    this.#due.set(nodeId, this.#world.timeline.after(withinMs, expire, 'manager'));
  }

  stop(nodeId: string): void {
    this.#due.get(nodeId)?.cancel();
    this.#due.delete(nodeId);
  }

  clear(): void {
    for (const due of this.#due.values()) due.cancel();
    this.#due.clear();
  }
}
