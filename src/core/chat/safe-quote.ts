/** What a person typed, to be shown back: in quotes, on one line, shortened. The renderer escapes what a chat gives a meaning. */
export function safeQuote(text: string): string {
  const seen = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\uFFFD');
  const letters = Array.from(seen);
  return `"${letters.length > 40 ? `${letters.slice(0, 40).join('')}…` : seen}"`;
}
