import { describe, expect, test } from 'vitest';
import { swarmKind } from './open-swarm.ts';

describe('WAGGLE_SWARM', () => {
  test.each([
    [undefined, 'engines'],
    ['', 'engines'],
    ['engines', 'engines'],
    ['practice', 'practice'],
  ])('%j: the suite runs on %s', (word, kind) => {
    expect(swarmKind(word)).toBe(kind);
  });

  test('another word is refused', () => {
    expect(() => swarmKind('Practice')).toThrow('WAGGLE_SWARM is "Practice": it can be engines or practice.');
  });
});
