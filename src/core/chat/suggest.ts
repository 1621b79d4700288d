import { distance } from 'fastest-levenshtein';

const LONGEST = 64;

/**
 * The candidate that was perhaps meant: at most a third of the letters differ (one in words of up to five, none in words of
 * two, where `is` is no slip for `ps`), and two neighbours changed about count as one (`redsi` for `redis`); else the only one
 * that begins with the word, or ends with it after a stack's name (`web` for `shop_web`). Null when nothing is near.
 */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const wanted = word.toLowerCase();
  if (wanted === '' || wanted.length > LONGEST) return null;
  let best: string | null = null;
  let least = Infinity;
  for (const candidate of candidates) {
    const limit = limitFor(wanted, candidate);
    const steps = stepsBetween(wanted, candidate.toLowerCase(), limit);
    if (steps <= limit && steps < least) [best, least] = [candidate, steps];
  }
  return best ?? onlyOneAround(wanted, candidates);
}

function limitFor(word: string, candidate: string): number {
  if (Math.min(word.length, candidate.length) <= 2) return 0;
  return Math.max(1, Math.floor(word.length / 3));
}

function stepsBetween(word: string, candidate: string, limit: number): number {
  const steps = distance(word, candidate);
  if (steps > limit + 1) return steps;
  const swapped = Array.from({ length: word.length - 1 }, (_, at) => swap(word, at));
  return Math.min(steps, ...swapped.map((variant) => 1 + distance(variant, candidate)));
}

function swap(word: string, at: number): string {
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
}

function onlyOneAround(word: string, candidates: readonly string[]): string | null {
  if (word.length < 3) return null;
  const around = candidates.filter((candidate) => {
    const name = candidate.toLowerCase();
    return name.startsWith(word) || name.endsWith(`_${word}`);
  });
  return around.length === 1 ? (around[0] ?? null) : null;
}
