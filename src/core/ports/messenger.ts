import { z } from 'zod';
import type { View } from '../view/view.ts';

/** Where words were said: a channel, one of its threads, or a direct message. */
export const Place = z
  .object({
    channel: z.string(),
    thread: z.exactOptional(z.string()),
    kind: z.enum(['channel', 'direct']),
  })
  .readonly();
export type Place = z.infer<typeof Place>;

/** A message that the bot posted and may edit. */
export const MessageRef = z.object({ channel: z.string(), ts: z.string() }).readonly();
export type MessageRef = z.infer<typeof MessageRef>;

export type Messenger = {
  /** Posts a message. Fails with UserError `not-in-channel` where the bot is not a member. */
  readonly post: (place: Place, view: View, signal: AbortSignal) => Promise<MessageRef>;
  /**
   * Replaces a message's content. Returns at once; edits are paced over all messages, only the latest view of a message is
   * sent, and it always arrives. `final` views go first. The ref's own buttons are gone when the view has none.
   */
  readonly edit: (ref: MessageRef, view: View, options: { readonly final: boolean }) => void;
  /** A private message to one person in that place (ephemeral), where no private reply of an invocation is at hand. */
  readonly whisper: (place: Place, person: string, view: View, signal: AbortSignal) => Promise<void>;
  /** The web address of a message; null when Slack does not tell, as of one that is gone. */
  readonly link: (ref: MessageRef, signal: AbortSignal) => Promise<string | null>;
  /** Resolves when every edit handed in so far has arrived or was given up. */
  readonly drained: (signal: AbortSignal) => Promise<void>;
};
