import type { Channel } from '../../protocol.ts';
import { BackButton } from './back-button.tsx';
import { BreakButton } from '../panel/break-button.tsx';
import { ChannelAbout } from './channel-about.tsx';
import { Icon } from '../parts/icon.tsx';

/** The channel's name and topic, and what one can do with it. */
export function ChannelHeader({ channel }: { readonly channel: Channel }) {
  return (
    <header class="main-head">
      <BackButton />
      <div class="main-title">
        <h1>
          <Icon name={channel.type === 'private' ? 'lock' : 'hash'} />
          {channel.name}
        </h1>
        {channel.topic === '' ? null : (
          <p class="topic" title={channel.topic}>
            {channel.topic}
          </p>
        )}
      </div>
      <ChannelAbout channel={channel} />
      <BreakButton />
    </header>
  );
}
