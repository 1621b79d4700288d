import { useEffect } from 'preact/hooks';
import { channelTitle } from '../place/channels.ts';
import type { Shell } from './shell.ts';
import type { World } from '../world.ts';

/** Says in the browser's tab where one is, and how much is unread. */
export function useTitle(shell: Shell, world: World): void {
  const { place } = shell;
  const channel = place.at === 'channel' ? world.channel(place.channel) : undefined;
  const here =
    channel === undefined ? world.workspace.app.name : channelTitle(channel, world.workspace.app.name);
  const mine = world.channels.filter(({ type, members }) => type === 'im' || members.includes(world.me.id));
  const unread = mine.reduce((sum, { id }) => sum + shell.unread(id).count, 0);
  const title = `${unread === 0 ? '' : `(${unread}) `}${here} · ${world.workspace.team}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
