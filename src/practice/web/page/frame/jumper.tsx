import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { directMessage, sortedChannels } from '../place/channels.ts';
import type { Place } from '../place/place.ts';
import { useShell } from './shell.ts';
import { useWorld } from '../world.ts';

/** A list of everywhere one can go, opened by Ctrl or Cmd and K. */
export function Jumper({ close }: { readonly close: () => void }) {
  const { channels, me, workspace } = useWorld();
  const { go } = useShell();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);

  const direct = directMessage(channels, workspace.app.botUserId);
  const places: { name: string; place: Place }[] = [
    ...sortedChannels(channels, me.id).map(({ id, name }) => ({
      name: `#${name}`,
      place: { at: 'channel', channel: id } as const,
    })),
    ...(direct === undefined
      ? []
      : [{ name: workspace.app.name, place: { at: 'channel', channel: direct.id } as const }]),
    { name: 'App Home', place: { at: 'home' } },
  ];
  const fitting = places.filter(({ name }) => name.toLowerCase().includes(query.trim().toLowerCase()));
  const index = Math.min(chosen, fitting.length - 1);
  const take = (place: Place | undefined): void => {
    if (place === undefined) return;
    dialog.current?.close();
    go(place);
  };
  const pressed = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && fitting.length > 0) {
      event.preventDefault();
      setChosen((index + step + fitting.length) % fitting.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      take(fitting[index]?.place);
    }
  };
  return (
    <dialog
      class="jumper"
      ref={dialog}
      aria-label="Jump to"
      onClose={close}
      onClick={(event) => {
        // The backdrop is the dialog itself; what is in it covers it wholly.
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <div class="jumper-body">
        <input
          type="text"
          role="combobox"
          aria-label="Where to?"
          placeholder="Where to?"
          aria-expanded={fitting.length > 0}
          aria-controls="jumper-places"
          aria-autocomplete="list"
          aria-activedescendant={fitting.length > 0 ? `jumper-${index}` : undefined}
          autocomplete="off"
          value={query}
          onInput={(event) => {
            setQuery(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={pressed}
        />
        <div role="listbox" id="jumper-places" aria-label="Places">
          {fitting.map(({ name, place }, at) => (
            <div
              key={name}
              id={`jumper-${at}`}
              class="completion"
              role="option"
              aria-selected={at === index}
              onPointerMove={() => setChosen(at)}
              onClick={() => take(place)}
            >
              {name}
            </div>
          ))}
        </div>
        {fitting.length === 0 ? (
          <p class="nothing" role="status">
            Nothing is called so.
          </p>
        ) : null}
      </div>
    </dialog>
  );
}
