import type { Lab } from '../../support/lab/lab.ts';
import { differentFacts, differentTimes } from './compare.ts';
import { playOnEngines } from './play-on-engines.ts';
import { writeRecording } from './recordings.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';

type RecordOptions = {
  /** Names of scenarios, or beginnings with a `*`. None: all. */
  readonly names: readonly string[];
  /** How often each is played before it is written. */
  readonly runs: number;
  readonly atOnce?: number;
  readonly say: (line: string) => void;
};

/**
 * Plays scenarios on real engines, and writes the recording of each whose plays state the same facts. Returns the names of
 * those that failed or differed, with the reasons said; of these nothing is written.
 */
export const recordScenarios = async (lab: Lab, options: RecordOptions): Promise<string[]> => {
  const chosen = choose(options.names);
  const bad = new Set<string>();
  const first = new Map<
    string,
    Awaited<ReturnType<typeof playOnce>> extends Map<string, infer R> ? R : never
  >();
  for (let run = 1; run <= options.runs; run += 1) {
    const left = chosen.filter(({ name }) => !bad.has(name));
    for (const [name, played] of await playOnce(left, lab, options)) {
      const known = first.get(name);
      if (played instanceof Error) {
        bad.add(name);
        options.say(`FAILED ${name}: ${played.message}`);
      } else if (known === undefined || known instanceof Error) first.set(name, played);
      else {
        const differences = differentFacts(known, played);
        if (differences.length > 0) bad.add(name);
        for (const difference of differences) options.say(`DIFFERS ${name}, run ${run}: ${difference}`);
        for (const difference of differentTimes(known, played))
          options.say(`time ${name}, run ${run}: ${difference}`);
      }
    }
  }
  for (const [name, recording] of first) {
    if (bad.has(name) || recording instanceof Error) continue;
    await writeRecording(recording);
    options.say(`recorded ${name}: ${recording.facts.length} facts`);
  }
  return [...bad].toSorted();
};

const playOnce = async (chosen: readonly Scenario[], lab: Lab, { atOnce, say }: RecordOptions) => {
  const began = performance.now();
  const { plays, ended } = playOnEngines(chosen, lab, atOnce === undefined ? {} : { atOnce });
  const done = new Map(
    await Promise.all(
      [...plays].map(
        async ([name, play]) => [name, await play.catch((error: unknown) => asError(error))] as const,
      ),
    ),
  );
  await ended;
  say(`played ${done.size} in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return done;
};

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const choose = (names: readonly string[]): Scenario[] => {
  const fits = (wanted: string, { name }: Scenario) =>
    wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
  const unknown = names.filter((wanted) => !scenarios.some((scenario) => fits(wanted, scenario)));
  if (unknown.length > 0) throw new Error(`No scenario is called ${unknown.join(', ')}.`);
  return scenarios.filter((scenario) => names.length === 0 || names.some((wanted) => fits(wanted, scenario)));
};
