import type { Context } from '../../../../src/practice/swarm/api/api.ts';
import { composeSwarm, type Composed } from '../../../../src/practice/swarm/compose.ts';
import type { Engine } from '../../../../src/practice/swarm/engine.ts';
import { startEventLog } from '../../../../src/practice/swarm/events/swarm-events.ts';
import { labCatalog } from '../../../support/lab/catalog.ts';
import { seededRandom, type Random } from '../../../../src/practice/swarm/time/random.ts';
import type { World } from '../../../../src/practice/swarm/world.ts';
import { countedTimeline, type CountedTimeline } from './counted-timeline.ts';
import { callInProcess, type Answer } from './in-process.ts';
import { WitnessedStore } from './witnessed-store.ts';

/** A swarm without sockets on a stepped clock, watched at each transaction. */
export type WildSwarm = {
  readonly world: World;
  readonly store: WitnessedStore;
  readonly timeline: CountedTimeline;
  readonly engines: readonly Engine[];
  readonly pass: (ms: number) => void;
  /** s1, s2, ... */
  readonly newName: () => string;
  /** Asks a manager that can answer; undefined while none can. */
  readonly ask: (method: string, path: string, body?: unknown) => Answer | undefined;
  readonly setPower: Composed['setPower'];
  readonly setNetwork: Composed['setNetwork'];
};

const START = Date.UTC(2026, 0, 1);

export const wildSwarm = (
  seed: number,
  shape: { readonly managers: number; readonly workers: number },
): WildSwarm => {
  const timeline = countedTimeline(START);
  const store = new WitnessedStore(timeline);
  const world: World = { timeline, store, random: seededRandom(seed), catalog: labCatalog() };
  const nodes = Array.from({ length: shape.managers + shape.workers }, (_, index) => ({
    name: `node${index + 1}`,
    role: index < shape.managers ? ('manager' as const) : ('worker' as const),
    labels: { zone: index % 2 === 0 ? 'a' : 'b' },
  }));
  const { engines, raft, containers, setPower, setNetwork } = composeSwarm(world, nodes);
  const contexts = engines.map((engine): Context => ({
    world,
    engine,
    events: startEventLog(world, engine),
    raft,
    containers,
    engines,
  }));

  const trouble = new Map<string, number>();
  const isInTrouble = ({ powered, connected }: Engine): boolean => !powered || !connected;
  let leaderChanged = -Infinity;
  raft.onChange(() => {
    leaderChanged = timeline.now();
  });
  store.excuses = {
    leaderChanged: () => leaderChanged,
    troubleOf: (nodeId) => {
      const engine = engines.find((each) => each.nodeId === nodeId);
      if (engine !== undefined && isInTrouble(engine)) return Infinity;
      return trouble.get(nodeId) ?? -Infinity;
    },
  };
  let names = 0;
  const troubled = (engine: Engine, change: () => void): void => {
    change();
    if (engine.nodeId !== undefined) trouble.set(engine.nodeId, timeline.now());
  };
  return {
    world,
    store,
    timeline,
    engines,
    pass: (ms) => timeline.advance(ms),
    newName: () => `s${(names += 1)}`,
    ask: (method, path, body) => {
      const able = contexts.find(
        ({ engine }) =>
          engine.powered &&
          engine.nodeId !== undefined &&
          store.nodes.get(engine.nodeId)?.manager !== undefined &&
          raft.access(engine.nodeId, 'write').kind === 'granted',
      );
      return able === undefined ? undefined : callInProcess(able, method, path, body);
    },
    setPower: (engine, powered) => troubled(engine, () => setPower(engine, powered)),
    setNetwork: (engine, connected) => troubled(engine, () => setNetwork(engine, connected)),
  };
};

export type Dice = {
  readonly below: (bound: number) => number;
  readonly pick: <T>(values: readonly [T, ...T[]]) => T;
  readonly chance: (probability: number) => boolean;
};

export const diceOf = ({ next }: Random): Dice => {
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    below,
    pick: (values) => values[below(values.length)] ?? values[0],
    chance: (probability) => next() < probability,
  };
};
