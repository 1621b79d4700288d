import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useWorld } from '../../world.ts';
import { optionsOf, type Placed } from '../entries.ts';
import { objectAt, stringAt, type JsonObject } from '../json.ts';
import { isSafeUrl } from '../prose.ts';
import { useSurface } from '../surface.ts';
import { TextObject } from '../text/text-object.tsx';
import { useActing, useFlush, whereOf } from '../use-acting.tsx';

/** The menu behind three dots. It keeps no choice. */
export function Overflow({ placed }: { readonly placed: Placed }) {
  const { element } = placed;
  const { act } = useWorld();
  const surface = useSurface();
  const flush = useFlush();
  const { run, isBusy, aside } = useActing(element);
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!isOpen) return;
    menu.current?.scrollIntoView({ block: 'nearest' });
    menu.current?.querySelector('button')?.focus();
  }, [isOpen]);

  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  const pick = (option: JsonObject): void => {
    close();
    const url = stringAt(option, 'url');
    void run(async () => {
      if (url !== undefined && isSafeUrl(url)) window.open(url, '_blank', 'noopener,noreferrer');
      await flush();
      return act({ act: 'select', ...whereOf(surface, placed), entry: stringAt(option, 'value') ?? '' });
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const items = Array.from(menu.current?.querySelectorAll('button') ?? []);
    const at = items.findIndex((item) => item === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[
      event.key
    ];
    if (to !== undefined) {
      event.preventDefault();
      items[to % items.length]?.focus();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab') {
      setOpen(false);
    }
  };

  return (
    <>
      <span class="b-overflow">
        <button
          ref={opener}
          type="button"
          class="b-button b-dots"
          aria-label="More options"
          aria-haspopup="menu"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          aria-disabled={isBusy}
          onClick={() => setOpen(!isOpen)}
        >
          <span aria-hidden="true">⋯</span>
        </button>
        {isOpen && (
          <div
            ref={menu}
            id={id}
            class="b-popup b-menu"
            role="menu"
            aria-label="More options"
            onKeyDown={onKeyDown}
            onFocusOut={(event) => {
              const to = event.relatedTarget;
              if (!(to instanceof Node) || !event.currentTarget.contains(to)) setOpen(false);
            }}
          >
            {optionsOf(element).map((option, index) => (
              <button
                key={index}
                type="button"
                class="b-option"
                role="menuitem"
                tabIndex={-1}
                onClick={() => pick(option)}
              >
                <TextObject text={objectAt(option, 'text')} />
                {objectAt(option, 'description') !== undefined && (
                  <span class="b-small">
                    <TextObject text={objectAt(option, 'description')} />
                  </span>
                )}
              </button>
            ))}
          </div>
        )}
      </span>
      {aside}
    </>
  );
}
