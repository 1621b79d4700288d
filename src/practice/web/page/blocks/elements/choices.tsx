import { useId } from 'preact/hooks';
import { optionsOf, type Placed } from '../entries.ts';
import { objectAt, stringAt, typeOf, type JsonObject } from '../json.ts';
import { TextObject } from '../text/text-object.tsx';
import { useField } from '../use-field.ts';

/** Checkboxes and radio buttons. */
export function Choices({ placed }: { readonly placed: Placed }) {
  const { element } = placed;
  const { entry, choose, control, aside } = useField(placed);
  const name = useId();
  const isMany = typeOf(element) === 'checkboxes';
  const chosen = Array.isArray(entry) ? entry.map(String) : entry === null ? [] : [String(entry)];

  const change = (value: string, isOn: boolean): void => {
    if (!isMany) choose(value);
    else
      choose(
        optionsOf(element)
          .map(valueOf)
          .filter((one) => (one === value ? isOn : chosen.includes(one))),
      );
  };

  const { id, ...rest } = control;
  const { 'aria-required': isRequired, 'aria-invalid': isInvalid, ...group } = rest;
  return (
    <>
      <div
        id={id}
        class="b-choices"
        role={isMany ? 'group' : 'radiogroup'}
        aria-label={
          typeOf(placed.block) === 'input' ? undefined : isMany ? 'Options' : 'One of these options'
        }
        aria-labelledby={typeOf(placed.block) === 'input' ? `${id}-label` : undefined}
        {...(isMany ? {} : { 'aria-required': isRequired, 'aria-invalid': isInvalid })}
        data-invalid={isInvalid}
        {...group}
      >
        {optionsOf(element).map((option, index) => {
          const value = valueOf(option);
          return (
            <label key={`${index} ${value}`} class="b-choice">
              <input
                type={isMany ? 'checkbox' : 'radio'}
                name={name}
                checked={chosen.includes(value)}
                onChange={(event) => change(value, event.currentTarget.checked)}
              />
              <span class="b-choice-words">
                <TextObject text={objectAt(option, 'text')} />
                {objectAt(option, 'description') !== undefined && (
                  <span class="b-small">
                    <TextObject text={objectAt(option, 'description')} />
                  </span>
                )}
              </span>
            </label>
          );
        })}
      </div>
      {aside}
    </>
  );
}

function valueOf(option: JsonObject): string {
  return stringAt(option, 'value') ?? '';
}
