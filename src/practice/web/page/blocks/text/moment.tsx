import { useEffect, useState } from 'preact/hooks';
import { useWorld } from '../../world.ts';
import { formatDate } from '../dates.ts';
import type { Span } from '../prose.ts';

/** A date in the reader's zone. What depends on the present moment is kept right. */
export function Moment({ date }: { readonly date: Extract<Span, { kind: 'date' }> }) {
  const { tz } = useWorld().me;
  const now = useNow(date.format.includes('{ago}') ? 10_000 : 60_000);
  const words = formatDate(date.ts, date.format, { tz, now }) ?? date.fallback;
  const full = formatDate(date.ts, '{date_long} {time_secs}', { tz, now });
  const iso = full === undefined ? undefined : new Date(date.ts * 1000).toISOString();
  const time = (
    <time dateTime={iso} title={full}>
      {words}
    </time>
  );
  if (date.url === undefined) return time;
  return (
    <a href={date.url} target="_blank" rel="noopener noreferrer">
      {time}
    </a>
  );
}

/** The present moment in milliseconds, looked at again every so often. */
function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
