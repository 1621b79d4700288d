import { z } from 'zod';
import { joinChannel } from '../membership.ts';
import { Refusal } from '../refusal.ts';
import { channelShape } from '../shapes.ts';
import type { Channel } from '../state.ts';
import type { Workplace } from '../workplace.ts';
import {
  flag,
  method,
  needScope,
  page,
  paging,
  readScope,
  text,
  visibleChannel,
  type Method,
} from './method.ts';

const kinds: Record<string, Channel['kind'] | undefined> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
};

/** conversations.info, list, join, members, open; users.conversations */
export const conversationMethods: Record<string, Method> = {
  'conversations.info': method(
    {},
    z.object({ channel: text, include_num_members: flag.optional() }),
    (workplace, args) => {
      const channel = visibleChannel(workplace, args.channel);
      needScope(workplace, readScope(channel));
      const members = args.include_num_members === true ? { num_members: channel.members.size } : {};
      return { channel: { ...channelShape(workplace.state, channel), ...members } };
    },
  ),

  'conversations.list': method(
    {},
    z.object({ types: text.optional(), exclude_archived: flag.optional(), ...paging }),
    (workplace, args) => {
      const wanted = kindsOf(workplace, args.types);
      const found = [...workplace.state.channels.values()].filter(
        (channel) =>
          wanted.has(channel.kind) &&
          (channel.kind === 'public' || workplace.state.botIsIn(channel)) &&
          !(args.exclude_archived === true && channel.isArchived),
      );
      const { items, response_metadata } = page(found, args);
      return { channels: items.map((channel) => channelShape(workplace.state, channel)), response_metadata };
    },
  ),

  // The channels of the bot, or with `user` those that it shares with that person, as Slack says of bot tokens.
  'users.conversations': method(
    {},
    z.object({
      user: text.optional(),
      types: text.optional(),
      exclude_archived: flag.optional(),
      ...paging,
    }),
    (workplace, args) => {
      const { state } = workplace;
      const wanted = kindsOf(workplace, args.types);
      const user = args.user ?? state.app.botUserId;
      if (!state.users.has(user)) throw new Refusal('user_not_found');
      const found = [...state.channels.values()].filter(
        (channel) =>
          wanted.has(channel.kind) &&
          state.botIsIn(channel) &&
          channel.members.has(user) &&
          !(args.exclude_archived === true && channel.isArchived),
      );
      const { items, response_metadata } = page(found, args);
      const channels = items.map((channel) => {
        const { is_member: _isMember, ...rest } = channelShape(state, channel);
        return rest;
      });
      return { channels, response_metadata };
    },
  ),

  /**
   * The bot lets itself into a public channel. Slack also writes "has joined the channel" there, which the workspace does
   * for nobody.
   */
  'conversations.join': method(
    { scopes: ['channels:join'] },
    z.object({ channel: text }),
    (workplace, args) => {
      const { state } = workplace;
      const channel = visibleChannel(workplace, args.channel);
      if (channel.kind !== 'public') throw new Refusal('method_not_supported_for_channel_type');
      if (channel.isArchived) throw new Refusal('is_archived');
      const known = state.botIsIn(channel);
      if (!known) joinChannel(state, channel, state.app.botUserId);
      return {
        channel: channelShape(state, channel),
        ...(known
          ? { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } }
          : {}),
      };
    },
  ),

  'conversations.members': method({}, z.object({ channel: text, ...paging }), (workplace, args) => {
    const channel = visibleChannel(workplace, args.channel);
    needScope(workplace, readScope(channel));
    const { items, response_metadata } = page([...channel.members], args);
    return { members: items, response_metadata };
  }),

  'conversations.open': method(
    { scopes: ['im:write'] },
    z.object({
      users: text.optional(),
      channel: text.optional(),
      return_im: flag.optional(),
      prevent_creation: flag.optional(),
    }),
    (workplace, args) => {
      const { state } = workplace;
      if (args.channel !== undefined) {
        const channel = visibleChannel(workplace, args.channel);
        if (channel.kind !== 'im') throw new Refusal('channel_not_found');
        return { no_op: true, already_open: true, channel: { id: channel.id } };
      }
      const users = (args.users ?? '').split(',').filter((user) => user !== '');
      if (users.length === 0) throw new Refusal('users_list_not_supplied');
      if (users.length > 1) needScope(workplace, 'mpim:write');
      const user = state.users.get(users[0] ?? '');
      if (user === undefined) throw new Refusal('user_not_found');
      if (user.kind === 'bot') throw new Refusal('cannot_dm_bot');
      if (user.kind === 'deactivated') throw new Refusal('user_disabled');
      const known = [...state.channels.values()].some(
        (channel) => channel.kind === 'im' && channel.members.has(user.id),
      );
      const channel = state.imWith(user.id);
      return {
        ...(known ? { no_op: true, already_open: true } : {}),
        channel: args.return_im === true ? channelShape(state, channel) : { id: channel.id },
      };
    },
  ),
};

/** The kinds of channels that `types` names, each of which needs its own scope. */
function kindsOf(workplace: Workplace, types: string | undefined): Set<Channel['kind']> {
  const wanted = new Set<Channel['kind']>();
  for (const type of (types ?? 'public_channel').split(',').map((word) => word.trim())) {
    if (type === 'mpim') {
      needScope(workplace, 'mpim:read');
      continue;
    }
    const kind = kinds[type];
    if (kind === undefined) throw new Refusal('invalid_types');
    needScope(workplace, { public: 'channels:read', private: 'groups:read', im: 'im:read' }[kind]);
    wanted.add(kind);
  }
  return wanted;
}
