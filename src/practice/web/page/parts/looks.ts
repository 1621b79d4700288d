/** At most two letters that stand for a name: of the first and the last word. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== '');
  const first = words[0] ?? '?';
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return (letter(first) + letter(last)).toUpperCase();
}

const letter = (word: string): string => Array.from(word)[0] ?? '';

/** How many colours avatars have; tokens.css has one for each. */
const colours = 8;

/** The number of somebody's colour, from 0: always the same for the same id. */
export function colourOf(id: string): number {
  let hash = 0;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  return hash % colours;
}

/** "3 replies", "1 reply". */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
