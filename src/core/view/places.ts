import type { Inline } from './view.ts';

/** So many places are named; of the others the number is said. */
const NAMED = 8;

/** `in #ops and in direct messages`, of channel ids and the word `direct`. */
export function placesInWords(places: readonly string[]): Inline[] {
  return joined(
    places.map((place) => (place === 'direct' ? ['in direct messages'] : ['in ', { channel: place }])),
  );
}

/** `a, b and c`. */
export function joined(items: readonly (readonly Inline[])[]): Inline[] {
  const shown = items.slice(0, NAMED);
  const rest = items.length - shown.length;
  const all = rest > 0 ? [...shown, [`${rest} more`]] : shown;
  return all.flatMap((item, index): Inline[] => {
    if (index === 0) return [...item];
    return [index === all.length - 1 ? ' and ' : ', ', ...item];
  });
}
