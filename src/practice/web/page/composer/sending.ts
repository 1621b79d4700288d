import type { SlashCommand } from '../../protocol.ts';
import { isSlashCommand } from './completion.ts';
import type { Attached } from './use-files.ts';
import { typedToSent } from './typed-text.ts';
import type { World } from '../world.ts';

/** Slack's own commands that the practice workspace has: no app hears of them. */
const ownCommands = (app: string): SlashCommand[] => [
  { command: '/invite', description: 'Let somebody or the app into this channel', usageHint: `@${app}` },
  { command: '/leave', description: 'Leave this channel', usageHint: '' },
];

/** The app's commands, and Slack's own. */
export function knownCommands(world: World): SlashCommand[] {
  return [...world.workspace.commands, ...ownCommands(world.workspace.app.name)];
}

export type Typed = {
  readonly channel: string;
  readonly threadTs: string | undefined;
  readonly typed: string;
  readonly files: readonly Attached[];
};

/** Sends what was typed, as a message or as a command. The result is what to tell the person; undefined if it went well. */
export async function sendTyped(
  world: World,
  { channel, threadTs, typed, files }: Typed,
): Promise<string | undefined> {
  const thread = threadTs === undefined ? {} : { threadTs };
  // A space before it makes a message of what would be a command, as in Slack.
  if (isSlashCommand(typed)) {
    if (files.length > 0) return 'A command takes no files. Send them as a message of their own.';
    return told(world.act({ act: 'slash', channel, text: typed.trim(), ...thread }));
  }
  const ids: string[] = [];
  for (const attached of files) {
    if (attached.id === undefined) {
      const answer = await world.upload(attached.file);
      if (!answer.ok) return `${attached.file.name}: ${answer.error}`;
      if (typeof answer.result !== 'string') return `${attached.file.name} did not arrive.`;
      // Kept, so that sending again does not bring it twice.
      attached.id = answer.result;
    }
    ids.push(attached.id);
  }
  const text = typedToSent(typed.trim(), world);
  return told(
    world.act({ act: 'say', channel, text, ...thread, ...(ids.length === 0 ? {} : { files: ids }) }),
  );
}

async function told(answer: ReturnType<World['act']>): Promise<string | undefined> {
  const given = await answer;
  return given.ok ? given.shown : given.error;
}
