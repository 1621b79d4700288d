import type { ComponentChildren } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { usePopover } from './use-popover.ts';

export type MenuItem = {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
  /** One of several of which one is chosen: whether it is. */
  readonly isChosen?: boolean;
  readonly before?: ComponentChildren;
  readonly pick: () => void;
};

type Props = {
  /** The button's name; what it shows are its children. */
  readonly label: string;
  /** The menu's name. */
  readonly name?: string;
  readonly items: readonly MenuItem[];
  readonly class?: string;
  readonly children: ComponentChildren;
};

/** A button with a menu: arrows, Home and End go through it, Esc and Tab leave it. */
export function Menu({ label, name, items, class: look = 'icon-button', children }: Props) {
  const { isOpen, button, box, close, buttonProps } = usePopover();
  const itemAt = (index: number): HTMLElement | undefined =>
    [...(box.current?.querySelectorAll<HTMLElement>('[data-item]') ?? [])].at(index);

  useLayoutEffect(() => {
    if (!isOpen) return;
    const chosen = items.findIndex(({ isChosen }) => isChosen === true);
    itemAt(Math.max(chosen, 0))?.focus();
  }, [isOpen]);

  const pressed = (event: KeyboardEvent): void => {
    const here = items.findIndex((_, index) => itemAt(index) === document.activeElement);
    const to = { ArrowDown: (here + 1) % items.length, ArrowUp: here - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      itemAt(to)?.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      close(true);
    }
  };
  return (
    <>
      <button
        type="button"
        class={look}
        ref={button}
        aria-label={label}
        title={look === 'icon-button' ? label : undefined}
        aria-haspopup="menu"
        {...buttonProps}
      >
        {children}
      </button>
      {isOpen ? (
        <div class="menu" role="menu" popover="auto" ref={box} aria-label={name ?? label} onKeyDown={pressed}>
          {items.map((item) => (
            <button
              key={item.id}
              type="button"
              data-item
              tabIndex={-1}
              role={item.isChosen === undefined ? 'menuitem' : 'menuitemradio'}
              {...(item.isChosen === undefined ? {} : { 'aria-checked': item.isChosen })}
              onClick={() => {
                close(true);
                item.pick();
              }}
            >
              {item.before}
              <span class="menu-words">
                <span>{item.label}</span>
                {item.detail === undefined ? null : <span class="menu-detail">{item.detail}</span>}
              </span>
            </button>
          ))}
        </div>
      ) : null}
    </>
  );
}
