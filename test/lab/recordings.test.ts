import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differentFacts, differentTimes } from '../practice/swarm/compare.ts';
import { labGround } from '../practice/swarm/lab-ground.ts';
import { play } from '../practice/swarm/play.ts';
import { playOnEngines } from '../practice/swarm/play-on-engines.ts';
import { readRecording } from '../practice/swarm/recordings.ts';
import type { Recording } from '../practice/swarm/scenario.ts';
import { scenarios } from '../practice/swarm/scenarios/index.ts';
import { labBorrow, type Lab } from '../support/lab/lab.ts';

let lab: Lab;
let giveBack: () => Promise<void>;
let playing: ReturnType<typeof playOnEngines>;

beforeAll(async () => {
  ({ lab, giveBack } = await labBorrow());
  playing = playOnEngines(scenarios, lab);
});

afterAll(async () => {
  await playing.ended;
  await giveBack();
});

/** In what facts a play differs from the recording, in words; one that failed differs as a whole. */
const differences = async (name: string, played: Promise<Recording> | undefined): Promise<string[]> => {
  const recorded = readRecording(name);
  try {
    const seen = await played;
    if (seen === undefined) return ['it was not played'];
    // a time is never an assertion on a real machine
    for (const difference of differentTimes(recorded, seen)) console.log(`${name}: ${difference}`);
    return differentFacts(recorded, seen);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
};

describe('what was recorded of real engines', () => {
  // all of them play already, several at once: each test only waits for its own
  it.each(scenarios)('is what they do: $name', { timeout: 300_000 }, async (scenario) => {
    let found = await differences(scenario.name, playing.plays.get(scenario.name));
    if (found.length > 0 && scenario.own === undefined) {
      // many at once make engines slow, and a slow engine may lose a race that it wins otherwise: once more, alone
      console.log(`${scenario.name} differed among others, and is played again alone:\n${found.join('\n')}`);
      await playing.ended;
      found = await differences(scenario.name, play(scenario, labGround(lab)));
    }
    expect(found).toEqual([]);
  });
});
