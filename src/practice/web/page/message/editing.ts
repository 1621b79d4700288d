import { useCallback, useEffect, useState } from 'preact/hooks';

const listeners = new Map<string, (ts: string) => void>();

/** Begins to edit a message in the list with this name, as the composer below it does for the arrow up. */
export function beginEditing(list: string, ts: string): void {
  listeners.get(list)?.(ts);
}

/** The ts of the message that is being edited in a list, and how to begin and (with nothing) to end. */
export function useEditing(list: string): readonly [string | undefined, (ts: string | undefined) => void] {
  const [editing, setEditing] = useState<string | undefined>();
  useEffect(() => {
    const begin = (ts: string): void => setEditing(ts);
    listeners.set(list, begin);
    return () => {
      if (listeners.get(list) === begin) listeners.delete(list);
    };
  }, [list]);
  const edit = useCallback((ts: string | undefined) => setEditing(ts), []);
  return [editing, edit];
}
