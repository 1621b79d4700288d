import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { Channel } from '../../protocol.ts';
import { channelTitle } from '../place/channels.ts';
import { MessageList } from '../message/message-list.tsx';
import { useEditing } from '../message/editing.ts';
import { useShell } from '../frame/shell.ts';
import { isInChannel, threadSummaries } from '../thread/threads.ts';
import { useWorld } from '../world.ts';

/** The messages of a channel, without those that are in threads alone. What is seen of them is read. */
export function ChannelMessages({ channel }: { readonly channel: Channel }) {
  const world = useWorld();
  const { place, see, seen, unread } = useShell();
  const all = world.messages(channel.id);
  const messages = useMemo(() => all.filter(isInChannel), [all]);
  const summaries = useMemo(() => threadSummaries(all), [all]);
  // The line of new messages stays where it was when the channel was opened.
  const [newAfter] = useState(() => (unread(channel.id).count > 0 ? seen(channel.id) : undefined));
  const [isAtEnd, setAtEnd] = useState(true);
  const atEnd = useCallback((is: boolean) => setAtEnd(is), []);
  const newest = all.at(-1)?.ts;
  useEffect(() => {
    const read = (): void => {
      const isSeen = document.visibilityState === 'visible' && place.at !== 'channels';
      if (isAtEnd && isSeen && newest !== undefined) see(channel.id, newest);
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [channel.id, newest, isAtEnd, place.at]);
  const [editing, edit] = useEditing({ channel: channel.id, threadTs: undefined });
  const isHere = place.at === 'channel' && place.channel === channel.id && place.thread === undefined;
  return (
    <MessageList
      messages={messages}
      label={`Messages in ${channelTitle(channel, world.workspace.app.name)}`}
      summaries={summaries}
      seen={newAfter}
      marked={isHere ? place.message : undefined}
      editing={editing}
      edit={edit}
      atEnd={atEnd}
    />
  );
}
