import type { State } from './state.ts';

/** The three characters that Slack escapes in every text. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

// An address ends before a mark of punctuation or of style that follows it.
const typedToken =
  /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|<#([CG][A-Z0-9]+)(?:\|[^>]*)?>|(https?:\/\/[^\s<>|`]*[^\s<>|`.,;:!?'")\]*_~])/g;

/**
 * What a person typed, as Slack sends it on. `<@U1>` and `<#C1>` in the input stand for a mention that the person
 * picked from the list; they stay if they name somebody, and web addresses become links. All else is escaped, so
 * that nobody can type `<!channel>` into being.
 */
export function typedText(state: State, typed: string, withNames: boolean): string {
  let out = '';
  let last = 0;
  for (const match of typed.matchAll(typedToken)) {
    out += escapeText(typed.slice(last, match.index));
    last = match.index + match[0].length;
    const user = match[1] === undefined ? undefined : state.users.get(match[1]);
    const channel = match[2] === undefined ? undefined : state.channels.get(match[2]);
    if (user !== undefined) out += withNames ? `<@${user.id}|${user.name}>` : `<@${user.id}>`;
    else if (channel !== undefined) out += `<#${channel.id}|${withNames ? channel.name : ''}>`;
    else if (match[3] !== undefined) out += `<${escapeText(match[3])}>`;
    else out += escapeText(match[0]);
  }
  return out + escapeText(typed.slice(last));
}

/**
 * The text of a slash command. With `should_escape` people, channels and links come as tokens, also from a typed
 * `@ana` or `#ops`; without it Slack sends the text as it was typed, apart from the three characters.
 */
export function commandText(state: State, typed: string, shouldEscape: boolean): string {
  if (!shouldEscape) return escapeText(typed);
  const named = typed.replace(
    /(^|\s)([@#])([\w.-]+)/g,
    (whole, before: string, sign: string, name: string) => {
      if (sign === '@') {
        const user = [...state.users.values()].find((candidate) => candidate.name === name);
        return user === undefined ? whole : `${before}<@${user.id}>`;
      }
      const channel = state.findChannel(name);
      return channel === undefined ? whole : `${before}<#${channel.id}>`;
    },
  );
  return typedText(state, named, true);
}
