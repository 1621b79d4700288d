import { DOCKER_VERBS } from './docker-words.ts';

const LEAD = /^(?:\$|sudo|docker|\/swarm|waggle[,:]?)$/i;

/**
 * Words without what stands before a command and is no part of it: a prompt and `sudo` that were pasted too, docker's name, the
 * bot's own, and the slash command where it was typed as words. `swarm` is kept where docker has such a command (`swarm leave`).
 */
export function withoutLead(words: readonly string[]): readonly string[] {
  const [first, second] = words;
  if (first === undefined || !(LEAD.test(first) || isSlashless(first, second))) return words;
  return withoutLead(words.slice(1));
}

/** The slash command without its slash. */
function isSlashless(first: string, second: string | undefined): boolean {
  if (first.toLowerCase() !== 'swarm') return false;
  return second === undefined || DOCKER_VERBS.get('swarm')?.has(second.toLowerCase()) !== true;
}
