import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differentFacts, differentTimes } from '../practice/swarm/compare.ts';
import { playOnEngines } from '../practice/swarm/play-on-engines.ts';
import { readRecording } from '../practice/swarm/recordings.ts';
import { scenarios } from '../practice/swarm/scenarios/index.ts';
import { labBorrow } from '../support/lab/lab.ts';

let giveBack: () => Promise<void>;
let playing: ReturnType<typeof playOnEngines>;

beforeAll(async () => {
  const borrowed = await labBorrow();
  giveBack = borrowed.giveBack;
  playing = playOnEngines(scenarios, borrowed.lab);
});

afterAll(async () => {
  await playing.ended;
  await giveBack();
});

describe('what was recorded of real engines', () => {
  // all of them play already, several at once: each test only waits for its own
  it.each(scenarios.map(({ name }) => name))('is what they do: %s', { timeout: 300_000 }, async (name) => {
    const played = await playing.plays.get(name);
    if (played === undefined) throw new Error(`"${name}" was not played`);
    const recorded = readRecording(name);

    // a time is never an assertion on a real machine
    for (const difference of differentTimes(recorded, played)) console.log(`${name}: ${difference}`);
    expect(differentFacts(recorded, played)).toEqual([]);
  });
});
