import type { Channel, Feed, Message, Panel, Person, View, Workspace } from '../../protocol.ts';

/** What the page has been told so far. Never changed in place, so that parts which did not change are the same objects. */
export type Known = {
  readonly workspace: Workspace | undefined;
  readonly panel: Panel | undefined;
  readonly people: ReadonlyMap<string, Person>;
  readonly channels: ReadonlyMap<string, Channel>;
  /** By channel; oldest first. */
  readonly messages: ReadonlyMap<string, readonly Message[]>;
  readonly views: ReadonlyMap<string, View>;
};

export const nothingKnown: Known = {
  workspace: undefined,
  panel: undefined,
  people: new Map(),
  channels: new Map(),
  messages: new Map(),
  views: new Map(),
};

/** What is known after a feed. A part that the feed does not touch stays the same object. */
export function applyFeed(known: Known, feed: Feed): Known {
  const next = { ...known };
  const people = new Patch(known.people);
  const channels = new Patch(known.channels);
  const views = new Patch(known.views);
  const messages = new Map<string, Message[]>();
  // A feed with many messages of one channel copies that channel's list once.
  const listOf = (channel: string): Message[] => {
    const list = messages.get(channel) ?? [...(known.messages.get(channel) ?? [])];
    messages.set(channel, list);
    return list;
  };
  for (const thing of feed.put) {
    switch (thing.kind) {
      case 'workspace':
        next.workspace = thing;
        break;
      case 'panel':
        next.panel = thing;
        break;
      case 'person':
        people.map.set(thing.id, thing);
        break;
      case 'channel':
        channels.map.set(thing.id, thing);
        break;
      case 'view':
        views.map.set(thing.id, thing);
        break;
      case 'message':
        putMessage(listOf(thing.channel), thing);
        break;
    }
  }
  for (const key of feed.drop) {
    const [kind = '', id = '', ts = ''] = key.split(':');
    if (kind === 'panel') next.panel = undefined;
    if (kind === 'person') people.map.delete(id);
    if (kind === 'channel') channels.map.delete(id);
    if (kind === 'view') views.map.delete(id);
    if (kind === 'message') dropMessage(listOf(id), ts);
  }
  next.people = people.result;
  next.channels = channels.result;
  next.views = views.result;
  if (messages.size > 0) next.messages = new Map([...known.messages, ...messages]);
  return next;
}

/** Where a message with this time stands, or would stand, in a list that is oldest first. Time stamps are of equal length. */
function indexOf(list: readonly Message[], ts: string): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = list[middle];
    if (at !== undefined && at.ts < ts) low = middle + 1;
    else high = middle;
  }
  return low;
}

function putMessage(list: Message[], message: Message): void {
  const index = indexOf(list, message.ts);
  list.splice(index, list[index]?.ts === message.ts ? 1 : 0, message);
}

function dropMessage(list: Message[], ts: string): void {
  const index = indexOf(list, ts);
  if (list[index]?.ts === ts) list.splice(index, 1);
}

/** A map that is copied when it is written to for the first time. */
class Patch<T> {
  #before: ReadonlyMap<string, T>;
  #after: Map<string, T> | undefined;

  constructor(before: ReadonlyMap<string, T>) {
    this.#before = before;
  }

  get map(): Map<string, T> {
    this.#after ??= new Map(this.#before);
    return this.#after;
  }

  get result(): ReadonlyMap<string, T> {
    return this.#after ?? this.#before;
  }
}
