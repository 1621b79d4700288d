import { describe, expect, it } from 'vitest';
import { differentFacts, differentTimes } from './compare.ts';
import { play } from './play.ts';
import { practiceGround } from './practice-ground.ts';
import { readRecording } from './recordings.ts';
import { scenarios } from './scenarios/index.ts';

const SHARED = { nodes: 3, managers: 1 };

describe('the practice swarm does what was recorded of real engines', () => {
  it.each(scenarios)('$name', { timeout: 30_000 }, async (scenario) => {
    const { ground, stop } = await practiceGround(scenario.own ?? SHARED);
    try {
      const played = await play(scenario, ground);
      const recorded = readRecording(scenario.name);
      expect([...differentFacts(recorded, played), ...differentTimes(recorded, played)]).toEqual([]);
    } finally {
      await stop();
    }
  });
});
