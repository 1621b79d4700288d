import { useEffect, useRef, useState } from 'preact/hooks';
import { useWorld } from '../../world.ts';
import { chosenOptions, type Placed } from '../entries.ts';
import { numberAt, objectAt, stringAt, typeOf, type JsonObject } from '../json.ts';
import { namesOf } from '../names.ts';
import { textWords } from '../plain.ts';
import { useField } from '../use-field.ts';
import { choiceOf, groupsOf, matching, type Choice } from './menu-options.ts';
import { OptionList } from './option-list.tsx';
import { useSuggestions } from './use-suggestions.ts';

/** A menu that is typed into: for several choices, and for choices that the app makes up as one types. */
export function Combobox({ placed }: { readonly placed: Placed }) {
  const { block, element } = placed;
  const world = useWorld();
  const { entry, known, offered, choose, control, aside } = useField(placed);
  const [query, setQuery] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const suggestions = useSuggestions(placed, query, isOpen);

  const type = typeOf(element);
  const isMany = type.startsWith('multi_');
  const isExternal = type.endsWith('external_select');
  const isInput = typeOf(block) === 'input';
  const chosen = Array.isArray(entry) ? entry.map(String) : entry === null ? [] : [String(entry)];
  const most = numberAt(element, 'max_selected_items') ?? Infinity;
  const placeholder =
    textWords(objectAt(element, 'placeholder'), namesOf(world)) ||
    (isMany ? 'Choose options' : 'Choose an option');

  const all = isExternal
    ? [{ label: '', choices: suggestions.options.map((option) => choiceOf(option, world)) }]
    : matching(groupsOf(element, world), query);
  const groups = all.map((group) => ({
    ...group,
    choices: group.choices.filter((one) => !chosen.includes(one.value)),
  }));
  const choices = groups.flatMap((group) => group.choices);
  const isFull = isMany && chosen.length >= most;
  const status = isFull
    ? `At most ${most} can be chosen.`
    : (suggestions.status ?? (choices.length === 0 ? 'No results' : undefined));

  // Objects of options that were chosen, wherever they came from.
  const objects = [...suggestions.options, ...(offered ?? []), ...chosenOptions(known)];
  const objectOf = (value: string): JsonObject | undefined =>
    objects.find((one) => stringAt(one, 'value') === value);
  const labelOf = (value: string): string => {
    const object = objectOf(value);
    const found = groupsOf(element, world)
      .flatMap((group) => group.choices)
      .find((one) => one.value === value);
    return found?.label ?? (object === undefined ? value : choiceOf(object, world).label);
  };

  const set = (values: readonly string[]): void => {
    const given = values.map(objectOf).filter((one) => one !== undefined);
    choose(isMany ? values : (values[0] ?? null), isExternal ? given : undefined);
  };
  const pick = (choice: Choice): void => {
    set(isMany ? [...chosen, choice.value] : [choice.value]);
    setQuery('');
    setActive(0);
    if (!isMany) setOpen(false);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const at = choices[active];
    if (step !== 0) {
      event.preventDefault();
      if (isOpen) setActive((active + step + choices.length) % Math.max(choices.length, 1));
      setOpen(true);
    } else if (event.key === 'Enter') {
      // A form around is not sent by choosing.
      event.preventDefault();
      if (isOpen && at !== undefined && !isFull) pick(at);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
      setQuery('');
    } else if (event.key === 'Backspace' && query === '' && isMany && chosen.length > 0) {
      set(chosen.slice(0, -1));
    }
  };

  const base = control.id;
  const isShown = isOpen && (status !== undefined || choices.length > 0);
  useEffect(() => {
    if (isShown) document.querySelector(`#${CSS.escape(base)}-list`)?.scrollIntoView({ block: 'nearest' });
  }, [isShown, base]);

  const single = isMany ? undefined : chosen[0];
  const canEmpty = single !== undefined && isInput && block['optional'] === true;
  return (
    <>
      <div class="b-combobox">
        {isMany &&
          chosen.map((value) => (
            <span key={value} class="b-chip">
              {labelOf(value)}
              <button
                type="button"
                class="b-remove"
                aria-label={`Remove ${labelOf(value)}`}
                onClick={() => {
                  set(chosen.filter((one) => one !== value));
                  input.current?.focus();
                }}
              >
                ×
              </button>
            </span>
          ))}
        <input
          {...control}
          ref={input}
          class="b-input"
          type="text"
          role="combobox"
          aria-label={isInput ? undefined : placeholder}
          aria-autocomplete="list"
          aria-expanded={isShown}
          aria-controls={`${base}-list`}
          aria-activedescendant={isShown && choices.length > 0 ? `${base}-option-${active}` : undefined}
          autocomplete="off"
          placeholder={isMany && chosen.length > 0 ? '' : placeholder}
          value={isOpen || single === undefined ? query : labelOf(single)}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => setOpen(true)}
          onInput={(event) => {
            setQuery(event.currentTarget.value);
            setActive(0);
            setOpen(true);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => {
            setOpen(false);
            setQuery('');
          }}
        />
        {canEmpty && (
          <button type="button" class="b-remove" aria-label="Clear" onClick={() => set([])}>
            ×
          </button>
        )}
        {isShown && (
          <OptionList
            base={base}
            label={placeholder}
            groups={isFull ? [] : groups}
            active={active}
            status={status}
            onPick={pick}
          />
        )}
      </div>
      {aside}
    </>
  );
}
