import type { Workspace } from '../../protocol.ts';
import { channelCalled, directMessage, firstChannel } from './channels.ts';
import type { Known } from '../feed/feed.ts';
import type { Place } from './place.ts';

/** The place as it can be shown to the person who looks: a channel that this person does not see gives way to another one. */
export function resolvePlace(
  wanted: Place,
  known: Known,
  workspace: Workspace,
): Exclude<Place, { at: 'start' }> {
  if (wanted.at === 'channels' || wanted.at === 'home') return wanted;
  if (wanted.at === 'channel' && known.channels.has(wanted.channel)) return wanted;
  const channel = startChannel(known, workspace, wanted.at === 'channel' ? wanted.channel : '');
  return channel === undefined ? { at: 'channels' } : { at: 'channel', channel };
}

/** The channel to begin in. Whoever was in a direct message is led to their own one. */
export function startChannel(known: Known, workspace: Workspace, wanted = ''): string | undefined {
  const channels = [...known.channels.values()];
  const { botUserId } = workspace.app;
  const direct = wanted.startsWith('D') ? directMessage(channels, botUserId) : undefined;
  const named = (known.panel?.tries ?? []).flatMap(
    (one) => channelCalled(one.channel, channels, workspace.app)?.id ?? [],
  );
  return (direct ?? firstChannel(channels, workspace.me, botUserId, named))?.id;
}
