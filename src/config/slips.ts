/** Slack's tokens by their beginnings, and the variable that each belongs in. */
const TOKENS: readonly (readonly [start: string, what: string, variable: string | null])[] = [
  ['xoxb-', 'a bot token (xoxb-...)', 'SLACK_BOT_TOKEN'],
  ['xapp-', 'an app token (xapp-...)', 'SLACK_APP_TOKEN'],
  ['xoxp-', 'the token of a person (xoxp-...)', null],
];

/** The commonest slips with a value that the variable does not take, as the end of a sentence; empty when it is none of them. Quotes nothing. */
export function slipIn(name: string, refused: string): string {
  if (/^["'`]|["'`]$/.test(refused)) return '; take away the quotes around it';
  if (refused.trim() !== refused) return '; take away the space around it';
  const token = TOKENS.find(([start]) => refused.startsWith(start));
  if (token === undefined || token[2] === name) return '';
  const [, what, variable] = token;
  return `; this is ${what}${variable === null ? '' : `, which belongs in ${variable}`}`;
}
