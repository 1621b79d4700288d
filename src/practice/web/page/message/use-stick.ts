import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Nearer to the end than this is at the end. Pixels. */
const near = 48;

/**
 * Keeps a scrolled list at its end while the person is there, whatever grows in it, and leaves it alone otherwise. `last` is the ts of
 * the newest message; `isMine` whether the person wrote it, which leads to the end from everywhere.
 */
export function useStick(last: string, isMine: boolean) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isSticking = useRef(true);
  const lastTop = useRef(0);
  const [leftAt, setLeftAt] = useState<string | undefined>();
  const newest = useRef(last);
  newest.current = last;

  const toEnd = useCallback(() => {
    isSticking.current = true;
    setLeftAt(undefined);
    const element = scroller.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  }, []);

  const leave = useCallback(() => {
    isSticking.current = false;
    setLeftAt((before) => before ?? newest.current);
  }, []);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < near;
    // Only the person goes up: while it grows, a list at its end is for a moment not there.
    const wentUp = element.scrollTop < lastTop.current - 2;
    lastTop.current = element.scrollTop;
    if (isNear) {
      isSticking.current = true;
      setLeftAt(undefined);
    } else if (wentUp) leave();
  }, []);

  useLayoutEffect(() => {
    const outer = scroller.current;
    const inner = content.current;
    if (outer === null || inner === null) return;
    const keep = (): void => {
      if (isSticking.current) outer.scrollTop = outer.scrollHeight;
    };
    const observer = new ResizeObserver(keep);
    observer.observe(outer);
    observer.observe(inner);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (isMine || isSticking.current) toEnd();
  }, [last]);

  return { scroller, content, onScroll, toEnd, leave, isAtEnd: leftAt === undefined, leftAt };
}
