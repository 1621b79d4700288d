import { useEffect, useMemo } from 'preact/hooks';
import { ChannelComposer } from '../composer/channel-composer.tsx';
import { channelTitle } from '../place/channels.ts';
import { useEditing } from '../message/editing.ts';
import { Icon } from '../parts/icon.tsx';
import { MessageList } from '../message/message-list.tsx';
import { useShell } from '../frame/shell.ts';
import { threadOf } from './threads.ts';
import { useWorld } from '../world.ts';

/** A thread: beside the channel, or over it on a phone. */
export function ThreadPane({ channel: id, threadTs }: { channel: string; threadTs: string }) {
  const world = useWorld();
  const { place, go } = useShell();
  const all = world.messages(id);
  const messages = useMemo(() => threadOf(all, threadTs), [all, threadTs]);
  const [editing, edit] = useEditing({ channel: id, threadTs });
  const channel = world.channel(id);
  // Whoever closes it is back at the message that it belongs to.
  useEffect(
    () => () => {
      const first = document.querySelector<HTMLElement>(`.main article[data-ts="${threadTs}"]`);
      if (document.activeElement === document.body || document.activeElement === null) first?.focus();
    },
    [],
  );
  if (channel === undefined) return null;
  const title = channelTitle(channel, world.workspace.app.name);
  const close = (): void => go({ at: 'channel', channel: id });
  return (
    <aside class="thread" aria-label="Thread">
      <header class="side-head">
        <button type="button" class="icon-button back-button" aria-label={`Back to ${title}`} onClick={close}>
          <Icon name="back" />
        </button>
        <h2>
          Thread <span class="quiet">{title}</span>
        </h2>
        <button
          type="button"
          class="icon-button on-desk"
          aria-label="Close thread"
          title="Close (Esc)"
          onClick={close}
        >
          <Icon name="close" />
        </button>
      </header>
      <MessageList
        messages={messages}
        label={`Thread in ${title}`}
        thread={threadTs}
        seen={undefined}
        marked={place.at === 'channel' ? place.message : undefined}
        editing={editing}
        edit={edit}
      />
      <ChannelComposer channel={channel} threadTs={threadTs} />
    </aside>
  );
}
