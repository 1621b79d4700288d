import { Element } from '../elements/element.tsx';
import { objectAt, objectsAt, stringAt, type JsonObject } from '../json.ts';
import { Picture } from '../picture.tsx';
import { TextObject } from '../text/text-object.tsx';

export function Card({ block }: { readonly block: JsonObject }) {
  const [hero, icon] = [objectAt(block, 'hero_image'), objectAt(block, 'icon')];
  const [title, subtitle, body] = ['title', 'subtitle', 'body'].map((key) => objectAt(block, key));
  const actions = objectsAt(block, 'actions');
  return (
    <div class="b-card">
      {hero !== undefined && <Picture image={hero} name="b-card-hero" />}
      <div class="b-card-head">
        {icon !== undefined && <Picture image={icon} name="b-card-icon" />}
        <div>
          {title !== undefined && (
            <div class="b-card-title">
              <TextObject text={title} />
            </div>
          )}
          {subtitle !== undefined && (
            <div class="b-small">
              <TextObject text={subtitle} />
            </div>
          )}
        </div>
      </div>
      {body !== undefined && <TextObject text={body} />}
      {actions.length > 0 && (
        <div class="b-actions">
          {actions.map((element, index) => (
            <Element key={stringAt(element, 'action_id') ?? index} placed={{ block, element }} />
          ))}
        </div>
      )}
    </div>
  );
}
