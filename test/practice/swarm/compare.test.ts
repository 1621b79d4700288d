import { describe, expect, it } from 'vitest';
import { differentFacts, differentTimes, isWithinTolerance } from './compare.ts';

const fact = (what: string, value: unknown) => ({ what, value });
const seen = (...facts: { what: string; value: unknown }[]) => ({ facts, times: [] });
const took = (what: string, seconds: number) => ({ facts: [], times: [{ what, seconds }] });

describe('the comparison of two plays', () => {
  it('finds nothing where the facts are equal, whatever the order of their keys', () => {
    expect(differentFacts(seen(fact('a', { x: 1, y: [2] })), seen(fact('a', { y: [2], x: 1 })))).toEqual([]);
  });

  it.each([
    ['another value', seen(fact('a', 1)), seen(fact('a', 2))],
    ['another name', seen(fact('a', 1)), seen(fact('b', 1))],
    ['one too few', seen(fact('a', 1)), seen()],
    ['one too many', seen(), seen(fact('a', 1))],
    ['another order', seen(fact('a', [1, 2])), seen(fact('a', [2, 1]))],
    ['a field too many', seen(fact('a', {})), seen(fact('a', { x: null }))],
  ])('finds %s', (_, recorded, played) => {
    expect(differentFacts(recorded, played)).toHaveLength(1);
  });

  it('forgives a time of one second, or of 15 % where that is more', () => {
    expect([isWithinTolerance(2, 3), isWithinTolerance(2, 3.1), isWithinTolerance(2, 0.9)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([isWithinTolerance(20, 23), isWithinTolerance(20, 23.1)]).toEqual([true, false]);
  });

  it('finds a time beyond that, of another thing, or not there', () => {
    expect(differentTimes(took('a', 2), took('a', 2.5))).toEqual([]);
    expect(differentTimes(took('a', 2), took('a', 4))).toEqual(['a: recorded 2 s, played 4 s']);
    expect(differentTimes(took('a', 2), took('b', 2))).toHaveLength(1);
    expect(differentTimes(took('a', 2), seen())).toHaveLength(1);
  });
});
