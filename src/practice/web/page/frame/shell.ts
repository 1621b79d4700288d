import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Drafts } from '../composer/drafts.ts';
import type { Known } from '../feed/feed.ts';
import type { Link } from '../feed/live.ts';
import type { Place } from '../place/place.ts';
import type { Unread } from '../unread/unread.ts';
import type { World } from '../world.ts';

/** What the parts of the workspace's frame share beyond the world. */
export type Shell = {
  readonly known: Known;
  readonly link: Link;
  /** Never `start`: that is resolved to the best channel. */
  readonly place: Exclude<Place, { at: 'start' }>;
  readonly go: (place: Place) => void;
  /** Becomes another person. */
  readonly be: (person: string) => void;
  readonly unread: (channel: string) => Unread;
  /** The ts of the last message of the channel that this person has read. */
  readonly seen: (channel: string) => string;
  readonly see: (channel: string, ts: string) => void;
  readonly drafts: Drafts;
  /** A world that is the same object as long as people, channels and the workspace are: messages are not drawn again by others. */
  readonly calm: World;
  readonly isPanelOpen: boolean;
  readonly showPanel: (open: boolean) => void;
  /** Opens the list of channels to jump to. */
  readonly jump: () => void;
};

export const ShellContext = createContext<Shell | undefined>(undefined);

/** The way to a place alone: it never changes, so messages that use it are not drawn again by whatever else does. */
export const GoContext = createContext<(place: Place) => void>(() => undefined);

/** @throws Error outside of the root, which is a mistake in the page. */
export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (shell === undefined) throw new Error('there is no shell here');
  return shell;
}
