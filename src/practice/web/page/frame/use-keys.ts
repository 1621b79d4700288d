import { useEffect, useRef } from 'preact/hooks';
import { directMessage, sortedChannels } from '../place/channels.ts';
import type { Shell } from './shell.ts';
import type { World } from '../world.ts';

/** The keys that work everywhere: Ctrl or Cmd and K jumps, Alt and an arrow goes to the next channel, Esc closes what is beside. */
export function useKeys(shell: Shell, world: World): void {
  const latest = useRef({ shell, world });
  latest.current = { shell, world };
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      const { shell, world } = latest.current;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        shell.jump();
      } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
        event.preventDefault();
        step(shell, world, event.key === 'ArrowUp' ? -1 : 1);
      } else if (event.key === 'Escape' && document.querySelector(':popover-open') === null) {
        closeBeside(shell);
      }
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
}

/** Goes to the channel before or after the open one, in the order of the sidebar. */
function step(shell: Shell, world: World, by: number): void {
  const direct = directMessage(world.channels, world.workspace.app.botUserId);
  const ids = [...sortedChannels(world.channels, world.me.id), ...(direct === undefined ? [] : [direct])].map(
    ({ id }) => id,
  );
  const here = shell.place.at === 'channel' ? ids.indexOf(shell.place.channel) : -1;
  const next = ids[(here + by + ids.length) % ids.length];
  if (next !== undefined) shell.go({ at: 'channel', channel: next });
}

function closeBeside({ place, go, isPanelOpen, showPanel }: Shell): void {
  if (place.at === 'channel' && place.thread !== undefined) go({ at: 'channel', channel: place.channel });
  else if (isPanelOpen) showPanel(false);
}
