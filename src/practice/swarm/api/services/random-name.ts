import type { Random } from '../../time/random.ts';

const ADJECTIVES = [
  'brave',
  'busy',
  'calm',
  'clever',
  'curious',
  'eager',
  'gentle',
  'happy',
  'keen',
  'kind',
  'lively',
  'merry',
  'nimble',
  'patient',
  'quiet',
  'sharp',
  'steady',
  'tidy',
  'warm',
  'wise',
];
const SURNAMES = [
  'archimedes',
  'babbage',
  'bohr',
  'curie',
  'darwin',
  'euclid',
  'euler',
  'faraday',
  'gauss',
  'hopper',
  'hypatia',
  'kepler',
  'lovelace',
  'meitner',
  'newton',
  'noether',
  'pascal',
  'ramanujan',
  'turing',
  'wright',
];

/** A name for a service that came without one: `keen_lovelace`, as the engine's own (`moby pkg/namesgenerator`). */
export function randomName({ next }: Random): string {
  const pick = (words: readonly string[]): string => words[Math.floor(next() * words.length)] ?? '';
  return `${pick(ADJECTIVES)}_${pick(SURNAMES)}`;
}
