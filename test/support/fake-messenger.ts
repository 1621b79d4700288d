import { UserError } from '../../src/core/errors.ts';
import type { MessageRef, Messenger, Place } from '../../src/core/ports/messenger.ts';
import type { View } from '../../src/core/view/view.ts';

export type FakeMessage = { readonly ref: MessageRef; readonly place: Place; readonly views: View[] };

/** Remembers what was posted and every edit of it; the channel `closed` has no bot in it. */
export type FakeMessenger = Messenger & {
  readonly messages: FakeMessage[];
  readonly whispers: { readonly person: string; readonly view: View }[];
};

export function fakeMessenger(): FakeMessenger {
  const messages: FakeMessage[] = [];
  const whispers: { person: string; view: View }[] = [];
  return {
    messages,
    whispers,
    post: (place, view) => {
      if (place.channel === 'closed') {
        return Promise.reject(
          new UserError('not-in-channel', 'I am not in this channel.', '/invite @waggle'),
        );
      }
      const ref = { channel: place.channel, ts: `${messages.length + 1}.0` };
      messages.push({ ref, place, views: [view] });
      return Promise.resolve(ref);
    },
    edit: (ref, view) => {
      messages.find(({ ref: { ts } }) => ts === ref.ts)?.views.push(view);
    },
    whisper: (_place, person, view) => {
      whispers.push({ person, view });
      return Promise.resolve();
    },
    link: ({ channel, ts }) => Promise.resolve(`https://slack.example/${channel}/${ts}`),
    drained: () => Promise.resolve(),
  };
}
