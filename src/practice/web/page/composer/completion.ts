import type { Channel, Person, SlashCommand } from '../../protocol.ts';

/** A row of the list that opens above the composer while one types. */
export type Choice = {
  readonly id: string;
  /** What is put in, with a space behind it. */
  readonly insert: string;
  readonly label: string;
  readonly detail: string;
};

/** What can be completed where the person types: `from` to `to` of the text is replaced by a choice. */
export type Completion = {
  readonly name: 'Commands' | 'People' | 'Channels';
  readonly from: number;
  readonly to: number;
  readonly choices: readonly Choice[];
};

/** What the composer can complete from. */
export type Completable = {
  readonly commands: readonly SlashCommand[];
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
};

/** More than this is no list that one reads. */
const most = 8;

/** What can be completed at the caret; undefined if there is nothing. */
export function completionAt(text: string, caret: number, from: Completable): Completion | undefined {
  const before = text.slice(0, caret);
  if (/^\/\S*$/.test(before)) {
    const choices = from.commands
      .filter(({ command }) => command.startsWith(before.toLowerCase()))
      .map(({ command, description, usageHint }) => ({
        id: command,
        insert: command,
        label: usageHint === '' ? command : `${command} ${usageHint}`,
        detail: description,
      }));
    return completion('Commands', 0, caret, choices);
  }
  const [, sign, typed = ''] = /(?:^|[\s([{"'])([@#])([\p{L}\p{N}._-]*)$/u.exec(before) ?? [];
  if (sign === undefined) return undefined;
  const start = caret - typed.length - 1;
  const query = typed.toLowerCase();
  if (sign === '@') {
    const choices = from.people
      .filter((person) => !person.isDeactivated && matches(query, person.name, person.realName))
      .map((person) => ({
        id: person.id,
        insert: `@${person.name}`,
        label: `@${person.name}`,
        detail: person.isBot ? 'App' : person.realName,
      }));
    return completion('People', start, caret, choices);
  }
  const choices = from.channels
    .filter((channel) => channel.type !== 'im' && !channel.isArchived && matches(query, channel.name))
    .map(({ id, name, topic }) => ({ id, insert: `#${name}`, label: `#${name}`, detail: topic }));
  return completion('Channels', start, caret, choices);
}

/** The text after a choice was taken, and where the caret stands then. */
export function complete(
  text: string,
  { from, to }: Completion,
  choice: Choice,
): { readonly text: string; readonly caret: number } {
  const after = text.slice(to).replace(/^ /, '');
  const head = `${text.slice(0, from)}${choice.insert} `;
  return { text: head + after, caret: head.length };
}

/** The command whose arguments are being typed, for the line that says how it is used. */
export function commandIn(text: string, commands: readonly SlashCommand[]): SlashCommand | undefined {
  const [, name] = /^(\/\S+)\s/.exec(text) ?? [];
  return name === undefined ? undefined : commands.find(({ command }) => command === name);
}

/** Whether a text is a slash command: Slack takes anything that begins so for one, but a path in it is none. */
export function isSlashCommand(text: string): boolean {
  return /^\/[^\s/]+(?:\s|$)/.test(text);
}

function matches(query: string, ...names: string[]): boolean {
  return names.some((name) => {
    const lower = name.toLowerCase();
    return lower.startsWith(query) || lower.split(/[\s._-]+/).some((word) => word.startsWith(query));
  });
}

function completion(
  name: Completion['name'],
  from: number,
  to: number,
  choices: readonly Choice[],
): Completion | undefined {
  return choices.length === 0 ? undefined : { name, from, to, choices: choices.slice(0, most) };
}
