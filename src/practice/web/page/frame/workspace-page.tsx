import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ModalHost } from '../blocks/modal-host.tsx';
import type { Person, Workspace } from '../../protocol.ts';
import { Announcer } from './announcer.tsx';
import { Drafts } from '../composer/drafts.ts';
import type { Known } from '../feed/feed.ts';
import { Jumper } from './jumper.tsx';
import type { Link } from '../feed/live.ts';
import { LostBanner } from './lost-banner.tsx';
import { MainPane } from '../main/main-pane.tsx';
import { remember, remembered } from './memory.ts';
import { PanelDrawer } from '../panel/panel-drawer.tsx';
import { resolvePlace } from '../place/resolve-place.ts';
import { seenOf, type Seen } from '../unread/seen.ts';
import { GoContext, ShellContext, type Shell } from './shell.ts';
import { Sidebar } from '../sidebar/sidebar.tsx';
import { ThreadPane } from '../thread/thread-pane.tsx';
import { Toasts } from './toasts.tsx';
import { allRead, unreadOf } from '../unread/unread.ts';
import { useKeys } from './use-keys.ts';
import { usePlace } from '../place/use-place.ts';
import { useTitle } from './use-title.ts';
import { useToasts } from './use-toasts.ts';
import { useWorldOf } from './use-world-of.ts';
import { WorldContext } from '../world.ts';

type Props = {
  readonly known: Known;
  readonly workspace: Workspace;
  readonly me: Person;
  readonly link: Link;
  readonly be: (person: string) => void;
  readonly seen: Seen;
  readonly see: (person: string, channel: string, ts: string) => void;
};

/** The workspace's frame: channels, the open channel, its thread, the panel, and what lies over them. */
export function WorkspacePage({ known, workspace, me, link, be, seen, see }: Props) {
  const [wanted, go] = usePlace();
  const { toasts, tell, close } = useToasts();
  const [isJumping, setJumping] = useState(false);
  const [isPanelOpen, setPanelOpen] = useState(() => remembered('panel') === 'open');
  const drafts = useRef(new Drafts()).current;
  const { world, calm } = useWorldOf(known, workspace, me, go, tell);
  const place = useMemo(() => resolvePlace(wanted, known, workspace), [wanted, known, workspace]);

  // An address that leads nowhere for this person is mended, without a step in the browser's history.
  const isLost = wanted.at === 'channel' && (place.at !== 'channel' || place.channel !== wanted.channel);
  useEffect(() => {
    if (isLost && place.at === 'channel') {
      history.replaceState(null, '', `#${place.channel}`);
      go(place);
    }
  }, [isLost]);

  const showPanel = useCallback((open: boolean) => {
    remember('panel', open ? 'open' : 'closed');
    setPanelOpen(open);
  }, []);
  const shell: Shell = {
    known,
    link,
    place,
    go,
    be,
    drafts,
    calm,
    isPanelOpen: isPanelOpen && known.panel !== undefined,
    showPanel,
    jump: useCallback(() => setJumping(true), []),
    seen: (channel) => seenOf(seen, me.id, channel),
    see: useCallback((channel, ts) => see(me.id, channel, ts), [me.id, see]),
    unread: (channel) => {
      const messages = known.messages.get(channel);
      if (messages === undefined) return allRead;
      const isDirect = known.channels.get(channel)?.type === 'im';
      return unreadOf(messages, seenOf(seen, me.id, channel), me.id, isDirect);
    },
  };
  useKeys(shell, world);
  useTitle(shell, world);

  const modals = [...known.views.values()].filter((view) => view.type === 'modal');
  const top = modals.toSorted((a, b) => a.depth - b.depth).at(-1);
  const thread = place.at === 'channel' ? place.thread : undefined;
  const panes = [
    'workspace',
    `at-${place.at}`,
    thread === undefined ? '' : 'has-thread',
    shell.isPanelOpen ? 'has-panel' : '',
  ];
  return (
    <WorldContext.Provider value={world}>
      <ShellContext.Provider value={shell}>
        <GoContext.Provider value={go}>
          <LostBanner link={link} />
          <div class={panes.filter((name) => name !== '').join(' ')}>
            <Sidebar />
            <MainPane />
            {place.at === 'channel' && thread !== undefined ? (
              <ThreadPane key={`${place.channel} ${thread}`} channel={place.channel} threadTs={thread} />
            ) : null}
            {shell.isPanelOpen && known.panel !== undefined ? <PanelDrawer panel={known.panel} /> : null}
          </div>
          {isJumping ? <Jumper close={() => setJumping(false)} /> : null}
          {top === undefined ? null : <ModalHost key={top.id} view={top} />}
          <Announcer />
          <Toasts toasts={toasts} close={close} />
        </GoContext.Provider>
      </ShellContext.Provider>
    </WorldContext.Provider>
  );
}
