import { useId } from 'preact/hooks';
import { Element } from '../elements/element.tsx';
import { fieldIds, FieldIdsContext } from '../field-ids.ts';
import { objectAt, stringAt, typeOf, type JsonObject } from '../json.ts';
import { useSurface } from '../surface.ts';
import { TextObject } from '../text/text-object.tsx';

/** A field of a form with its label, its hint and what is wrong with it. */
export function Input({ block }: { readonly block: JsonObject }) {
  const { errors } = useSurface();
  const ids = fieldIds(useId());
  const element = objectAt(block, 'element') ?? {};
  const hint = objectAt(block, 'hint');
  const error = errors[stringAt(block, 'block_id') ?? ''];
  const isGroup = ['checkboxes', 'radio_buttons'].includes(typeOf(element));
  const label = (
    <>
      <TextObject text={objectAt(block, 'label')} />
      {block['optional'] === true && <span class="b-optional"> (optional)</span>}
    </>
  );

  return (
    <FieldIdsContext.Provider value={ids}>
      <div class={error === undefined ? 'b-field' : 'b-field wrong'}>
        {isGroup ? (
          <div class="b-label" id={ids.label}>
            {label}
          </div>
        ) : (
          <label class="b-label" id={ids.label} for={ids.control}>
            {label}
          </label>
        )}
        <Element placed={{ block, element }} />
        {error !== undefined && (
          <p class="b-error" id={ids.error} role="alert">
            {error}
          </p>
        )}
        {hint !== undefined && (
          <p class="b-hint" id={ids.hint}>
            <TextObject text={hint} />
          </p>
        )}
      </div>
    </FieldIdsContext.Provider>
  );
}
