import { useState } from 'preact/hooks';
import type { Channel } from '../../protocol.ts';
import { channelTitle } from '../place/channels.ts';
import { Composer } from './composer.tsx';
import { draftKey } from './drafts.ts';
import { useWorld } from '../world.ts';

/** Below a channel's messages: the composer, or why one cannot write here. */
export function ChannelComposer({ channel, threadTs }: { channel: Channel; threadTs?: string }) {
  const world = useWorld();
  const [error, setError] = useState('');
  const title = channelTitle(channel, world.workspace.app.name);
  if (channel.isArchived) return <p class="no-composer">{title} is archived: nobody can write here.</p>;
  if (channel.type !== 'im' && !channel.members.includes(world.me.id)) {
    const join = async (): Promise<void> => {
      const answer = await world.act({ act: 'join', channel: channel.id });
      setError(answer.ok ? '' : answer.error);
    };
    return (
      <div class="no-composer">
        <span role="status">{error === '' ? `You are looking at ${title}, and are not in it.` : error}</span>
        <button type="button" class="button is-primary" onClick={() => void join()}>
          Join {title}
        </button>
      </div>
    );
  }
  const key = draftKey(world.me.id, channel.id, threadTs);
  return (
    <Composer
      key={key}
      draft={key}
      channel={channel.id}
      threadTs={threadTs}
      name={threadTs === undefined ? `Message ${title}` : 'Reply'}
    />
  );
}
