import { Button } from '../elements/button.tsx';
import { objectAt, objectsAt, stringAt, typeOf, type JsonObject } from '../json.ts';
import { Unknown } from '../unknown.tsx';

/** Small buttons below an answer: two for what one thinks of it, and single ones. */
export function ContextActions({ block }: { readonly block: JsonObject }) {
  return (
    <div class="b-actions small">
      {objectsAt(block, 'elements').flatMap((element, index) => buttonsOf(element, index, block))}
    </div>
  );
}

function buttonsOf(element: JsonObject, index: number, block: JsonObject) {
  const type = typeOf(element);
  if (type === 'icon_button') return [<Button key={index} placed={{ block, element }} />];
  if (type !== 'feedback_buttons') return [<Unknown key={index} what="an element" type={type} />];
  return ['positive_button', 'negative_button'].flatMap((key) => {
    const button = objectAt(element, key);
    const actionId = stringAt(element, 'action_id') ?? '';
    if (button === undefined) return [];
    return [
      <Button key={key} placed={{ block, element: { ...button, type: 'button', action_id: actionId } }} />,
    ];
  });
}
