import { directMessage, sortedChannels } from '../place/channels.ts';
import { Avatar } from '../parts/avatar.tsx';
import { BreakButton } from '../panel/break-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { PersonSwitcher } from './person-switcher.tsx';
import { PlaceLink } from './place-link.tsx';
import { Presence } from '../parts/presence.tsx';
import { useShell } from '../frame/shell.ts';
import { useWorld } from '../world.ts';

/** The workspace's name, who one is, and where one can go. On a phone it is a page of its own. */
export function Sidebar() {
  const { workspace, channels, me } = useWorld();
  const { jump } = useShell();
  const { app } = workspace;
  const direct = directMessage(channels, app.botUserId);
  return (
    <div class="sidebar">
      <header class="sidebar-head">
        <div class="sidebar-title">
          <span class="workspace-name">{workspace.team}</span>
          <span class="on-phone">
            <BreakButton />
          </span>
          <button
            type="button"
            class="icon-button"
            aria-label="Jump to"
            title="Jump to (Ctrl K)"
            onClick={jump}
          >
            <Icon name="search" />
          </button>
        </div>
        <PersonSwitcher />
      </header>
      <nav aria-label="Channels" class="places">
        <h2>Channels</h2>
        <ul>
          {sortedChannels(channels, me.id).map((channel) => (
            <li key={channel.id}>
              <PlaceLink
                to={{ at: 'channel', channel: channel.id }}
                name={channel.name}
                isQuiet={!channel.members.includes(me.id)}
                mark={<Icon name={channel.type === 'private' ? 'lock' : 'hash'} />}
              />
            </li>
          ))}
        </ul>
        {direct === undefined ? null : (
          <>
            <h2>Direct messages</h2>
            <ul>
              <li>
                <PlaceLink
                  to={{ at: 'channel', channel: direct.id }}
                  name={app.name}
                  mark={<Avatar id={app.botUserId} name={app.name} size="small" />}
                  after={<Presence isUp={workspace.appIsUp} />}
                />
              </li>
            </ul>
          </>
        )}
        <h2>Apps</h2>
        <ul>
          <li>
            <PlaceLink to={{ at: 'home' }} name="App Home" mark={<Icon name="home" />} />
          </li>
        </ul>
      </nav>
    </div>
  );
}
