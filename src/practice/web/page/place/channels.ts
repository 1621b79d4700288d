import type { Channel, Person } from '../../protocol.ts';

/** The channels as the sidebar lists them: those one is in first, by name, without archived ones that one is not in. */
export function sortedChannels(channels: readonly Channel[], me: string): Channel[] {
  return channels
    .filter((channel) => channel.type !== 'im' && (!channel.isArchived || channel.members.includes(me)))
    .sort((a, b) => rank(a, me) - rank(b, me) || a.name.localeCompare(b.name, 'en'));
}

const rank = (channel: Channel, me: string): number =>
  (channel.members.includes(me) ? 0 : 1) + (channel.isArchived ? 2 : 0);

/** The direct message with the app. */
export function directMessage(channels: readonly Channel[], appUser: string): Channel | undefined {
  return (
    channels.find((channel) => channel.type === 'im' && channel.members.includes(appUser)) ??
    channels.find((channel) => channel.type === 'im')
  );
}

/**
 * Where to begin: in the first of the channels that are `named` by what there is to try, else in the first one that the person and the
 * app are both in, else in any.
 */
export function firstChannel(
  channels: readonly Channel[],
  me: string,
  appUser: string,
  named: readonly string[],
): Channel | undefined {
  const mine = sortedChannels(channels, me).filter((channel) => channel.members.includes(me));
  const wanted = named.flatMap((id) => mine.find((channel) => channel.id === id) ?? []);
  return wanted[0] ?? mine.find((channel) => channel.members.includes(appUser)) ?? mine[0] ?? channels[0];
}

/** What a channel is called: `#ops`, or the name of the one whom one writes to. */
export function channelTitle(channel: Channel, appName: string): string {
  return channel.type === 'im' ? appName : `#${channel.name}`;
}

/** The channel that somebody means by an id, by a name with or without `#`, or by the app's name or `dm`. */
export function channelCalled(
  name: string,
  channels: readonly Channel[],
  app: { readonly name: string; readonly botUserId: string },
): Channel | undefined {
  const plain = name.replace(/^[#@]/, '');
  const exact = channels.find(
    (channel) => channel.id === name || (channel.name !== '' && channel.name === plain),
  );
  if (exact !== undefined) return exact;
  return plain === 'dm' || plain === app.name ? directMessage(channels, app.botUserId) : undefined;
}

/** How somebody is called beside what they write. */
export function nameOf(person: Person | undefined, id: string): string {
  if (person === undefined) return id;
  return person.isBot || person.realName === '' ? person.name : person.realName;
}
