import { z } from 'zod';
import { manifestLimits } from '../../facts/slack.ts';

/** What a person is in the workspace. */
export const UserKind = z.enum(['member', 'guest', 'single_channel_guest', 'stranger', 'bot', 'deactivated']);
export type UserKind = z.infer<typeof UserKind>;

const SeedUser = z.strictObject({
  id: z.string().regex(/^[UW][A-Z0-9]+$/),
  /** The handle, without `@`. */
  name: z.string().min(1),
  realName: z.string().optional(),
  kind: UserKind.default('member'),
  email: z.string().optional(),
  /** The home of a `stranger`. */
  teamId: z.string().optional(),
  /** As in the IANA database. */
  tz: z.string().default('Europe/Berlin'),
  isAdmin: z.boolean().default(false),
  /** What the profile says that they do. */
  title: z.string().default(''),
});

const SeedChannel = z.strictObject({
  id: z.string().regex(/^[CG][A-Z0-9]+$/),
  /** Without `#`. */
  name: z.string().min(1),
  members: z.array(z.string()).default([]),
  botIsMember: z.boolean().default(true),
  isPrivate: z.boolean().default(false),
  isArchived: z.boolean().default(false),
  isExtShared: z.boolean().default(false),
  topic: z.string().max(250).default(''),
});

const SeedUserGroup = z.strictObject({
  id: z.string().regex(/^S[A-Z0-9]+$/),
  handle: z.string().min(1),
  name: z.string().optional(),
  users: z.array(z.string()).default([]),
  disabled: z.boolean().default(false),
});

/** What the workspace starts with. */
export const Seed = z.strictObject({
  team: z
    .strictObject({
      id: z.string().default('T0PRACTICE'),
      name: z.string().default('Practice'),
      domain: z.string().default('practice'),
      /** User groups need a paid plan. */
      plan: z.enum(['free', 'paid']).default('paid'),
    })
    .prefault({}),
  app: z
    .strictObject({
      id: z.string().default('A0WAGGLE'),
      botId: z.string().default('B0WAGGLE'),
      botUserId: z.string().default('U0WAGGLE'),
      name: z.string().default('waggle'),
    })
    .prefault({}),
  users: z.array(SeedUser),
  channels: z.array(SeedChannel),
  userGroups: z.array(SeedUserGroup).default([]),
});
export type Seed = z.infer<typeof Seed>;
export type SeedInput = z.input<typeof Seed>;

/** What the app has declared to Slack. */
export const Manifest = z.strictObject({
  commands: z
    .array(
      z.strictObject({
        command: z.string().startsWith('/'),
        shouldEscape: z.boolean().default(true),
        description: z.string().default(''),
        usageHint: z.string().max(manifestLimits.commandUsageHint).default(''),
      }),
    )
    .prefault([{ command: '/swarm' }]),
  shortcuts: z
    .array(
      z.strictObject({
        type: z.enum(['message', 'global']),
        callbackId: z.string().min(1).max(manifestLimits.callbackId),
        /** What the menu shows; the callback id where it is missing. */
        name: z.string().min(1).max(manifestLimits.shortcutName).optional(),
      }),
    )
    .max(manifestLimits.shortcuts)
    .default([]),
  events: z
    .array(z.string())
    .default(['app_home_opened', 'app_mention', 'message.im', 'subteam_updated', 'subteam_members_changed']),
  scopes: z
    .array(z.string())
    .default([
      'commands',
      'chat:write',
      'app_mentions:read',
      'im:history',
      'im:write',
      'files:read',
      'files:write',
      'usergroups:read',
      'users:read',
      'channels:read',
      'groups:read',
    ]),
});
export type Manifest = z.infer<typeof Manifest>;
export type ManifestInput = z.input<typeof Manifest>;
