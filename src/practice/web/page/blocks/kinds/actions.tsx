import { Element } from '../elements/element.tsx';
import { objectsAt, stringAt, type JsonObject } from '../json.ts';

export function Actions({ block }: { readonly block: JsonObject }) {
  return (
    <div class="b-actions">
      {objectsAt(block, 'elements').map((element, index) => (
        <Element key={stringAt(element, 'action_id') ?? index} placed={{ block, element }} />
      ))}
    </div>
  );
}
