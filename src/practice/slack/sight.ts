import type { Place } from './interactions.ts';
import { objectAt, objectsAt, stringAt, type JsonObject } from './json.ts';
import { NotPossible } from './refusal.ts';
import type { Channel, Message, State, User, View } from './state.ts';
import { placedElements, type Placed } from './values.ts';

/** A message or a view, by its own id or as it was seen. */
export type Target = { channel: string; ts: string } | { id: string };

/** What one person has before their eyes. Whatever they cannot see or use throws `NotPossible`. */
export class Sight {
  #state: Readonly<State>;
  #user: User;

  constructor(state: Readonly<State>, user: User) {
    this.#state = state;
    this.#user = user;
  }

  /** Whether Slack shows this person only the channels that they were added to. */
  get isGuest(): boolean {
    return ['guest', 'single_channel_guest', 'stranger'].includes(this.#user.kind);
  }

  /** Public channels can be looked into from outside, save by guests. All else is for its members. */
  sees(channel: Channel): boolean {
    return channel.members.has(this.#user.id) || (channel.kind === 'public' && !this.isGuest);
  }

  /** Where an element is to be used. */
  place(target: Target): Place {
    if ('id' in target) return { view: this.view(target) };
    const message = this.message(target);
    return { message, channel: this.channelOf(message) };
  }

  /** A view that is on this person's screen. */
  view(target: { id: string }): View {
    const view = this.#state.views.get(target.id);
    if (view === undefined || view.userId !== this.#user.id)
      throw new NotPossible(`there is no view ${target.id}`);
    const isShown = view.type === 'home' || this.#state.stacks.get(this.#user.id)?.at(-1) === view.id;
    if (view.closed || !isShown) throw new NotPossible(`the view ${target.id} is not on the screen`);
    return view;
  }

  message(target: { channel: string; ts: string }): Message {
    const message = this.#state.messages.find(
      (candidate) =>
        candidate.channel === target.channel &&
        candidate.ts === target.ts &&
        !candidate.deleted &&
        (candidate.ephemeralTo === undefined || candidate.ephemeralTo === this.#user.id),
    );
    if (message === undefined) throw new NotPossible(`${this.#user.name} does not see that message`);
    this.channelOf(message);
    return message;
  }

  /** The channel of a message, if this person is in it. */
  channelOf(message: Message): Channel {
    const channel = this.#state.channels.get(message.channel);
    if (channel === undefined || !channel.members.has(this.#user.id)) {
      throw new NotPossible(
        `${this.#user.name} is not in ${channel !== undefined && this.sees(channel) ? shown(channel) : 'that channel'}`,
      );
    }
    return channel;
  }

  /** A channel, by id or name, that this person can look into. */
  visible(idOrName: string): Channel {
    const channel = this.#state.findChannel(idOrName);
    if (channel === undefined || !this.sees(channel))
      throw new NotPossible(`there is no channel ${idOrName}`);
    return channel;
  }

  /** A channel, by id, name or `dm`, that this person can write in. */
  writable(idOrName: string): Channel {
    if (idOrName === 'dm') return this.#state.imWith(this.#user.id);
    const channel = this.#state.findChannel(idOrName);
    if (channel === undefined) throw new NotPossible(`there is no channel ${idOrName}`);
    if (!channel.members.has(this.#user.id))
      throw new NotPossible(`${this.#user.name} is not in ${this.sees(channel) ? shown(channel) : idOrName}`);
    if (channel.isArchived) throw new NotPossible(`${shown(channel)} is archived`);
    return channel;
  }
}

/** A channel as people write it. */
export function shown(channel: Channel): string {
  return channel.kind === 'im' ? 'the direct message' : `#${channel.name}`;
}

/** The blocks of the message or view. */
export function blocksOf(place: Place): JsonObject[] {
  return 'view' in place ? objectsAt(place.view.body, 'blocks') : place.message.blocks;
}

/** The one element with this action id or, failing that, this label. */
export function findElement(place: Place, wanted: string, blockId?: string): Placed {
  const all = placedElements(blocksOf(place)).filter(
    (placed) => blockId === undefined || placed.blockId === blockId,
  );
  const byId = all.filter((placed) => placed.actionId === wanted);
  const matches =
    byId.length > 0
      ? byId
      : all.filter((placed) => stringAt(objectAt(placed.element, 'text'), 'text') === wanted);
  const [first, second] = matches;
  if (first === undefined) throw new NotPossible(`the message or form has no ${wanted} any more`);
  if (second !== undefined) throw new NotPossible(`${wanted} stands there more than once; name its block`);
  return first;
}
