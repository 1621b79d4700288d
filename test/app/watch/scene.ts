import { watchCluster } from '../../../src/app/watch/watch-cluster.ts';
import { WATCH_BUDGET, type WatchSettings } from '../../../src/app/watch/settings.ts';
import type { Log } from '../../../src/core/ports/log.ts';
import type { Messenger } from '../../../src/core/ports/messenger.ts';
import type { RolloutStore } from '../../../src/core/ports/store.ts';
import type { Freshness, SwarmEvents, SwarmHint, SwarmReader } from '../../../src/core/ports/swarm.ts';
import { Rollout } from '../../../src/core/rollout/rollout.ts';
import type { Service, Task } from '../../../src/core/swarm/objects.ts';
import type { View } from '../../../src/core/view/view.ts';
import { aNode, NOON } from '../../support/builders/index.ts';
import { manualClock } from '../../support/fake-clock.ts';

/** The times that waggle.yml gives when it says none. */
export const SETTINGS: WatchSettings = {
  ...WATCH_BUDGET,
  pollMs: 1_000,
  stuckAfterMs: 120_000,
  settleMs: 30_000,
};

/** What the cluster looks like at some second after noon. */
export type Sight = {
  readonly services: readonly Service[];
  readonly tasks?: readonly Task[];
  readonly shut?: readonly Task[];
};

type Said = {
  readonly at: number; // seconds after noon
  readonly how: 'post' | 'edit' | 'final';
  readonly summary: string;
  readonly view: View;
};

/** A cluster that follows a script, a chat that remembers, a store in memory, and a clock for them all. */
export function scene(script: (second: number) => Sight, settings: Partial<WatchSettings> = {}) {
  const clock = manualClock(NOON);
  const second = () => (clock.now() - NOON) / 1_000;
  const requests: { at: number; what: string }[] = [];
  const said: Said[] = [];
  const saved: { at: number; rollout: Rollout }[] = [];
  const problems: string[] = [];
  const rows = new Map<string, string>();
  const hints = new Set<(hint: SwarmHint) => void>();
  const scene = {
    clock,
    requests,
    said,
    saved,
    problems,
    hints,
    bytesPerRequest: 0,
    engineFails: (): Error | null => null,
    postFails: (): Error | null => null,
    storeFails: (): Error | null => null,
    freshness: (): Freshness => ({ stale: false }),
    /** A bot process: its own watcher on the same cluster, chat and store. */
    start,
    row: (id: string): Rollout => Rollout.parse(JSON.parse(rows.get(id) ?? 'null')),
    addRow: (rollout: Rollout) => rows.set(rollout.id, JSON.stringify(rollout)),
    to: (seconds: number) => clock.advance(NOON + seconds * 1_000 - clock.now()),
    lines: () => said.map(({ at, how, summary }) => `${at} ${how}: ${summary}`),
  };

  function asked<T>(what: string, answer: () => T): Promise<T> {
    requests.push({ at: second(), what });
    bytes += scene.bytesPerRequest;
    const failure = scene.engineFails();
    return failure === null ? Promise.resolve(answer()) : Promise.reject(failure);
  }

  let bytes = 0;
  const swarm: SwarmReader = {
    nodes: () => asked('nodes', () => ['node1', 'node2', 'node3'].map((name) => aNode(name))),
    services: ({ ids }) => asked(`services ${ids?.join()}`, () => [...script(second()).services]),
    service: () => Promise.reject(new Error('not asked by the watcher')),
    tasks: ({ desired, upToDate, services }) =>
      asked(`tasks ${services?.join()} ${desired?.join()}${upToDate ? ' up-to-date' : ''}`, () => {
        const { tasks = [], shut = [] } = script(second());
        if (desired?.includes('shutdown')) return [...shut];
        return tasks.filter(({ ID }) => !upToDate || ID.startsWith('new'));
      }),
    image: () => Promise.reject(new Error('not asked by the watcher')),
    freshness: () => asked('freshness', () => scene.freshness()),
    bytesRead: () => bytes,
  };

  const events: SwarmEvents = {
    follow: async (onHint, signal) => {
      hints.add(onHint);
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      hints.delete(onHint);
    },
  };

  let posted = 0;
  const messenger: Messenger = {
    post: (place, view) => {
      const failure = scene.postFails();
      if (failure !== null) return Promise.reject(failure);
      posted += 1;
      said.push({ at: second(), how: 'post', summary: view.summary, view });
      return Promise.resolve({ channel: place.channel, ts: `${posted}.0` });
    },
    edit: (_ref, view, { final }) => {
      said.push({ at: second(), how: final ? 'final' : 'edit', summary: view.summary, view });
    },
    whisper: () => Promise.resolve(),
    link: () => Promise.resolve(null),
    drained: () => Promise.resolve(),
  };

  const rollouts: RolloutStore = {
    add: () => Promise.reject(new Error('not added by the watcher')),
    save: (rollout) => {
      const failure = scene.storeFails();
      if (failure !== null) return Promise.reject(failure);
      saved.push({ at: second(), rollout });
      rows.set(rollout.id, JSON.stringify(rollout));
      return Promise.resolve();
    },
    ofPlan: () => Promise.resolve([]),
    active: () => {
      const all = [...rows.values()].map((row) => Rollout.parse(JSON.parse(row)));
      return Promise.resolve(all.filter(({ endedAt }) => endedAt === null));
    },
  };

  function start() {
    const note = (_fields: unknown, message: string) => void problems.push(message);
    const log: Log = { debug: () => {}, info: () => {}, warn: note, error: note };
    const watcher = watchCluster({
      cluster: 'prod',
      swarm,
      events,
      rollouts,
      messenger,
      clock,
      log,
      settings: { ...SETTINGS, ...settings },
    });
    const stopping = new AbortController();
    const running = watcher.run(stopping.signal);
    return {
      follow: watcher.follow,
      stop: async () => {
        stopping.abort();
        await running;
      },
    };
  }

  return scene;
}
