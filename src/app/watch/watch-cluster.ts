import { EngineError } from '../../core/errors.ts';
import type { SwarmEvents, SwarmHint, SwarmReader } from '../../core/ports/swarm.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import type { Lost } from '../../core/view/rollout-view.ts';
import { look, type Looked, newMemory } from './look.ts';
import { pace } from './pace.ts';
import { type Teller, teller, type TellerDeps } from './teller.ts';
import { quietSleep, waker } from './wake.ts';

export type WatchDeps = TellerDeps & {
  readonly cluster: string;
  readonly swarm: SwarmReader;
  readonly events: SwarmEvents;
};

export type ClusterWatcher = {
  /** From now on. The rollout is in the store already; one that is followed or closed is left as it is. */
  readonly follow: (rollout: Rollout) => void;
  /** Follows what the store holds as active, and what `follow` adds, until the signal ends it. Never throws. */
  readonly run: (signal: AbortSignal) => Promise<void>;
};

const STORE_RETRY_MS = 5_000;

/** One watcher for all rollouts of a cluster. While nothing rolls it asks the engine nothing and holds no connection. */
export function watchCluster(deps: WatchDeps): ClusterWatcher {
  const { cluster, swarm, events, rollouts, clock, log, settings } = deps;
  const followed = new Map<string, Teller>();
  const closing = new Map<string, Promise<void>>();
  const { wake, served, sleep } = waker(clock);
  let memory = newMemory();
  let failures = 0;
  let lost: Lost | undefined;

  function follow(rollout: Rollout): void {
    if (rollout.endedAt !== null) return;
    if (followed.has(rollout.id) || closing.has(rollout.id)) return;
    followed.set(rollout.id, teller(rollout, deps));
    wake();
  }

  function hint(given: SwarmHint): void {
    if (given.kind === 'service') {
      if ([...followed.values()].some((each) => each.rollout().serviceId === given.id)) wake();
      return;
    }
    memory.nodesAreOld = true;
    wake();
  }

  async function loadActive(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for (const rollout of await rollouts.active(cluster)) follow(rollout);
        return;
      } catch (error) {
        log.error({ cluster, err: error }, 'active rollouts could not be read, trying again');
        await quietSleep(clock, STORE_RETRY_MS, signal);
      }
    }
  }

  async function takeLook(signal: AbortSignal): Promise<void> {
    const tellers = [...followed.values()];
    const looked = await lookOrFail(tellers, signal);
    if (looked === null || signal.aborted) return;
    failures = looked.kind === 'seen' ? 0 : failures + 1;
    if (looked.kind !== 'seen') {
      lost = { since: lost?.since ?? clock.now(), words: looked.words, stale: looked.kind === 'stale' };
      for (const each of tellers) each.tellLost(lost, signal);
      return;
    }
    lost = undefined;
    for (const [index, each] of tellers.entries()) {
      const folded = looked.rollouts[index];
      if (folded !== undefined) await each.tell(folded, undefined, signal);
    }
  }

  /** Null when the signal ended it. */
  async function lookOrFail(
    tellers: readonly Teller[],
    signal: AbortSignal,
  ): Promise<Looked | { readonly kind: 'failed'; readonly words: string } | null> {
    try {
      const seen = tellers.map((each) => each.rollout());
      return await look({ swarm, clock, settings, memory }, seen, signal);
    } catch (error) {
      if (signal.aborted) return null;
      if (error instanceof EngineError) {
        log.warn({ cluster, reason: error.reason }, 'the cluster could not be seen');
        return { kind: 'failed', words: error.words === '' ? error.message : error.words };
      }
      log.error({ cluster, err: error }, 'a look at the cluster failed');
      return { kind: 'failed', words: 'an error in Waggle, see its log' };
    }
  }

  /** Those that have ended are looked at no more; the telling of it goes on by itself. */
  function closeEnded(signal: AbortSignal): void {
    for (const [id, each] of followed) {
      if (each.rollout().state.phase !== 'ended') continue;
      followed.delete(id);
      const done = each
        .close(signal)
        .then(() => each.settled())
        .catch((error: unknown) => log.error({ rollout: id, err: error }, 'a rollout could not be closed'))
        .finally(() => closing.delete(id));
      closing.set(id, done);
    }
  }

  async function runWhileRolling(signal: AbortSignal): Promise<void> {
    memory = newMemory();
    lost = undefined;
    failures = 0;
    const stream = new AbortController();
    const following = events.follow(hint, AbortSignal.any([signal, stream.signal]));
    while (followed.size > 0 && !signal.aborted) {
      const startedAt = clock.now();
      served();
      const readBefore = swarm.bytesRead();
      await takeLook(signal);
      closeEnded(signal);
      if (followed.size === 0 || signal.aborted) break;
      const { least, usual } = pace({
        bytes: swarm.bytesRead() - readBefore,
        failures,
        rollouts: [...followed.values()].map((each) => each.rollout()),
        settings,
      });
      await quietSleep(clock, Math.max(0, startedAt + least - clock.now()), signal);
      await sleep(signal, Math.max(0, startedAt + usual - clock.now()));
    }
    stream.abort();
    await following;
  }

  return {
    follow,
    run: async (signal) => {
      await loadActive(signal);
      while (!signal.aborted) {
        closeEnded(signal);
        if (followed.size > 0) await runWhileRolling(signal);
        else await sleep(signal);
      }
      await Promise.allSettled([
        ...closing.values(),
        ...[...followed.values()].map((each) => each.settled()),
      ]);
    },
  };
}
