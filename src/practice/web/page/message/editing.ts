import { useCallback, useEffect, useState } from 'preact/hooks';

const listeners = new Map<string, (ts: string) => void>();

/** Where messages stand: in a channel's own list, or in that of a thread. */
type List = { readonly channel: string; readonly threadTs: string | undefined };

const keyOf = ({ channel, threadTs }: List): string => `${channel} ${threadTs ?? ''}`;

/** Begins to edit a message in a list, as the composer below it does for the arrow up. */
export function beginEditing(list: List, ts: string): void {
  listeners.get(keyOf(list))?.(ts);
}

/** The ts of the message that is being edited in a list, and how to begin and (with nothing) to end. */
export function useEditing(list: List): readonly [string | undefined, (ts: string | undefined) => void] {
  const key = keyOf(list);
  const [editing, setEditing] = useState<string | undefined>();
  useEffect(() => {
    const begin = (ts: string): void => setEditing(ts);
    listeners.set(key, begin);
    return () => {
      if (listeners.get(key) === begin) listeners.delete(key);
    };
  }, [key]);
  const edit = useCallback((ts: string | undefined) => setEditing(ts), []);
  return [editing, edit];
}
