import { objectsAt, typeOf, type JsonObject } from '../json.ts';
import { Picture } from '../picture.tsx';
import { TextObject } from '../text/text-object.tsx';

/** Small print. */
export function Context({ block }: { readonly block: JsonObject }) {
  return (
    <div class="b-context">
      {objectsAt(block, 'elements').map((element, index) =>
        typeOf(element) === 'image' ? (
          <Picture key={index} image={element} name="b-context-image" />
        ) : (
          <div key={index}>
            <TextObject text={element} />
          </div>
        ),
      )}
    </div>
  );
}
