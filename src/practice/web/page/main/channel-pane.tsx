import type { Channel } from '../../protocol.ts';
import { ChannelComposer } from '../composer/channel-composer.tsx';
import { ChannelHeader } from './channel-header.tsx';
import { ChannelMessages } from './channel-messages.tsx';

/** An open channel. */
export function ChannelPane({ channel }: { readonly channel: Channel }) {
  return (
    <main class="main">
      <ChannelHeader channel={channel} />
      <ChannelMessages channel={channel} />
      <ChannelComposer channel={channel} />
    </main>
  );
}
