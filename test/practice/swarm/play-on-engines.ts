import { labDown, labUp, ownLab, type Lab } from '../../support/lab/lab.ts';
import { labGround } from './lab-ground.ts';
import { play } from './play.ts';
import type { Recording, Scenario } from './scenario.ts';

/** Two cores carry about so many scenarios at once before engines become slow enough to change what they do. */
const AT_ONCE = 6;

/**
 * Plays scenarios on real engines, several at once on the shared lab; those that want a swarm of their own one after another,
 * on one lab for each shape, which is taken away at the end. The promises are each scenario's own; `ended` never rejects.
 */
export const playOnEngines = (
  scenarios: readonly Scenario[],
  shared: Lab,
  options: { readonly atOnce?: number } = {},
): { readonly plays: ReadonlyMap<string, Promise<Recording>>; readonly ended: Promise<void> } => {
  const limit = pool(options.atOnce ?? AT_ONCE);
  const ground = labGround(shared);
  const plays = new Map<string, Promise<Recording>>();
  const ends: Promise<unknown>[] = [];
  const { '': onShared = [], ...onOwn } = Object.groupBy(scenarios, shapeOf);
  // these mostly wait for nodes to be missed: they begin first
  for (const [shape, group = []] of Object.entries(onOwn)) ends.push(playOnOwn(shape, group, limit, plays));
  for (const one of onShared) {
    plays.set(
      one.name,
      limit(() => play(one, ground)),
    );
  }
  for (const one of plays.values()) ends.push(one.catch(() => undefined));
  return { plays, ended: Promise.allSettled(ends).then(() => undefined) };
};

const shapeOf = ({ own }: Scenario): string => (own === undefined ? '' : `rec${own.nodes}m${own.managers}`);

const playOnOwn = async (
  shape: string,
  group: readonly Scenario[],
  limit: Limit,
  plays: Map<string, Promise<Recording>>,
): Promise<void> => {
  const { nodes = 3, managers = 1 } = group[0]?.own ?? {};
  const place = ownLab(shape);
  const lab = limit(() => labUp({ ...place, nodes, managers }));
  let before: Promise<unknown> = lab;
  for (const one of group) {
    const mine = before.catch(() => undefined).then(async () => play(one, labGround(await lab)));
    plays.set(one.name, mine);
    before = mine;
  }
  await before.catch(() => undefined);
  await labDown(place);
};

type Limit = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets so many works run at once; the others wait in order. */
const pool = (size: number): Limit => {
  let free = size;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
};
