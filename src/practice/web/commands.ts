import type { Workspace } from '../slack/control.ts';
import type { Persona } from '../slack/persona.ts';
import { NotPossible } from '../slack/refusal.ts';

/**
 * Slack's own slash commands, as far as they are here: they are done by Slack and no app hears of them. Gives whether it was one.
 * @throws NotPossible for what cannot be done.
 */
export function ownCommand(workspace: Workspace, persona: Persona, channel: string, typed: string): boolean {
  const [name = '', ...rest] = typed.trim().split(/\s+/);
  switch (name) {
    case '/invite':
      if (rest.length === 0) throw new NotPossible('/invite wants somebody, such as /invite @waggle');
      for (const who of rest) persona.invite(channel, personNamed(workspace, who));
      return true;
    case '/leave':
      persona.leave(channel);
      return true;
    default:
      return false;
  }
}

/** Somebody's id from `@ana` or `<@U1>`. */
function personNamed(workspace: Workspace, who: string): string {
  const { users } = workspace.state;
  const id = /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/.exec(who)?.[1];
  const name = who.replace(/^@/, '');
  const found = id === undefined ? [...users.values()].find((user) => user.name === name) : users.get(id);
  if (found === undefined) throw new NotPossible(`there is nobody called ${who}`);
  return found.id;
}
