import { useEffect } from 'preact/hooks';
import { HomeBody } from '../blocks/home-body.tsx';
import type { Channel } from '../../protocol.ts';
import { Avatar } from '../parts/avatar.tsx';
import { BackButton } from './back-button.tsx';
import { BreakButton } from '../panel/break-button.tsx';
import { ChannelComposer } from '../composer/channel-composer.tsx';
import { ChannelMessages } from './channel-messages.tsx';
import { directMessage } from '../place/channels.ts';
import { Presence } from '../parts/presence.tsx';
import { useShell } from '../frame/shell.ts';
import { useWorld } from '../world.ts';

/** The app: its home, and the direct message with it. */
export function AppPane({ tab, channel }: { tab: 'home' | 'messages'; channel?: Channel }) {
  const world = useWorld();
  const { go, known } = useShell();
  const { app, appIsUp } = world.workspace;
  const direct = channel ?? directMessage(world.channels, app.botUserId);
  const home = [...known.views.values()].find(({ type }) => type === 'home');
  const toMessages = (): void => {
    if (direct !== undefined) go({ at: 'channel', channel: direct.id });
  };
  useEffect(() => {
    if (tab !== 'home') return;
    void world.act({ act: 'openHome' }).then((answer) => {
      if (!answer.ok) world.tell(answer.error);
    });
  }, [tab, world.me.id]);
  const switched = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const to = tab === 'home' ? 'messages' : 'home';
    document.getElementById(`tab-${to}`)?.focus();
    if (to === 'home') go({ at: 'home' });
    else toMessages();
  };
  const tabProps = (of: 'home' | 'messages') => ({
    type: 'button' as const,
    role: 'tab' as const,
    id: `tab-${of}`,
    'aria-selected': tab === of,
    tabIndex: tab === of ? 0 : -1,
    ...(tab === of ? { 'aria-controls': 'tab-body' } : {}),
  });
  return (
    <main class="main">
      <header class="main-head">
        <BackButton />
        <div class="main-title">
          <h1>
            <Avatar id={app.botUserId} name={app.name} size="small" />
            {app.name}
            <Presence isUp={appIsUp} />
          </h1>
        </div>
        <BreakButton />
      </header>
      <div class="tabs" role="tablist" aria-label={app.name} onKeyDown={switched}>
        <button {...tabProps('home')} onClick={() => go({ at: 'home' })}>
          Home
        </button>
        <button {...tabProps('messages')} onClick={toMessages}>
          Messages
        </button>
      </div>
      <div class="tab-body" id="tab-body" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'home' ? (
          <div class="home" tabIndex={0} role="group" aria-label="App Home">
            <h2 class="unseen">Home</h2>
            {home === undefined ? (
              <p class="nothing">{app.name} shows nothing here yet.</p>
            ) : (
              <HomeBody view={home} />
            )}
          </div>
        ) : null}
        {tab === 'messages' && direct !== undefined ? (
          <>
            <ChannelMessages key={direct.id} channel={direct} />
            <ChannelComposer channel={direct} />
          </>
        ) : null}
      </div>
    </main>
  );
}
