import type { Json, JsonObject } from '../slack/json.ts';
import type { PanelState } from './panel.ts';

/**
 * What the practice page and its server say to each other. The page shows the workspace as one person sees it: that person's id
 * (`as`) goes with every request, and nothing that this person would not see in Slack comes back. At first the page knows nobody:
 * `/live` without `as`, or as somebody whom one cannot be, is `/live` as the first of the people whom one can be.
 *
 *   GET  /                       the page
 *   GET  /live?as=U1             server-sent events, each the JSON of a `Feed`; the first one holds everything
 *   POST /act?as=U1              the JSON of an `Act`; answered with an `Answer`
 *   POST /upload?as=U1&name=a    the bytes of a file; answered with an `Answer` whose result is the file's id
 *   GET  /file/F1?as=U1          a file's bytes
 */

/** Things that are new or have changed, and the keys of things that are gone. Applied whole, in order. */
export type Feed = { readonly put: readonly Thing[]; readonly drop: readonly string[] };

/** What the page knows. `keyOf` tells which thing it is. */
export type Thing = Workspace | Person | Channel | Message | View | Panel;

/** `workspace`: what there is once. */
export type Workspace = {
  readonly kind: 'workspace';
  readonly team: string;
  /** The id of the person who looks. */
  readonly me: string;
  readonly app: { readonly id: string; readonly name: string; readonly botUserId: string };
  readonly commands: readonly SlashCommand[];
  /** At most ten, as in Slack's menus. */
  readonly shortcuts: readonly Shortcut[];
  /** Whether the app is connected, as the dot beside its name shows. */
  readonly appIsUp: boolean;
};

export type SlashCommand = {
  readonly command: string;
  readonly description: string;
  /** What Slack shows behind the command while it is typed. */
  readonly usageHint: string;
};

export type Shortcut = {
  readonly type: 'message' | 'global';
  readonly name: string;
  readonly callbackId: string;
};

/** `person:U1`. Bots are among them. */
export type Person = {
  readonly kind: 'person';
  readonly id: string;
  /** The handle, without `@`. */
  readonly name: string;
  readonly realName: string;
  readonly isBot: boolean;
  readonly isDeactivated: boolean;
  /** As in the IANA database. */
  readonly tz: string;
  /** Shown in the person's profile and where one chooses who to be, such as "operator: may change prod and staging". */
  readonly title: string;
  /** Whether one can be this person on the page. */
  readonly playable: boolean;
};

/** `channel:C1`. Public channels, the private ones that the person is in, and the person's direct message with the app. */
export type Channel = {
  readonly kind: 'channel';
  readonly id: string;
  /** Without `#`; empty for a direct message. */
  readonly name: string;
  readonly type: 'public' | 'private' | 'im';
  readonly members: readonly string[];
  readonly isArchived: boolean;
  readonly topic: string;
};

/** `message:C1:1700000000.000000`: one that this person sees, a reply in a thread too. */
export type Message = {
  readonly kind: 'message';
  readonly channel: string;
  /** Seconds with six places; unique in its channel. */
  readonly ts: string;
  readonly user: string;
  /** Slack's mrkdwn: the fallback where there are blocks. */
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly attachments: readonly JsonObject[];
  readonly files: readonly File[];
  /** The ts of the first message of the thread that this is a reply in. */
  readonly threadTs?: string;
  /** A reply that is shown in the channel too. */
  readonly isBroadcast: boolean;
  /** Seen by this person alone. */
  readonly isEphemeral: boolean;
  readonly isEdited: boolean;
  /** What this person has chosen in menus and boxes in it: Slack's `state.values`. */
  readonly values: Values;
};

export type File = {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly mimetype: string;
  /** Bytes. */
  readonly size: number;
  readonly user: string;
  /** Its first lines, where it is text. */
  readonly preview?: string;
  /** A file that was deleted leaves a mark. */
  readonly isDeleted: boolean;
};

/** By block id and action id, each in Slack's form of `state.values`. */
export type Values = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;

/** `view:V1`: an open modal, or the person's App Home. */
export type View = {
  readonly kind: 'view';
  readonly id: string;
  readonly type: 'modal' | 'home';
  /** Changes with every update by the app. */
  readonly hash: string;
  /** Modals: 0 is the lowest of the stack; only the top one is shown. */
  readonly depth: number;
  /** As the app sent it: title, blocks, submit, close. */
  readonly body: JsonObject;
  readonly values: Values;
};

/** `panel`: what can be broken and mended. There is none without a practice swarm. */
export type Panel = PanelState & { readonly kind: 'panel' };

/** The name of a thing in the page's store, and in `drop`. */
export function keyOf(thing: Thing): string {
  switch (thing.kind) {
    case 'workspace':
    case 'panel':
      return thing.kind;
    case 'person':
    case 'channel':
    case 'view':
      return `${thing.kind}:${thing.id}`;
    case 'message':
      return `message:${thing.channel}:${thing.ts}`;
  }
}

/** What a person enters: text or an option's value, several of them, seconds since 1970, or nothing. */
export type Entry = string | readonly string[] | number | null;

/** The message or view that something is done in. */
export type Target = { readonly channel: string; readonly ts: string } | { readonly id: string };

/** What a person does. */
export type Act =
  /** `text` may hold `<@U1>` and `<#C1>` for mentions picked from the list; all else is plain. `files` are ids of uploads. */
  | {
      readonly act: 'say';
      readonly channel: string;
      readonly text: string;
      readonly threadTs?: string;
      readonly files?: readonly string[];
    }
  | { readonly act: 'slash'; readonly channel: string; readonly text: string; readonly threadTs?: string }
  | { readonly act: 'edit'; readonly channel: string; readonly ts: string; readonly text: string }
  /** The person has said yes to a confirm dialog, where there is one. */
  | {
      readonly act: 'click';
      readonly target: Target;
      readonly blockId: string;
      readonly actionId: string;
    }
  /** A choice in a menu, boxes or a picker, or typing into an input. In a modal nothing may be sent for it to the app. */
  | {
      readonly act: 'select';
      readonly target: Target;
      readonly blockId: string;
      readonly actionId: string;
      /** Options by value, ids, dates, texts; null takes the choice back. */
      readonly entry: Entry;
      /** An external menu: the option objects that `suggest` gave and that were chosen from. */
      readonly offered?: readonly JsonObject[];
    }
  /** Typing into an external menu: the result is the list of option objects. */
  | {
      readonly act: 'suggest';
      readonly target: Target;
      readonly blockId: string;
      readonly actionId: string;
      readonly query: string;
    }
  /** `values` by block id. The result is a `Submitted`. */
  | { readonly act: 'submit'; readonly view: string; readonly values: Readonly<Record<string, Entry>> }
  /** Closes the top modal, or with `all` the whole stack. */
  | { readonly act: 'close'; readonly all: boolean }
  | {
      readonly act: 'shortcut';
      readonly channel: string;
      readonly ts: string;
      readonly callbackId: string;
    }
  | { readonly act: 'globalShortcut'; readonly callbackId: string }
  | { readonly act: 'openHome' }
  | { readonly act: 'join'; readonly channel: string }
  | { readonly act: 'leave'; readonly channel: string }
  /** Lets the app into a channel, as `/invite @waggle` does. */
  | { readonly act: 'invite'; readonly channel: string }
  /** The ids are those of the panel's state. The result is a sentence that says what was done. */
  | { readonly act: 'panel'; readonly item: string; readonly action: string };

/**
 * `ok: false` is what Slack's own client would not let the person do, or could not bring to the app; `error` says it to the
 * person in a sentence. What the app did wrong is `ok: true` with `shown`, which Slack shows beside the message or command.
 */
export type Answer =
  | { readonly ok: true; readonly result?: Json; readonly shown?: string }
  | { readonly ok: false; readonly error: string };

/** How a modal's submission ended: `errors` by block id; without errors the modal is closed or replaced, as `Feed` tells. */
export type Submitted = { readonly errors: Readonly<Record<string, string>> };
