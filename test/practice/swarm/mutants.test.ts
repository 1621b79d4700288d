import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { startSwarm } from '../../../src/practice/swarm/swarm.ts';
import { CLAIMS } from './claims.ts';
import { differentFacts, differentTimes } from './compare.ts';
import { MUTANTS, type Mutant } from './mutants.ts';
import { play } from './play.ts';
import { practiceGround } from './practice-ground.ts';
import { readRecording } from './recordings.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';

const SOURCE = join(import.meta.dirname, '../../../src/practice/swarm');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'practice-mutants-'));
});
afterAll(() => rm(folder, { recursive: true }));

/**
 * The practice swarm from a copy of its source, with one place changed where a mutant is given. What breaks in it is noted in
 * `crashes`: a mutant is to do something else than docker, not to fall over.
 */
async function startOf(name: string, crashes: unknown[], mutant?: Mutant): Promise<typeof startSwarm> {
  const copy = join(folder, name);
  await cp(SOURCE, copy, { recursive: true });
  if (mutant !== undefined) {
    const file = join(copy, mutant.file);
    const source = await readFile(file, 'utf8');
    if (source.split(mutant.find).length !== 2) throw new Error(`not once in ${mutant.file}: ${mutant.find}`);
    await writeFile(
      file,
      source.replace(mutant.find, () => mutant.replace),
    );
  }
  const module = (await import(pathToFileURL(join(copy, 'swarm.ts')).href)) as {
    startSwarm: typeof startSwarm;
  };
  return (options) => module.startSwarm({ ...options, onCrash: (error) => crashes.push(error) });
}

const witnessesOf = (claim: string): readonly Scenario[] =>
  scenarios.filter(({ claims }) => claims.some((one) => one === claim));

/** Whether a scenario, played on the mutant, comes out otherwise than it was recorded, or not at all. */
async function seesDifference(scenario: Scenario, start: typeof startSwarm): Promise<boolean> {
  const { ground, stop } = await practiceGround(scenario.own ?? { nodes: 3, managers: 1 }, start);
  try {
    const played = await play(scenario, ground);
    const recorded = readRecording(scenario.name);
    return differentFacts(recorded, played).length + differentTimes(recorded, played).length > 0;
  } catch {
    return true;
  } finally {
    await stop();
  }
}

describe('the recordings tell the practice swarm from one without a trap', () => {
  it.each(MUTANTS.map((mutant, index) => ({ ...mutant, index })))(
    '$claim: $name',
    { timeout: 60_000 },
    async ({ index, ...mutant }) => {
      const crashes: unknown[] = [];
      const start = await startOf(`${index}`, crashes, mutant);
      const seen: string[] = [];
      for (const scenario of witnessesOf(mutant.claim)) {
        if (await seesDifference(scenario, start)) seen.push(scenario.name);
      }
      expect(seen).not.toEqual([]);
      expect(crashes).toEqual([]);
    },
  );

  it('and see none in a copy that nothing was changed in', { timeout: 60_000 }, async () => {
    const crashes: unknown[] = [];
    const start = await startOf('unchanged', crashes);
    const traps = new Set(MUTANTS.flatMap(({ claim }) => witnessesOf(claim)));
    const seen: string[] = [];
    for (const scenario of traps) if (await seesDifference(scenario, start)) seen.push(scenario.name);
    expect(seen).toEqual([]);
    expect(crashes).toEqual([]);
  });

  it('every trap has a mutant', () => {
    const traps = CLAIMS.filter((claim) => claim.startsWith('trap-'));
    expect(traps.filter((trap) => !MUTANTS.some(({ claim }) => claim === trap))).toEqual([]);
  });
});
