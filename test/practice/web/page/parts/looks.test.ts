import { describe, expect, test } from 'vitest';
import { colourOf, count, initials } from '../../../../../src/practice/web/page/parts/looks.ts';

describe('looks', () => {
  test.each([
    ['Ana Lopes', 'AL'],
    ['waggle', 'W'],
    ['dr.who', 'DW'],
    ['Anna Maria van Dyck', 'AD'],
    ['é', 'É'],
    ['', '?'],
  ])('of %s begin with %s', (name, letters) => {
    expect(initials(name)).toBe(letters);
  });

  test('have one of eight colours, the same for the same id', () => {
    const ids = Array.from({ length: 200 }, (_, index) => `U${index}`);
    const colours = new Set(ids.map(colourOf));
    expect([...colours].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(colourOf('U7')).toBe(colourOf('U7'));
  });

  test('of numbers agree with their words', () => {
    expect([count(1, 'reply', 'replies'), count(2, 'reply', 'replies'), count(2, 'file')]).toEqual([
      '1 reply',
      '2 replies',
      '2 files',
    ]);
  });
});
