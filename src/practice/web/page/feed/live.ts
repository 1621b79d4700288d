import type { Feed } from '../../protocol.ts';
import { applyFeed, nothingKnown, type Known } from './feed.ts';

/** How the page stands with its server. */
export type Link = 'connecting' | 'live' | 'lost';

/** What a connection is made with: the browser's `EventSource`, or a test's own. */
export type Source = {
  readonly readyState: number;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: string }) => void): void;
  close(): void;
};

/** How long a browser that has given up is left alone before the next attempt. Milliseconds. */
const retryAfter = 1500;
/** `EventSource.CLOSED`: the browser does not try again by itself. */
const closed = 2;

/**
 * Follows the workspace as one person sees it, until the returned function is called. `tell` gets everything that is known after
 * each feed. Every connection begins from nothing, since its first feed holds everything: what was dropped in between is gone.
 */
export function follow(
  open: () => Source,
  tell: (known: Known, link: Link) => void,
  later: (run: () => void, ms: number) => unknown = setTimeout,
): () => void {
  let known = nothingKnown;
  let stopped = false;
  let source: Source;

  const connect = (): void => {
    if (stopped) return;
    let fresh = true;
    source = open();
    const mine = source;
    mine.addEventListener('open', () => {
      fresh = true;
    });
    mine.addEventListener('message', (event) => {
      if (stopped) return;
      const feed: Feed = JSON.parse(event.data);
      known = applyFeed(fresh ? nothingKnown : known, feed);
      fresh = false;
      tell(known, 'live');
    });
    mine.addEventListener('error', () => {
      if (stopped || mine !== source) return;
      tell(known, 'lost');
      if (mine.readyState !== closed) return;
      mine.close();
      later(connect, retryAfter);
    });
  };

  tell(known, 'connecting');
  connect();
  return () => {
    stopped = true;
    source.close();
  };
}
