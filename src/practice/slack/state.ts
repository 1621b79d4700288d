import type { Clock } from './clock.ts';
import { forgetFiles, forgetMessages } from './forget.ts';
import { Ids } from './ids.ts';
import type { JsonObject } from './json.ts';
import type { Keep } from './keep.ts';
import type { Manifest, Seed, UserKind } from './seed.ts';

export type User = {
  id: string;
  teamId: string;
  name: string;
  realName: string;
  kind: UserKind;
  tz: string;
  isAdmin: boolean;
  title: string;
  email?: string;
};

export type Channel = {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  members: Set<string>;
  isArchived: boolean;
  isExtShared: boolean;
  topic: string;
  created: number;
};

/** What a message showed from `at` (milliseconds) on. */
export type Revision = { at: number; text: string; blocks: JsonObject[] };

/**
 * A message, also an ephemeral one, as it stands now. `history` begins with the first form and ends with this one; what is
 * between them may be forgotten.
 */
export type Message = {
  channel: string;
  ts: string;
  user: string;
  text: string;
  blocks: JsonObject[];
  attachments: JsonObject[];
  files: string[];
  deleted: boolean;
  history: Revision[];
  botId?: string;
  threadTs?: string;
  metadata?: JsonObject;
  /** Only this person sees it. */
  ephemeralTo?: string;
  subtype?: 'file_share' | 'bot_message' | 'thread_broadcast' | 'channel_join' | 'channel_leave';
  /** Who let the author of a `channel_join` in. */
  inviter?: string;
};

export type UserGroup = { id: string; handle: string; name: string; users: string[]; disabled: boolean };

export type FileRecord = {
  id: string;
  name: string;
  title: string;
  user: string;
  size: number;
  created: number;
  channels: string[];
  /** Missing until the upload has arrived, and after a deletion. */
  content?: Buffer;
  completed: boolean;
  /** Ends the address that an app uploads to: whoever may send to it was given it, since ids can be guessed. */
  uploadKey?: string;
  /** Slack shows in its place that it was deleted. */
  deleted?: boolean;
};

/** Values that people have entered, by block id and action id, in Slack's form of `state.values`. */
export type Values = Record<string, Record<string, JsonObject>>;

export type View = {
  id: string;
  type: 'modal' | 'home';
  userId: string;
  hash: string;
  rootId: string;
  previousId?: string;
  /** As the app sent it, with every id filled in. */
  body: JsonObject;
  values: Values;
  /** Off the screen. */
  closed: boolean;
  /** Every form that it had, the newest last. */
  history: { at: number; body: JsonObject }[];
};

/** All that the workspace knows. Whatever changes it calls `changed`. */
export class State {
  readonly clock: Clock;
  readonly keep: Keep;
  readonly ids: Ids;
  readonly team: Seed['team'];
  readonly app: Seed['app'];
  readonly manifest: Manifest;
  /** Where the server is reached, without a slash at the end; known once it listens. */
  origin = '';
  /** The port of `origin`. */
  port = 0;
  readonly users = new Map<string, User>();
  readonly channels = new Map<string, Channel>();
  readonly userGroups = new Map<string, UserGroup>();
  /** The oldest first. `addFile` adds to them. */
  readonly files = new Map<string, FileRecord>();
  /** In the order in which they were posted, ephemeral ones among them. `post` adds to them. */
  readonly messages: Message[] = [];
  readonly views = new Map<string, View>();
  /** Open modals of a person, the lowest first. */
  readonly stacks = new Map<string, string[]>();
  readonly homes = new Map<string, string>();
  /** What people have chosen in messages: by person, channel and ts. */
  readonly chosen = new Map<string, Values>();
  #listeners = new Set<() => void>();

  constructor(seed: Seed, manifest: Manifest, clock: Clock, keep: Keep = 'everything') {
    this.clock = clock;
    this.keep = keep;
    this.ids = new Ids(clock);
    this.team = seed.team;
    this.app = seed.app;
    this.manifest = manifest;
    const { app, team } = seed;
    this.users.set(app.botUserId, {
      id: app.botUserId,
      teamId: team.id,
      name: app.name,
      realName: app.name,
      kind: 'bot',
      tz: 'UTC',
      isAdmin: false,
      title: '',
    });
    for (const user of seed.users) {
      this.users.set(user.id, {
        id: user.id,
        teamId: user.teamId ?? (user.kind === 'stranger' ? 'T0ELSEWHERE' : team.id),
        name: user.name,
        realName: user.realName ?? user.name,
        kind: user.kind,
        tz: user.tz,
        isAdmin: user.isAdmin,
        title: user.title,
        ...(user.email === undefined ? {} : { email: user.email }),
      });
    }
    for (const channel of seed.channels) {
      this.channels.set(channel.id, {
        id: channel.id,
        name: channel.name,
        kind: channel.isPrivate ? 'private' : 'public',
        members: new Set([...channel.members, ...(channel.botIsMember ? [app.botUserId] : [])]),
        isArchived: channel.isArchived,
        isExtShared: channel.isExtShared,
        topic: channel.topic,
        created: this.ids.seconds(),
      });
    }
    for (const group of seed.userGroups) {
      this.userGroups.set(group.id, { ...group, name: group.name ?? group.handle });
    }
  }

  /** Calls `listener` after every change until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  changed(): void {
    for (const listener of Array.from(this.#listeners)) listener();
  }

  /** Puts a new message in its place. */
  post(message: Message): void {
    this.messages.push(message);
    forgetMessages(this);
    this.changed();
  }

  /** Forgets what is too old to be kept. */
  forget(): void {
    forgetMessages(this);
    forgetFiles(this);
  }

  /** Adds a file's record. */
  addFile(file: FileRecord): void {
    this.files.set(file.id, file);
    forgetFiles(this);
    this.changed();
  }

  /** The direct message channel of the bot and a person, made when it is first wanted. */
  imWith(userId: string): Channel {
    for (const channel of this.channels.values()) {
      if (channel.kind === 'im' && channel.members.has(userId)) return channel;
    }
    const channel: Channel = {
      id: this.ids.next('D'),
      name: '',
      kind: 'im',
      members: new Set([userId, this.app.botUserId]),
      isArchived: false,
      isExtShared: false,
      topic: '',
      created: this.ids.seconds(),
    };
    this.channels.set(channel.id, channel);
    return channel;
  }

  /** A message that is still there, not an ephemeral one. */
  messageAt(channelId: string, ts: string): Message | undefined {
    // From the end: what is asked for is new as a rule.
    return this.messages.findLast(
      (message) =>
        message.channel === channelId &&
        message.ts === ts &&
        !message.deleted &&
        message.ephemeralTo === undefined,
    );
  }

  /** A channel by its id or its name, with or without `#`. */
  findChannel(idOrName: string): Channel | undefined {
    const name = idOrName.replace(/^#/, '');
    if (name === '') return undefined;
    return (
      this.channels.get(idOrName) ?? [...this.channels.values()].find((channel) => channel.name === name)
    );
  }

  botIsIn(channel: Channel): boolean {
    return channel.members.has(this.app.botUserId);
  }
}
