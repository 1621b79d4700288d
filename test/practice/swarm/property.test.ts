import { describe, expect, test } from 'vitest';
import { live, type Life } from './property/live.ts';

/**
 * Swarms that live through random operations and failures, watched at every transaction (./property/witnessed-store.ts), and then
 * left alone (./property/live.ts). A failure prints its seed and what happened; SWARM_SEED=7 lives that one life again, and
 * SWARM_RUNS=10000 more of them.
 */
const RUNS = Number(process.env['SWARM_RUNS'] ?? 500);
const ONLY = process.env['SWARM_SEED'];
const BLOCK = 100;

const blocks =
  ONLY !== undefined
    ? [[Number(ONLY)]]
    : Array.from({ length: Math.ceil(RUNS / BLOCK) }, (_, block) =>
        Array.from({ length: Math.min(BLOCK, RUNS - block * BLOCK) }, (_, run) => 1 + block * BLOCK + run),
      );

describe('whatever is done to a swarm, it keeps its word, and comes to rest when left alone', () => {
  test.each(blocks.map((seeds) => ({ seeds, from: seeds[0], to: seeds.at(-1) })))(
    'seeds $from to $to',
    { timeout: 600_000 },
    ({ seeds }) => {
      const lives = seeds.map(live);
      const sum = (of: keyof Life): number => lives.reduce((total, life) => total + life[of], 0);
      const hours = sum('ms') / 3_600_000;
      console.log(
        `${lives.length} lives, ${hours.toFixed(0)} h, ${sum('services')} services at the end, ` +
          `${sum('repaired')} of them repaired, ${sum('transitions')} steps of tasks`,
      );
      expect(hours, 'hours that were lived').toBeGreaterThan(lives.length);
      expect(sum('transitions'), 'steps of tasks').toBeGreaterThan(100 * lives.length);
    },
  );
});
