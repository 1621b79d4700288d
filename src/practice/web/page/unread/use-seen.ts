import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Known } from '../feed/feed.ts';
import { remember, remembered } from '../frame/memory.ts';
import { seenAtStart, seenFrom, seeUpTo, type Seen } from './seen.ts';

/** How far everybody has read in this tab. Undefined until the first feed. */
export function useSeen(
  known: Known,
): readonly [Seen | undefined, (person: string, channel: string, ts: string) => void] {
  const [seen, setSeen] = useState(() => seenFrom(remembered('seen')));
  const isKnown = known.workspace !== undefined;
  useEffect(() => {
    if (isKnown) setSeen((before) => before ?? seenAtStart(known.messages));
    // Only the first feed counts: what comes later is news.
  }, [isKnown]);
  useEffect(() => {
    if (seen !== undefined) remember('seen', JSON.stringify(seen));
  }, [seen]);
  const see = useCallback((person: string, channel: string, ts: string) => {
    setSeen((before) => (before === undefined ? before : seeUpTo(before, person, channel, ts)));
  }, []);
  return [seen, see];
}
