import { objectAt, stringAt, type JsonObject } from '../json.ts';
import { Picture } from '../picture.tsx';
import { isSafeUrl } from '../prose.ts';
import { TextObject } from '../text/text-object.tsx';

/** A video is played where it comes from: the page lets no other page into itself. */
export function Video({ block }: { readonly block: JsonObject }) {
  const url = stringAt(block, 'title_url') ?? stringAt(block, 'video_url') ?? '';
  const title = <TextObject text={objectAt(block, 'title')} />;
  return (
    <div class="b-card">
      <Picture
        image={{
          image_url: stringAt(block, 'thumbnail_url') ?? '',
          alt_text: stringAt(block, 'alt_text') ?? '',
        }}
        name="b-card-hero"
      />
      <div class="b-card-title">
        {isSafeUrl(url) ? (
          <a href={url} target="_blank" rel="noopener noreferrer">
            {title}
          </a>
        ) : (
          title
        )}
      </div>
      {objectAt(block, 'description') !== undefined && <TextObject text={objectAt(block, 'description')} />}
      <div class="b-small">
        Video
        {stringAt(block, 'author_name') === undefined ? '' : ` by ${stringAt(block, 'author_name') ?? ''}`}
      </div>
    </div>
  );
}
