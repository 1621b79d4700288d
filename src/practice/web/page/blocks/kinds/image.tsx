import { objectAt, type JsonObject } from '../json.ts';
import { Picture } from '../picture.tsx';
import { TextObject } from '../text/text-object.tsx';

export function Image({ block }: { readonly block: JsonObject }) {
  const title = objectAt(block, 'title');
  return (
    <figure class="b-figure">
      {title !== undefined && (
        <figcaption>
          <TextObject text={title} />
        </figcaption>
      )}
      <Picture image={block} name="b-image" />
    </figure>
  );
}
