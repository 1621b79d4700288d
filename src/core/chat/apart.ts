/**
 * Pairs that were written apart, put together: `redis 5`, `redis = 5` and `redis to 5` are `redis=5`. Null where nothing was
 * apart, or where what comes of it are not all pairs.
 */
export function pairsApart(
  words: readonly string[],
  isPair: (word: string) => boolean,
): readonly string[] | null {
  const joined = words
    .join(' ')
    .replace(/\s*=\s*/g, '=')
    .replace(/(^|\s)([^\s=]+)\s+(?:to\s+)?(\d+)(?=\s|$)/gi, '$1$2=$3')
    .split(' ');
  return joined.length < words.length && joined.every(isPair) ? joined : null;
}

/** A name and its value that were written apart, as in `image = redis:3` or `image =redis:3`; null where none were. */
export function valueApart(
  words: readonly string[],
): { readonly name: string; readonly value: string } | null {
  const at = words.findIndex((word) => word.startsWith('='));
  const name = words[at - 1];
  const value = words[at] === '=' ? words[at + 1] : words[at]?.slice(1);
  return name === undefined || value === undefined ? null : { name, value };
}
