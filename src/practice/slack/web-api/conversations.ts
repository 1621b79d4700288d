import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { channelShape } from '../shapes.ts';
import type { Channel } from '../state.ts';
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

/** conversations.info, list, members, open */
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
      const types = (args.types ?? 'public_channel').split(',').map((type) => type.trim());
      const wanted = new Set<Channel['kind']>();
      for (const type of types) {
        if (type === 'mpim') {
          needScope(workplace, 'mpim:read');
          continue;
        }
        const kind = kinds[type];
        if (kind === undefined) throw new Refusal('invalid_types');
        needScope(workplace, { public: 'channels:read', private: 'groups:read', im: 'im:read' }[kind]);
        wanted.add(kind);
      }
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
