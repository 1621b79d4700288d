import { z } from 'zod';
import { messageLimits } from '../../../facts/slack.ts';
import { announceChange, announceMessage } from '../events.ts';
import type { Json } from '../json.ts';
import { checkContent, deleteMessage, editMessage, isEmpty, postAsBot, type Content } from '../messages.ts';
import { Refusal } from '../refusal.ts';
import { messageShape } from '../shapes.ts';
import type { Message } from '../state.ts';
import type { Workplace } from '../workplace.ts';
import { flag, method, structured, text, visibleChannel, writableChannel, type Method } from './method.ts';

const content = {
  text: text.optional(),
  blocks: structured.optional(),
  attachments: structured.optional(),
  metadata: structured.optional(),
};
const scopes = ['chat:write'];

/** chat.postMessage, chat.postEphemeral, chat.update, chat.delete, chat.getPermalink */
export const chatMethods: Record<string, Method> = {
  'chat.postMessage': method(
    { scopes },
    z.object({
      channel: text,
      thread_ts: text.optional(),
      reply_broadcast: flag.optional(),
      ...content,
    }),
    (workplace, args) => {
      const channel = writableChannel(workplace, placeOf(workplace, args.channel));
      const checked = checkContent(workplace.state, contentOf(args));
      if (isEmpty(checked)) throw new Refusal('no_text');
      const threadTs = threadOf(workplace, channel.id, args.thread_ts);
      const message = postAsBot(workplace.state, channel.id, checked, {
        ...(threadTs === undefined ? {} : { threadTs }),
        broadcast: threadTs !== undefined && args.reply_broadcast === true,
      });
      // The bot's own messages come back to it from direct messages, marked with its bot_id.
      void announceMessage(workplace, message);
      return { channel: channel.id, ts: message.ts, message: messageShape(workplace.state, message) };
    },
  ),

  'chat.postEphemeral': method(
    { scopes },
    z.object({ channel: text, user: text, thread_ts: text.optional(), ...content }),
    (workplace, args) => {
      const channel = writableChannel(workplace, args.channel);
      const user = workplace.state.users.get(args.user);
      if (user === undefined) throw new Refusal('user_not_found');
      if (!channel.members.has(user.id)) throw new Refusal('user_not_in_channel');
      const checked = checkContent(workplace.state, contentOf(args));
      if (isEmpty(checked)) throw new Refusal('no_text');
      const message = postAsBot(workplace.state, channel.id, checked, {
        ephemeralTo: user.id,
        ...(args.thread_ts === undefined || args.thread_ts === '' ? {} : { threadTs: args.thread_ts }),
      });
      return { message_ts: message.ts };
    },
  ),

  'chat.update': method({ scopes }, z.object({ channel: text, ts: text, ...content }), (workplace, args) => {
    const message = ownMessage(workplace, args.channel, args.ts, 'cant_update_message');
    const checked = checkContent(workplace.state, contentOf(args), messageLimits.updateText);
    const nothingSent = Object.keys(checked).length === 0;
    const clears =
      !nothingSent && checked.metadata === undefined && isEmpty(checked) && message.attachments.length === 0;
    if (nothingSent || clears) throw new Refusal('no_text');
    const before = messageShape(workplace.state, message);
    editMessage(workplace.state, message, checked);
    void announceChange(workplace, message, before, 'message_changed');
    return {
      channel: message.channel,
      ts: message.ts,
      text: message.text,
      message: messageShape(workplace.state, message),
    };
  }),

  'chat.delete': method({ scopes }, z.object({ channel: text, ts: text }), (workplace, args) => {
    const message = ownMessage(workplace, args.channel, args.ts, 'cant_delete_message');
    const before = messageShape(workplace.state, message);
    deleteMessage(workplace.state, message);
    void announceChange(workplace, message, before, 'message_deleted');
    return { channel: message.channel, ts: message.ts };
  }),

  'chat.getPermalink': method({}, z.object({ channel: text, message_ts: text }), (workplace, args) => {
    const channel = visibleChannel(workplace, args.channel);
    const message = workplace.state.messageAt(channel.id, args.message_ts);
    if (message === undefined) throw new Refusal('message_not_found');
    const base = `https://${workplace.state.team.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}`;
    const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
    return { channel: channel.id, permalink: base + thread };
  }),
};

function contentOf(args: {
  text?: string | undefined;
  blocks?: Json | undefined;
  attachments?: Json | undefined;
  metadata?: Json | undefined;
}): Content {
  return {
    ...(args.text === undefined ? {} : { text: args.text }),
    ...(args.blocks === undefined ? {} : { blocks: args.blocks }),
    ...(args.attachments === undefined ? {} : { attachments: args.attachments }),
    ...(args.metadata === undefined ? {} : { metadata: args.metadata }),
  };
}

/** A channel's id. A person's id stands for the direct message with them, a `#name` for that channel. */
function placeOf(workplace: Workplace, place: string): string {
  const { state } = workplace;
  const user = state.users.get(place);
  if (user !== undefined) {
    if (user.kind === 'bot' || user.kind === 'deactivated') throw new Refusal('channel_not_found');
    return state.imWith(user.id).id;
  }
  const name = place.startsWith('#') ? place.slice(1) : undefined;
  return [...state.channels.values()].find((channel) => channel.name === name)?.id ?? place;
}

/** The root of the thread. What Slack answers to an unknown `thread_ts` is not documented; this word is a choice. */
function threadOf(workplace: Workplace, channelId: string, threadTs: string | undefined): string | undefined {
  if (threadTs === undefined || threadTs === '') return undefined;
  const root = workplace.state.messageAt(channelId, threadTs);
  if (root === undefined) throw new Refusal('thread_not_found');
  return root.threadTs ?? root.ts;
}

function ownMessage(workplace: Workplace, channelId: string, ts: string, notOwn: string): Message {
  const channel = visibleChannel(workplace, channelId);
  const message = workplace.state.messageAt(channel.id, ts);
  if (message === undefined) throw new Refusal('message_not_found');
  if (message.botId !== workplace.state.app.botId) throw new Refusal(notOwn);
  if (channel.isArchived) throw new Refusal('is_archived');
  return message;
}
