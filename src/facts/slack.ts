/**
 * Slack's published limits, in one place. The renderer and publisher (src/adapters/slack) keep within them; the
 * practice workspace (src/practice/slack) enforces them. Sources: docs.slack.dev (reference/block-kit,
 * reference/methods, apis/web-api/rate-limits, surfaces, interactivity), @slack/types 3.2.
 * Lengths are in UTF-16 code units (JavaScript's `length`), times in milliseconds, sizes in bytes.
 */

/** Where blocks can be shown. An ephemeral message is a message. */
export type Surface = 'message' | 'modal' | 'home';

/** Every block type that Slack knows, with the surfaces that take it. Any other type is refused. */
export const blockSurfaces = {
  actions: ['message', 'modal', 'home'],
  alert: ['modal'],
  card: ['message', 'home'],
  carousel: ['message', 'home'],
  container: ['message'],
  context: ['message', 'modal', 'home'],
  context_actions: ['message'],
  data_table: ['message'],
  divider: ['message', 'modal', 'home'],
  file: ['message'],
  header: ['message', 'modal', 'home'],
  image: ['message', 'modal', 'home'],
  input: ['message', 'modal', 'home'],
  markdown: ['message'],
  plan: ['message'],
  rich_text: ['message', 'modal', 'home'],
  section: ['message', 'modal', 'home'],
  table: ['message'],
  task_card: ['message'],
  video: ['message', 'modal', 'home'],
} as const satisfies Record<string, readonly Surface[]>;
export type BlockType = keyof typeof blockSurfaces;

/** Limits of one message. */
export const messageLimits = {
  blocks: 50,
  /** `chat.postMessage` cuts the text off above this; more than this is never stored. */
  text: 40_000,
  /** `chat.update` refuses a longer text with `msg_too_long`. */
  updateText: 4_000,
  /** All text of all blocks together; above it Slack answers `msg_blocks_too_long` (measured near 13,200). */
  allBlockText: 13_200,
  /** The text of all `markdown` blocks together. */
  markdown: 12_000,
  /** `table` and `data_table` blocks together. */
  tables: 1,
} as const;

/** Limits of a view (modal or App Home). */
export const viewLimits = {
  blocks: 100,
  bytes: 250_000,
  title: 24,
  submit: 24,
  close: 24,
  privateMetadata: 3_000,
  callbackId: 255,
  externalId: 255,
  /** Views on one stack: the first and two pushed on it. */
  stack: 3,
} as const;

/** Limits of blocks and of what is in them. */
export const blockLimits = {
  blockId: 255,
  sectionText: 3_000,
  sectionFields: 10,
  sectionFieldText: 2_000,
  headerText: 150,
  actionsElements: 25,
  contextElements: 10,
  contextText: 3_000,
  contextActionsElements: 5,
  imageUrl: 3_000,
  imageAltText: 2_000,
  imageTitle: 2_000,
  inputLabel: 2_000,
  inputHint: 2_000,
  cardTitle: 150,
  cardSubtitle: 150,
  cardBody: 200,
  cardActions: 5,
  carouselCards: 10,
  containerTitle: 150,
  containerSubtitle: 150,
  containerBlocks: 10,
  tableRows: 100,
  tableCells: 20,
  /** All cells of a `table` together; the same holds for a `data_table` and for the tables of one message. */
  tableText: 10_000,
  /** The header row and at most 100 more. */
  dataTableRows: 101,
  dataTableMinRows: 2,
  dataTableCells: 20,
  dataTablePageSize: 100,
  videoTitle: 200,
  videoAuthor: 50,
  videoDescription: 200,
} as const;

/** Limits of block elements and composition objects. */
export const elementLimits = {
  actionId: 255,
  text: 3_000,
  buttonText: 75,
  buttonValue: 2_000,
  buttonUrl: 3_000,
  accessibilityLabel: 75,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  placeholder: 150,
  selectOptions: 100,
  selectOptionGroups: 100,
  optionText: 75,
  optionValue: 150,
  optionDescription: 75,
  optionGroupLabel: 75,
  overflowOptions: 5,
  radioOptions: 10,
  checkboxOptions: 10,
  /** The highest `max_length` of a `plain_text_input`, and so of what a person can type. */
  inputText: 3_000,
  inputFiles: 10,
} as const;

/** States of a `task_card`. A `plan` shows those of its tasks. */
export const taskStatuses = ['pending', 'in_progress', 'complete', 'error'] as const;

/**
 * How often a method may be called by one app in one workspace: `calls` in each `perMs` on average, and never more
 * than `burst` in any span of `burst * perMs / calls` (so a tier of 50 a minute is 50 in any minute).
 */
export type RateLimit = {
  readonly calls: number;
  readonly perMs: number;
  /** Slack speaks of "short bursts" and gives no number, so this is a choice. */
  readonly burst: number;
  /** `channel`: counted for each channel on its own. */
  readonly scope: 'workspace' | 'channel';
};

const minute = 60_000;
const tier1 = { calls: 1, perMs: minute, burst: 30, scope: 'workspace' } as const satisfies RateLimit;
const tier2 = { calls: 20, perMs: minute, burst: 20, scope: 'workspace' } as const satisfies RateLimit;
const tier3 = { calls: 50, perMs: minute, burst: 50, scope: 'workspace' } as const satisfies RateLimit;
const tier4 = { calls: 100, perMs: minute, burst: 100, scope: 'workspace' } as const satisfies RateLimit;
const special = { calls: 600, perMs: minute, burst: 100, scope: 'workspace' } as const satisfies RateLimit;

/** Slack's published rate limits by method. A method that does not stand here is not limited. */
export const rateLimits = {
  'apps.connections.open': tier1,
  'auth.test': special,
  'bots.info': tier3,
  'chat.delete': tier3,
  'chat.getPermalink': special,
  'chat.postEphemeral': tier4,
  'chat.postMessage': { calls: 1, perMs: 1_000, burst: 5, scope: 'channel' },
  'chat.update': tier3,
  // Since 2025 apps that are sold outside of Slack's marketplace have 1 a minute and 15 messages a call for `history` and
  // `replies`. A bot that a team installs for itself, as this one, keeps tier 3.
  'conversations.history': tier3,
  'conversations.info': tier3,
  'conversations.join': tier3,
  'conversations.list': tier2,
  'conversations.members': tier4,
  'conversations.open': tier3,
  'conversations.replies': tier3,
  'files.completeUploadExternal': tier4,
  'files.delete': tier3,
  'files.getUploadURLExternal': tier4,
  'files.info': tier4,
  'team.info': tier3,
  'usergroups.list': tier2,
  'usergroups.users.list': tier2,
  'users.conversations': tier3,
  'users.info': tier4,
  'users.list': tier2,
  'views.open': tier4,
  'views.publish': tier4,
  'views.push': tier4,
  'views.update': tier4,
} as const satisfies Record<string, RateLimit>;

/**
 * Messages in one answer of `conversations.history` and `conversations.replies`. Whether Slack refuses or lowers a `limit` above
 * the documented most is not said; practice refuses it.
 */
export const historyLimits = { historyDefault: 100, repliesDefault: 1_000, most: 999 } as const;

/** Time limits and counts of what Slack hands out. */
export const responseUrl = { uses: 5, lifetimeMs: 30 * minute } as const;
/** A trigger opens one view, soon. */
export const trigger = { uses: 1, lifetimeMs: 3_000 } as const;
/** Time for an acknowledgement of any payload. */
export const ackTimeoutMs = 3_000;
/** When an event that was not acknowledged comes again, counted from the failure of the attempt before. */
export const eventRetryDelaysMs = [0, minute, 5 * minute] as const;
/** Socket Mode connections that one app may hold at once. */
export const socketConnections = 10;

/** Limits of the app manifest. */
export const manifestLimits = {
  shortcuts: 10,
  shortcutName: 24,
  callbackId: 255,
  commandUsageHint: 1_000,
} as const;
