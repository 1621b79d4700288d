/** Where the person is. It stands in the address behind `#`, so that reloading keeps it and the browser's back button works. */
export type Place =
  /** Nothing was chosen yet: the page goes to the best channel. */
  | { readonly at: 'start' }
  /** The list of channels: a page of its own on a phone. */
  | { readonly at: 'channels' }
  | { readonly at: 'home' }
  | {
      readonly at: 'channel';
      readonly channel: string;
      /** The ts of the first message of the open thread. */
      readonly thread?: string;
      /** The ts of a message to show and to mark. */
      readonly message?: string;
    };

const id = '([A-Z0-9]+)';
const ts = String.raw`(\d+\.\d+)`;
const channelPlace = new RegExp(`^${id}(?:/thread/${ts})?(?:/message/${ts})?$`);

/** The place that an address's part behind `#` names; `start` for anything else. */
export function placeOf(hash: string): Place {
  const text = hash.replace(/^#/, '');
  if (text === 'channels') return { at: 'channels' };
  if (text === 'home') return { at: 'home' };
  const [, channel, thread, message] = channelPlace.exec(text) ?? [];
  if (channel === undefined) return { at: 'start' };
  return {
    at: 'channel',
    channel,
    ...(thread === undefined ? {} : { thread }),
    ...(message === undefined ? {} : { message }),
  };
}

/** The part of the address for a place, with its `#`. */
export function hashOf(place: Place): string {
  switch (place.at) {
    case 'start':
      return '#';
    case 'channels':
    case 'home':
      return `#${place.at}`;
    case 'channel': {
      const thread = place.thread === undefined ? '' : `/thread/${place.thread}`;
      const message = place.message === undefined ? '' : `/message/${place.message}`;
      return `#${place.channel}${thread}${message}`;
    }
  }
}
