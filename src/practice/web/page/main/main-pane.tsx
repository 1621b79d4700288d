import { AppPane } from './app-pane.tsx';
import { ChannelPane } from './channel-pane.tsx';
import { startChannel } from '../place/resolve-place.ts';
import { useShell } from '../frame/shell.ts';
import { useWorld } from '../world.ts';

/** What is open: a channel, or the app with its home and its direct message. */
export function MainPane() {
  const world = useWorld();
  const { place, known } = useShell();
  if (place.at === 'home') return <AppPane key="app" tab="home" />;
  // The list of channels is a page of its own on a phone only: on a wide window the first channel is beside it.
  const shown = place.at === 'channel' ? place.channel : startChannel(known, world.workspace);
  const channel = shown === undefined ? undefined : world.channel(shown);
  if (channel === undefined) return <main class="main empty">There is no channel that you can see.</main>;
  if (channel.type === 'im') return <AppPane key="app" tab="messages" channel={channel} />;
  return <ChannelPane key={`${world.me.id} ${channel.id}`} channel={channel} />;
}
