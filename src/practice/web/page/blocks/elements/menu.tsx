import { useWorld } from '../../world.ts';
import type { Placed } from '../entries.ts';
import { objectAt, typeOf } from '../json.ts';
import { namesOf } from '../names.ts';
import { textWords } from '../plain.ts';
import { useField } from '../use-field.ts';
import { groupsOf, type Choice } from './menu-options.ts';

/** A menu with one choice: the browser's own, which every keyboard, phone and screen reader knows. */
export function Menu({ placed }: { readonly placed: Placed }) {
  const { block, element } = placed;
  const world = useWorld();
  const { entry, choose, control, aside, isBusy } = useField(placed);
  const groups = groupsOf(element, world);
  const choices = groups.flatMap((group) => group.choices);
  const chosen = choices.findIndex((choice) => choice.value === entry);
  const isInput = typeOf(block) === 'input';
  const placeholder = textWords(objectAt(element, 'placeholder'), namesOf(world)) || 'Choose an option';
  // Only an optional input can be emptied again.
  const canEmpty = isInput && block['optional'] === true;

  return (
    <>
      <select
        {...control}
        class={chosen === -1 ? 'b-select empty' : 'b-select'}
        aria-label={isInput ? undefined : placeholder}
        aria-disabled={isBusy}
        value={String(chosen)}
        onChange={(event) => choose(choices[Number(event.currentTarget.value)]?.value ?? null)}
      >
        <option value="-1" disabled={!canEmpty && chosen !== -1}>
          {placeholder}
        </option>
        {groups.map((group) =>
          group.label === '' ? (
            group.choices.map((choice) => (
              <Option key={choice.value} choice={choice} at={choices.indexOf(choice)} />
            ))
          ) : (
            <optgroup key={group.label} label={group.label}>
              {group.choices.map((choice) => (
                <Option key={choice.value} choice={choice} at={choices.indexOf(choice)} />
              ))}
            </optgroup>
          ),
        )}
      </select>
      {aside}
    </>
  );
}

function Option({ choice, at }: { readonly choice: Choice; readonly at: number }) {
  return (
    <option value={String(at)}>
      {choice.about === undefined ? choice.label : `${choice.label} (${choice.about})`}
    </option>
  );
}
