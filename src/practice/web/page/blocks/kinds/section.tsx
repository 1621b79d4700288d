import { objectAt, objectsAt, typeOf, type JsonObject } from '../json.ts';
import { Element } from '../elements/element.tsx';
import { Picture } from '../picture.tsx';
import { TextObject } from '../text/text-object.tsx';

export function Section({ block }: { readonly block: JsonObject }) {
  const fields = objectsAt(block, 'fields');
  const accessory = objectAt(block, 'accessory');
  return (
    <div class="b-section">
      <div class="b-section-words">
        {objectAt(block, 'text') !== undefined && (
          <div class="b-text">
            <TextObject text={objectAt(block, 'text')} />
          </div>
        )}
        {fields.length > 0 && (
          <div class="b-fields">
            {fields.map((field, index) => (
              <div key={index} class="b-text">
                <TextObject text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory !== undefined && (
        <div class="b-accessory">
          {typeOf(accessory) === 'image' ? (
            <Picture image={accessory} name="b-thumb" />
          ) : (
            <Element placed={{ block, element: accessory }} />
          )}
        </div>
      )}
    </div>
  );
}
