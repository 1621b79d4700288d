import type { ComponentChildren } from 'preact';
import { objectAt, stringAt, type JsonObject } from '../json.ts';
import { Picture } from '../picture.tsx';
import { TextObject } from '../text/text-object.tsx';
import { RichText } from './rich-text.tsx';

type Props = { readonly block: JsonObject; readonly children: ComponentChildren };

/** A frame around other blocks, which may be folded. */
export function Container({ block, children }: Props) {
  const head = <Head block={block} />;
  const name = `b-container ${stringAt(block, 'width') ?? 'standard'}`;
  if (block['is_collapsible'] !== true) {
    return (
      <div class={name}>
        {head}
        {children}
      </div>
    );
  }
  return (
    <details class={name} open={block['default_collapsed'] !== true}>
      <summary>{head}</summary>
      {children}
    </details>
  );
}

function Head({ block }: { readonly block: JsonObject }) {
  const [icon, title, rich, subtitle] = ['icon', 'title', 'rich_text_title', 'subtitle'].map((key) =>
    objectAt(block, key),
  );
  if (title === undefined && rich === undefined && subtitle === undefined) return null;
  return (
    <div class={block['has_header_divider'] === true ? 'b-container-head ruled' : 'b-container-head'}>
      {icon !== undefined && <Picture image={icon} name="b-card-icon" />}
      <div>
        {title !== undefined && (
          <strong>
            <TextObject text={title} />
          </strong>
        )}
        {rich !== undefined && <RichText block={rich} />}
        {subtitle !== undefined && (
          <div class="b-small">
            <TextObject text={subtitle} />
          </div>
        )}
      </div>
    </div>
  );
}
