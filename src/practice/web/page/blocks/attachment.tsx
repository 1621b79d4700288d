import { Blocks } from './block.tsx';
import { objectsAt, stringAt, type JsonObject } from './json.ts';
import { Picture } from './picture.tsx';
import { isSafeUrl } from './prose.ts';
import { Moment } from './text/moment.tsx';
import { Mrkdwn } from './text/mrkdwn.tsx';

const colors: Readonly<Record<string, string>> = {
  good: 'var(--good)',
  warning: 'var(--busy)',
  danger: 'var(--danger)',
};

/** An old-style attachment: a coloured bar, and blocks or fields beside it. */
export function Attachment({ attachment }: { readonly attachment: JsonObject }) {
  const at = (key: string): string | undefined => stringAt(attachment, key);
  const blocks = objectsAt(attachment, 'blocks');
  const link = at('title_link') ?? '';
  const isEmpty =
    blocks.length === 0 && ['title', 'text', 'pretext', 'image_url', 'author_name'].every((key) => !at(key));
  return (
    <div class="b-attachment-around">
      {at('pretext') !== undefined && <Mrkdwn text={at('pretext') ?? ''} />}
      <div class="b-attachment" style={{ borderColor: colorOf(at('color')) }}>
        {at('author_name') !== undefined && <div class="b-small">{at('author_name')}</div>}
        {at('title') !== undefined && (
          <div class="b-card-title">
            {isSafeUrl(link) ? (
              <a href={link} target="_blank" rel="noopener noreferrer">
                {at('title')}
              </a>
            ) : (
              at('title')
            )}
          </div>
        )}
        {at('text') !== undefined && <Mrkdwn text={at('text') ?? ''} />}
        <Fields fields={objectsAt(attachment, 'fields')} />
        {blocks.length > 0 && <Blocks blocks={blocks} />}
        {at('image_url') !== undefined && (
          <Picture
            image={{ image_url: at('image_url') ?? '', alt_text: at('title') ?? 'Picture' }}
            name="b-image"
          />
        )}
        {isEmpty && <Mrkdwn text={at('fallback') ?? ''} />}
        <Foot attachment={attachment} />
      </div>
    </div>
  );
}

function Fields({ fields }: { readonly fields: readonly JsonObject[] }) {
  if (fields.length === 0) return null;
  return (
    <div class="b-fields">
      {fields.map((field, index) => (
        <div key={index} class="b-text">
          <strong>{stringAt(field, 'title')}</strong>
          <Mrkdwn text={stringAt(field, 'value') ?? ''} />
        </div>
      ))}
    </div>
  );
}

function Foot({ attachment }: { readonly attachment: JsonObject }) {
  const foot = stringAt(attachment, 'footer');
  const ts = Number(attachment['ts'] ?? Number.NaN);
  if (foot === undefined && !Number.isFinite(ts)) return null;
  return (
    <div class="b-small">
      {foot}
      {foot !== undefined && Number.isFinite(ts) && ' | '}
      {Number.isFinite(ts) && (
        <Moment date={{ kind: 'date', ts, format: '{date_short_pretty} {time}', fallback: '' }} />
      )}
    </div>
  );
}

function colorOf(color: string | undefined): string {
  if (color === undefined) return 'var(--border)';
  const hex = color.startsWith('#') ? color : `#${color}`;
  return colors[color] ?? (/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/iu.test(hex) ? hex : 'var(--border)');
}
