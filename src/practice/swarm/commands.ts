import type { PracticeSwarm } from './options.ts';

export const COMMANDS = `  lose NODE     power off          cut NODE      off the network
  return NODE   power on again     mend NODE     back on the network
  withdraw IMAGE                   the image is no longer in its registry`;

/**
 * Does what lines say, one after the other: a node that is lost and returned in one breath is lost first. A line that cannot be done
 * is answered with the reason, and the next one is done.
 */
export async function obeyAll(
  swarm: PracticeSwarm,
  lines: AsyncIterable<string>,
  say: (text: string) => void,
): Promise<void> {
  for await (const line of lines) {
    if (line.trim() === '') continue;
    try {
      say(await obey(swarm, line));
    } catch (error) {
      say(`"${line.trim()}" was not done: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/**
 * Does what one line says to a practice swarm, and returns what was done, in words. What is not understood, and a node that is not
 * there, are answered with what can be said.
 */
export async function obey(swarm: PracticeSwarm, line: string): Promise<string> {
  const [verb = '', what = '', ...rest] = line.trim().split(/\s+/);
  const unknown = `"${line.trim()}" is not understood. Say\n${COMMANDS}`;
  if (verb === '' || what === '' || rest.length > 0) return unknown;
  if (verb === 'withdraw') {
    swarm.catalog.withdraw(what);
    return `${what} is in no registry now; a node that has pulled it still has it.`;
  }
  if (!['lose', 'return', 'cut', 'mend'].includes(verb)) return unknown;
  if (!swarm.nodes.some(({ name }) => name === what)) {
    return `There is no ${what}: the nodes are ${swarm.nodes.map(({ name }) => name).join(', ')}.`;
  }
  switch (verb) {
    case 'lose':
      await swarm.loseNode(what);
      return `${what} is without power: the swarm calls it down in 10 to 15 seconds.`;
    case 'return':
      await swarm.returnNode(what);
      return `${what} has power.`;
    case 'cut':
      await swarm.cutNode(what);
      return `${what} is off the network: its containers go on, and nobody hears of them.`;
    default:
      await swarm.mendNode(what);
      return `${what} is back on the network.`;
  }
}
