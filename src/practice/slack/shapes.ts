import { extensionOf, mediaType } from './file-access.ts';
import type { JsonObject } from './json.ts';
import type { Channel, FileRecord, Message, State, User, View } from './state.ts';

/** A message as Slack writes it in answers, events and payloads. */
export function messageShape(state: State, message: Message): JsonObject {
  const replies = state.messages.filter(
    (reply) =>
      reply.channel === message.channel &&
      reply.threadTs === message.ts &&
      reply.ts !== message.ts &&
      !reply.deleted &&
      reply.ephemeralTo === undefined,
  );
  const last = message.history.at(-1);
  return {
    type: 'message',
    ...(message.subtype === undefined ? {} : { subtype: message.subtype }),
    ...(message.inviter === undefined ? {} : { inviter: message.inviter }),
    user: message.user,
    ...(message.botId === undefined
      ? { client_msg_id: `client-${message.ts}` }
      : { bot_id: message.botId, ...(message.botId === state.app.botId ? { app_id: state.app.id } : {}) }),
    ts: message.ts,
    team: state.users.get(message.user)?.teamId ?? state.team.id,
    text: message.text,
    ...(message.blocks.length === 0 ? {} : { blocks: structuredClone(message.blocks) }),
    ...(message.attachments.length === 0 ? {} : { attachments: structuredClone(message.attachments) }),
    ...(message.files.length === 0 ? {} : { files: filesOf(state, message) }),
    ...(message.metadata === undefined ? {} : { metadata: structuredClone(message.metadata) }),
    ...(message.history.length > 1 && last !== undefined
      ? { edited: { user: message.user, ts: `${Math.floor(last.at / 1000)}.000000` } }
      : {}),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(replies.length === 0 || message.threadTs !== undefined
      ? {}
      : {
          thread_ts: message.ts,
          reply_count: replies.length,
          latest_reply: replies.at(-1)?.ts ?? message.ts,
        }),
  };
}

function filesOf(state: State, message: Message): JsonObject[] {
  return message.files.flatMap((id) => {
    const file = state.files.get(id);
    return file === undefined ? [] : [fileShape(state, file)];
  });
}

/** A file's record, without its content. Of a deleted one Slack says no more than that. */
export function fileShape(state: State, file: FileRecord): JsonObject {
  if (file.deleted === true) return { id: file.id, mode: 'tombstone' };
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: mediaType(file.name),
    filetype: extensionOf(file.name),
    user: file.user,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    is_public: false,
    url_private: `${state.origin}/files-pri/${file.id}`,
    url_private_download: `${state.origin}/files-pri/${file.id}`,
    channels: [...file.channels],
  };
}

/** A person as `users.info` shows them. `email` needs its own scope. */
export function userShape(user: User, teamId: string, withEmail: boolean): JsonObject {
  const deleted = user.kind === 'deactivated';
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted,
    ...(user.teamId === teamId ? {} : { is_stranger: true }),
    real_name: user.realName,
    profile: {
      real_name: user.realName,
      display_name: user.name,
      title: user.title,
      team: user.teamId,
      ...(withEmail && user.email !== undefined ? { email: user.email } : {}),
    },
    is_bot: user.kind === 'bot',
    is_app_user: false,
    ...(deleted
      ? {}
      : {
          tz: user.tz,
          is_admin: user.isAdmin,
          is_owner: false,
          is_primary_owner: false,
          is_restricted: user.kind === 'guest' || user.kind === 'single_channel_guest',
          is_ultra_restricted: user.kind === 'single_channel_guest',
        }),
    updated: 0,
  };
}

/** A channel as `conversations.info` shows it. */
export function channelShape(state: State, channel: Channel): JsonObject {
  if (channel.kind === 'im') {
    return {
      id: channel.id,
      created: channel.created,
      is_im: true,
      is_archived: false,
      is_org_shared: false,
      user: [...channel.members].find((member) => member !== state.app.botUserId) ?? state.app.botUserId,
      is_user_deleted: false,
    };
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    created: channel.created,
    is_archived: channel.isArchived,
    is_general: false,
    is_shared: channel.isExtShared,
    is_org_shared: false,
    is_ext_shared: channel.isExtShared,
    is_member: state.botIsIn(channel),
    context_team_id: state.team.id,
    creator: state.app.botUserId,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

/** The name of a channel in slash commands and interactions: Slack hides it where it is not public. */
export function channelName(channel: Channel): string {
  switch (channel.kind) {
    case 'public':
      return channel.name;
    case 'private':
      return 'privategroup';
    case 'im':
      return 'directmessage';
  }
}

/** A view as Slack hands it to the app. */
export function viewShape(state: State, view: View): JsonObject {
  const body = view.body;
  return {
    id: view.id,
    team_id: state.team.id,
    type: view.type,
    blocks: structuredClone(body['blocks'] ?? []),
    private_metadata: body['private_metadata'] ?? '',
    callback_id: body['callback_id'] ?? '',
    state: { values: structuredClone(view.values) },
    hash: view.hash,
    title: body['title'] ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: body['clear_on_close'] ?? false,
    notify_on_close: body['notify_on_close'] ?? false,
    close: body['close'] ?? null,
    submit: body['submit'] ?? null,
    previous_view_id: view.previousId ?? null,
    root_view_id: view.rootId,
    app_id: state.app.id,
    external_id: body['external_id'] ?? '',
    app_installed_team_id: state.team.id,
    bot_id: state.app.botId,
  };
}
