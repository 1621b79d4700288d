import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Room between what opens and what opened it, and to the edges of the window. Pixels. */
const gap = 6;

/**
 * Something small that opens over the page beside its button, in the browser's top layer: closed by Esc, by a click elsewhere and by
 * leaving it. `button` and `box` are refs for the two; the box is to be drawn only while it is open, with `popover="auto"`.
 */
export function usePopover() {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(false);

  const close = useCallback((returnFocus: boolean) => {
    setOpen(false);
    if (returnFocus) button.current?.focus();
  }, []);

  useLayoutEffect(() => {
    if (!isOpen || box.current === null || button.current === null) return;
    box.current.showPopover();
    placeBeside(box.current, button.current);
  }, [isOpen]);

  useEffect(() => {
    const element = box.current;
    if (!isOpen || element === null) return;
    const toggled = (event: ToggleEvent): void => {
      if (event.newState !== 'closed') return;
      const hadFocus = element.contains(document.activeElement) || document.activeElement === document.body;
      close(hadFocus);
    };
    element.addEventListener('toggle', toggled);
    return () => element.removeEventListener('toggle', toggled);
  }, [isOpen]);

  return {
    isOpen,
    button,
    box,
    close,
    buttonProps: {
      'aria-expanded': isOpen,
      // A press on the button of an open box closes the box by itself, before the click comes.
      onPointerDown: () => {
        wasOpen.current = isOpen;
      },
      onClick: () => {
        setOpen(!wasOpen.current);
        wasOpen.current = false;
      },
    },
  };
}

/** Below the button, or above it where there is more room, and always within the window. */
function placeBeside(box: HTMLElement, button: HTMLElement): void {
  const from = button.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const below = window.innerHeight - from.bottom - gap;
  const isAbove = height > below && from.top > below;
  const top = isAbove ? from.top - gap - height : from.bottom + gap;
  const fromLeft = from.left + width + gap <= window.innerWidth ? from.left : from.right - width;
  const clamp = (at: number, size: number, room: number): number =>
    Math.max(gap, Math.min(at, room - size - gap));
  box.style.top = `${clamp(top, height, window.innerHeight)}px`;
  box.style.left = `${clamp(fromLeft, width, window.innerWidth)}px`;
}
