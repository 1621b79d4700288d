import { isDeepStrictEqual } from 'node:util';
import type { Recording } from './scenario.ts';

/** How far a time may be from the recorded one: a second, or this part of it where that is more. */
const TOLERANCE = { seconds: 1, part: 0.15 } as const;

type Seen = Pick<Recording, 'facts' | 'times'>;

/** In what facts two plays differ, in words; empty when in none. Facts are compared whole and in order. */
export const differentFacts = (recorded: Seen, played: Seen): string[] => {
  const count = Math.max(recorded.facts.length, played.facts.length);
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const [was, is] = [recorded.facts[index], played.facts[index]];
    if (isDeepStrictEqual(plain(was), plain(is))) return [];
    return [`fact ${index + 1}\n  recorded: ${JSON.stringify(was)}\n  played:   ${JSON.stringify(is)}`];
  });
};

/** In what times two plays differ by more than the tolerance, in words. */
export const differentTimes = (recorded: Seen, played: Seen): string[] => {
  const count = Math.max(recorded.times.length, played.times.length);
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const [was, is] = [recorded.times[index], played.times[index]];
    if (was === undefined || is === undefined || was.what !== is.what)
      return [`time ${index + 1}: recorded ${JSON.stringify(was)}, played ${JSON.stringify(is)}`];
    if (isWithinTolerance(was.seconds, is.seconds)) return [];
    return [`${was.what}: recorded ${was.seconds} s, played ${is.seconds} s`];
  });
};

/** Whether a time is near enough to the recorded one. */
export const isWithinTolerance = (recorded: number, played: number): boolean =>
  Math.abs(recorded - played) <= Math.max(TOLERANCE.seconds, recorded * TOLERANCE.part);

/** As a recording on disk has it: no undefined, no class. */
const plain = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));
