import { objectsAt, type JsonObject } from '../json.ts';
import { Card } from './card.tsx';

export function Carousel({ block }: { readonly block: JsonObject }) {
  return (
    <div class="b-carousel" role="group" aria-label="Cards" tabIndex={0}>
      {objectsAt(block, 'elements').map((card, index) => (
        <Card key={index} block={card} />
      ))}
    </div>
  );
}
