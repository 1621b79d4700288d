/**
 * Slack's marks back to the words that a person sees: links to their labels, mentions to plain names, code marks away,
 * `&amp; &lt; &gt;` to their characters. A `<` that a person typed comes escaped, so what stands in brackets is a mark.
 */
export function plainWords(text: string): string {
  return unescaped(
    text.replace(/```\n?/g, ' ').replace(/<([^<>\n]*)>/g, (_, mark: string) => markText(mark)),
  );
}

/** What follows the bot's own mention, its marks still in it; null when the text does not begin with it. */
export function afterMention(text: string, botUserId: string | undefined): string | null {
  const [mention, id] = /^\s*<@([A-Z0-9]+)(?:\|[^>]*)?>/u.exec(text) ?? [];
  if (mention === undefined || id !== botUserId) return null;
  return text.slice(mention.length).replace(/^[\s:,]+/u, '');
}

function markText(mark: string): string {
  const bar = mark.indexOf('|');
  const target = bar < 0 ? mark : mark.slice(0, bar);
  const label = bar < 0 ? '' : mark.slice(bar + 1);
  if (/^[@#]/.test(target)) return label === '' ? target : target.charAt(0) + label.replace(/^[@#]/, '');
  if (target.startsWith('!date^')) return label;
  if (target.startsWith('!subteam^'))
    return `@${(label || target.slice('!subteam^'.length)).replace(/^@/, '')}`;
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  if (/^(https?|mailto|tel|ftp):/.test(target))
    return label === '' ? target.replace(/^mailto:|^tel:/, '') : label;
  return `<${mark}>`;
}

function unescaped(text: string): string {
  const characters: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
  return text.replace(/&(amp|lt|gt);/g, (entity) => characters[entity] ?? entity);
}
