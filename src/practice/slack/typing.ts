import type { State, Message, User, Channel } from './state.ts';
import { revise } from './messages.ts';
import { NotPossible } from './refusal.ts';
import { typedText } from './text.ts';
import { typedBlocks } from './typed-blocks.ts';

/** Puts what a person typed into a channel or a thread. */
export function postTyped(
  state: State,
  user: User,
  channel: Channel,
  typed: string,
  options: { threadTs?: string; files?: string[] },
): Message {
  const bot = state.app;
  const text = typedText(state, typed.replaceAll(`@${bot.name}`, `<@${bot.botUserId}>`), false);
  const root = options.threadTs === undefined ? undefined : state.messageAt(channel.id, options.threadTs);
  if (options.threadTs !== undefined && root === undefined) {
    throw new NotPossible('there is no such message to reply to');
  }
  const files = options.files ?? [];
  const message: Message = {
    channel: channel.id,
    ts: state.ids.ts(),
    user: user.id,
    text,
    blocks: typedBlocks(text, state.ids.next('b')),
    attachments: [],
    files,
    deleted: false,
    history: [],
    ...(root === undefined ? {} : { threadTs: root.threadTs ?? root.ts }),
    ...(files.length > 0 ? { subtype: 'file_share' } : {}),
    // A bot of another app, as an incoming webhook or an old integration looks.
    ...(user.kind === 'bot' ? { subtype: 'bot_message', botId: `B${user.id.slice(1)}` } : {}),
  };
  for (const id of files) state.files.get(id)?.channels.push(channel.id);
  revise(state, message);
  state.post(message);
  return message;
}

/** Changes what a person typed before. */
export function editTyped(state: State, message: Message, typed: string): void {
  message.text = typedText(state, typed, false);
  message.blocks = typedBlocks(message.text, state.ids.next('b'));
  revise(state, message);
  state.changed();
}

/** Adds a person's file to the workspace. */
export function addFile(state: State, user: User, name: string, content: string | Buffer): string {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const id = state.ids.next('F');
  state.addFile({
    id,
    name,
    title: name,
    user: user.id,
    size: bytes.length,
    created: state.ids.seconds(),
    channels: [],
    content: bytes,
    completed: true,
  });
  return id;
}
