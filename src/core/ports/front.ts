import type { Form, View } from '../view/view.ts';
import type { MessageRef, Place } from './messenger.ts';

/**
 * What the chat side hands to the bot: the inbound port. `app` implements it, `adapters/slack` calls it after it has
 * acknowledged the delivery. None of these throws for what a person did wrong: that is answered by `reply`. What they do
 * throw is a bug, which the caller logs and answers with a reference number.
 */
export type Front = {
  /** Words: a slash command, a mention, a direct message. */
  readonly say: (said: Said, signal: AbortSignal) => Promise<void>;
  readonly click: (click: Click, signal: AbortSignal) => Promise<void>;
  readonly shortcut: (shortcut: Shortcut, signal: AbortSignal) => Promise<void>;
  /** Quick and pure: the faults of a form's values by field name, before it is acknowledged. Empty when there are none. */
  readonly check: (
    submission: Pick<Submission, 'verb' | 'ref' | 'values'>,
  ) => Readonly<Record<string, string>>;
  readonly submit: (submission: Submission, signal: AbortSignal) => Promise<void>;
  /** What App Home is to show this person now. A refusal is such a view too. */
  readonly home: (opened: HomeOpened, signal: AbortSignal) => Promise<View>;
};

/** What all deliveries have in common. */
export type Delivery = {
  /** The same for a delivery that comes again: event id, or trigger id. */
  readonly deliveryId: string;
  readonly person: string; // the actor, from the delivery itself
  readonly place: Place;
  /** An answer that the actor alone sees. */
  readonly reply: (view: View) => Promise<void>;
};

/** `text` is plain: the chat's own marks and the bot's mention are taken away. */
export type Said = Delivery & { readonly text: string };

export type FormHost = {
  /** Opens a modal at once with a loading view, and fills it when the form is there. A failure is shown inside. */
  readonly open: (form: Promise<Form>) => Promise<void>;
};

export type Click = Delivery & {
  readonly verb: string;
  readonly ref: string;
  readonly message: MessageRef;
  readonly form: FormHost;
};

/** A message shortcut: `name` is the callback id, `text` the plain words of the message it was used on. */
export type Shortcut = Delivery & {
  readonly name: string;
  readonly text: string;
  readonly message: MessageRef;
  readonly form: FormHost;
};

/** `place` is where the modal was opened from. */
export type Submission = Delivery & {
  readonly verb: string;
  readonly ref: string;
  readonly values: Readonly<Record<string, string>>;
};

/** Somebody looks at the bot's App Home. `place` is their direct messages with the bot, whose rights hold there too. */
export type HomeOpened = {
  readonly person: string;
  readonly place: Place;
  /** The slash command, such as `/swarm`, to show what can be said. */
  readonly command: string;
};
