import { z } from 'zod';
import type { JsonObject } from '../json.ts';
import { UserKind } from '../seed.ts';
import type { Message, State } from '../state.ts';

/** What was read as JSON needs no second look inside. */
const anyObject = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);
const values = z.record(z.string(), z.record(z.string(), anyObject));
const form = z.object({ at: z.number(), text: z.string(), blocks: z.array(anyObject) });

const SavedMessage = z.object({
  channel: z.string(),
  ts: z.string().regex(/^\d+\.\d{6}$/),
  user: z.string(),
  text: z.string(),
  blocks: z.array(anyObject),
  attachments: z.array(anyObject),
  files: z.array(z.string()),
  deleted: z.boolean(),
  /** The forms before the present one. */
  before: z.array(form),
  /** Since when it shows the present one. */
  at: z.number(),
  botId: z.string().exactOptional(),
  threadTs: z.string().exactOptional(),
  metadata: anyObject.exactOptional(),
  ephemeralTo: z.string().exactOptional(),
  subtype: z
    .enum(['file_share', 'bot_message', 'thread_broadcast', 'channel_join', 'channel_leave'])
    .exactOptional(),
  inviter: z.string().exactOptional(),
});

/** A workspace on disk. Open modals are not in it: Slack's client loses them too. */
export const Saved = z.object({
  version: z.literal(1),
  teamId: z.string(),
  appId: z.string(),
  ids: z.object({ count: z.int(), micros: z.int() }),
  users: z.array(
    z.object({
      id: z.string(),
      teamId: z.string(),
      name: z.string(),
      realName: z.string(),
      kind: UserKind,
      tz: z.string(),
      isAdmin: z.boolean(),
      title: z.string(),
      email: z.string().exactOptional(),
    }),
  ),
  channels: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.enum(['public', 'private', 'im']),
      members: z.array(z.string()),
      isArchived: z.boolean(),
      isExtShared: z.boolean(),
      topic: z.string(),
      created: z.number(),
    }),
  ),
  userGroups: z.array(
    z.object({
      id: z.string(),
      handle: z.string(),
      name: z.string(),
      users: z.array(z.string()),
      disabled: z.boolean(),
    }),
  ),
  files: z.array(
    z.object({
      // It is the name of a file on disk too.
      id: z.string().regex(/^F[0-9A-Z]+$/),
      name: z.string(),
      title: z.string(),
      user: z.string(),
      size: z.int(),
      created: z.number(),
      channels: z.array(z.string()),
      completed: z.boolean(),
      uploadKey: z.string().exactOptional(),
      deleted: z.boolean().exactOptional(),
      hasContent: z.boolean(),
    }),
  ),
  messages: z.array(SavedMessage),
  homes: z.array(
    z.object({
      id: z.string(),
      userId: z.string(),
      hash: z.string(),
      rootId: z.string(),
      body: anyObject,
      values,
      history: z.array(z.object({ at: z.number(), body: anyObject })),
    }),
  ),
  chosen: z.array(z.tuple([z.string(), values])),
});
export type Saved = z.infer<typeof Saved>;

/** Everything that the workspace knows, apart from the content of files. It shares parts with the state: write it at once. */
export function save(state: State): Saved {
  return {
    version: 1,
    teamId: state.team.id,
    appId: state.app.id,
    ids: state.ids.position,
    users: [...state.users.values()],
    channels: [...state.channels.values()].map((channel) => ({ ...channel, members: [...channel.members] })),
    userGroups: [...state.userGroups.values()],
    files: [...state.files.values()].map(({ content, ...file }) => ({
      ...file,
      hasContent: content !== undefined,
    })),
    messages: state.messages.map(saveMessage),
    homes: [...state.homes.values()].flatMap((id) => {
      const view = state.views.get(id);
      if (view === undefined) return [];
      const { userId, hash, rootId, body, values, history } = view;
      return [{ id, userId, hash, rootId, body, values, history }];
    }),
    chosen: [...state.chosen],
  };
}

function saveMessage({ history, ...message }: Message): Saved['messages'][number] {
  return { ...message, before: history.slice(0, -1), at: history.at(-1)?.at ?? 0 };
}

/**
 * Puts a saved workspace over a state as its seed made it. People and channels that the seed names keep what the seed says of
 * them (names, time zones, topics); what happened to them (who is in a channel, who was deactivated) is as it was saved.
 * `contents` holds the files' content by id.
 */
export function restore(state: State, saved: Saved, contents: ReadonlyMap<string, Buffer>): void {
  state.ids.resume(saved.ids);
  const known = new Set(saved.users.map(({ id }) => id));
  for (const user of saved.users) {
    const seeded = state.users.get(user.id);
    if (seeded === undefined) state.users.set(user.id, user);
    else seeded.kind = user.kind;
  }
  for (const channel of saved.channels) {
    const seeded = state.channels.get(channel.id) ?? channel;
    const { isArchived, created } = channel;
    const newcomers = [...seeded.members].filter((member) => !known.has(member));
    const members = new Set([...channel.members, ...newcomers]);
    state.channels.set(channel.id, { ...seeded, members, isArchived, created });
  }
  for (const group of saved.userGroups) state.userGroups.set(group.id, group);
  for (const { hasContent: _hasContent, ...file } of saved.files) {
    const content = contents.get(file.id);
    state.files.set(file.id, content === undefined ? file : { ...file, content });
  }
  for (const { before, at, ...message } of saved.messages) {
    const { text, blocks } = message;
    state.messages.push({ ...message, history: [...before, { at, text, blocks }] });
  }
  for (const home of saved.homes) {
    state.views.set(home.id, { ...home, type: 'home', closed: false });
    state.homes.set(home.userId, home.id);
  }
  for (const [key, values] of saved.chosen) state.chosen.set(key, values);
  state.forget();
}
