import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as breath } from 'node:timers/promises';
import { labCatalog } from '../../support/lab/catalog.ts';
import type { PracticeSwarm } from '../../../src/practice/swarm/options.ts';
import { startSwarm } from '../../../src/practice/swarm/swarm.ts';
import { steppedTimeline } from '../../../src/practice/swarm/time/timeline.ts';
import { CALL_TIMEOUT_MS, callEngine, streamEvents } from './call-engine.ts';
import type { Ground } from './ground.ts';

/** How the practice swarm is begun; other starts are tried by other tests. */
const START = Date.UTC(2026, 0, 2, 3, 4, 5);
/** How often the event loop is let run before a request that has no answer counts as waiting for the timeline. */
const BREATHS = 8;
const STEP_MS = 50;

type Shape = { readonly nodes: number; readonly managers: number };

/**
 * The practice swarm, on a clock that moves only when nobody is busy: while everybody who plays on it waits for time to pass,
 * or for an answer that takes time. Its nodes are ready when this resolves.
 */
export const practiceGround = async (
  { nodes, managers }: Shape,
  start: typeof startSwarm = startSwarm,
): Promise<{ readonly ground: Ground; readonly stop: () => Promise<void> }> => {
  const sockets = await mkdtemp(join(tmpdir(), 'practice-swarm-'));
  const timeline = steppedTimeline(START);
  const names = Array.from({ length: nodes }, (_, index) => `node${index + 1}`);
  const swarm = await start({
    nodes: names.map((name, index) => ({ name, role: index < managers ? 'manager' : 'worker' })),
    timeline,
    catalog: labCatalog(),
    sockets,
  });
  // the lab's swarm has been up for a while when a scenario begins
  timeline.advance(5_000);
  const agent = new Agent({ keepAlive: true });
  const pump = new Pump(timeline, swarm);
  const socketOf = (node = 'node1') => swarm.node(node).socket ?? '';
  return {
    ground: {
      kind: 'practice',
      nodes: names,
      call: (method, path, options = {}) =>
        pump.calling(options.timeout ?? CALL_TIMEOUT_MS, (signal) =>
          callEngine({ socketPath: socketOf(options.node), agent, signal }, method, path, options),
        ),
      events: (query, node) => streamEvents(socketOf(node), query),
      now: timeline.now,
      pass: (ms) => pump.pass(ms),
      loseNode: (name) => swarm.loseNode(name),
      returnNode: (name) => swarm.returnNode(name),
      cutNode: (name) => swarm.cutNode(name),
      mendNode: (name) => swarm.mendNode(name),
    },
    stop: async () => {
      agent.destroy();
      await swarm.stop();
      timeline.close();
      await rm(sockets, { recursive: true });
    },
  };
};

/** Moves the clock when everybody waits. */
class Pump {
  readonly #timeline: ReturnType<typeof steppedTimeline>;
  readonly #swarm: PracticeSwarm;
  #calls = 0;
  #sleepers = 0;
  #running = false;

  constructor(timeline: ReturnType<typeof steppedTimeline>, swarm: PracticeSwarm) {
    this.#timeline = timeline;
    this.#swarm = swarm;
  }

  async pass(ms: number): Promise<void> {
    this.#sleepers += 1;
    const woken = new Promise<void>((resolve) => {
      this.#timeline.after(ms, resolve, 'engine');
    });
    this.#run();
    await woken;
    this.#sleepers -= 1;
  }

  /** A request, which fails after so many milliseconds of the timeline. */
  async calling<T>(timeout: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    const deadline = this.#timeline.after(timeout, () => abort.abort(new Error('timed out')), 'engine');
    this.#calls += 1;
    this.#run();
    try {
      return await call(abort.signal);
    } finally {
      this.#calls -= 1;
      deadline.cancel();
    }
  }

  #run(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#loop();
  }

  async #loop(): Promise<void> {
    while (this.#calls > 0 || this.#sleepers > 0) {
      if (!(await this.#allWait())) continue;
      const next = this.#timeline.next() ?? this.#timeline.now();
      this.#timeline.advance(Math.min(Math.max(0, next - this.#timeline.now()), STEP_MS));
    }
    this.#running = false;
  }

  /** Whether nothing was under way but waiting for a few turns of the event loop. */
  async #allWait(): Promise<boolean> {
    for (let breaths = 0; breaths < BREATHS; breaths += 1) {
      await breath();
      if (this.#calls === 0 && this.#sleepers === 0) return false;
      if (this.#calls > this.#swarm.parked()) return false;
    }
    return true;
  }
}
