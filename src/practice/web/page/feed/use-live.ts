import { useEffect, useState } from 'preact/hooks';
import { nothingKnown, type Known } from './feed.ts';
import { follow, type Link } from './live.ts';
import { liveAddress } from './server.ts';

/** The workspace as one person sees it. While it changes to another person the one before stays. */
export function useLive(as: string | undefined): { readonly known: Known; readonly link: Link } {
  const [live, setLive] = useState<{ known: Known; link: Link }>({ known: nothingKnown, link: 'connecting' });
  useEffect(
    () =>
      follow(
        () => new EventSource(liveAddress(as)),
        (known, link) => {
          setLive((before) => ({ known: known.workspace === undefined ? before.known : known, link }));
        },
      ),
    [as],
  );
  return live;
}
