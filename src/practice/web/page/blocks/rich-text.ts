import { emojiSign } from './emoji.ts';
import { isObject, numberAt, objectAt, objectsAt, stringAt, typeOf, type JsonObject } from './json.ts';
import { isSafeUrl, linesOf, type Mark, type Part, type Span } from './prose.ts';

/** A `rich_text` block as a tree. Unlike mrkdwn its texts are literal. */
export function parseRichText(block: JsonObject): Part[] {
  return objectsAt(block, 'elements').map(partOf);
}

/** All that a block of rich text says, as one run of spans, for places such as a table's cell. */
export function richSpans(block: JsonObject): Span[] {
  return parseRichText(block).flatMap((part, index): Span[] => [
    ...(index === 0 ? [] : [{ kind: 'break' } as const]),
    ...spansIn(part),
  ]);
}

function spansIn(part: Part): Span[] {
  switch (part.kind) {
    case 'list':
      return part.items.flatMap((item, index): Span[] => [
        ...(index === 0 ? [] : [{ kind: 'break' } as const]),
        { kind: 'text', text: part.isOrdered ? `${part.start + index}. ` : '• ' },
        ...item,
      ]);
    case 'pre':
      return [{ kind: 'mark', mark: 'code', spans: part.spans }];
    case 'lines':
    case 'quote':
    case 'heading':
      return [...part.spans];
    case 'rule':
    case 'table':
      return [];
  }
}

function partOf(element: JsonObject): Part {
  const type = typeOf(element);
  switch (type) {
    case 'rich_text_section':
      return { kind: 'lines', spans: inlines(element) };
    case 'rich_text_quote':
      return { kind: 'quote', spans: inlines(element) };
    case 'rich_text_preformatted':
      return { kind: 'pre', spans: inlines(element) };
    case 'rich_text_list':
      return {
        kind: 'list',
        isOrdered: stringAt(element, 'style') === 'ordered',
        indent: numberAt(element, 'indent') ?? 0,
        start: (numberAt(element, 'offset') ?? 0) + 1,
        items: objectsAt(element, 'elements').map(inlines),
      };
    default:
      return { kind: 'lines', spans: [unknown(type)] };
  }
}

function inlines(element: JsonObject): Span[] {
  return objectsAt(element, 'elements').flatMap((one) => styled(inline(one), objectAt(one, 'style')));
}

function inline(element: JsonObject): Span[] {
  const type = typeOf(element);
  const at = (key: string): string => stringAt(element, key) ?? '';
  switch (type) {
    case 'text':
      return linesOf(at('text'));
    case 'link': {
      const spans = linesOf(at('text') || at('url'));
      return isSafeUrl(at('url')) ? [{ kind: 'link', url: at('url'), spans }] : spans;
    }
    case 'user':
      return [{ kind: 'person', id: at('user_id') }];
    case 'usergroup':
      return [{ kind: 'group', id: at('usergroup_id') }];
    case 'channel':
      return [{ kind: 'channel', id: at('channel_id') }];
    case 'broadcast':
      return [{ kind: 'broadcast', range: at('range') }];
    case 'team':
      return [{ kind: 'text', text: at('team_id') }];
    case 'color':
      return [{ kind: 'color', value: at('value') }];
    case 'emoji':
      return [{ kind: 'text', text: emojiSign(at('name')) ?? fromCodes(at('unicode')) ?? `:${at('name')}:` }];
    case 'date':
      return [
        {
          kind: 'date',
          ts: numberAt(element, 'timestamp') ?? Number.NaN,
          format: at('format'),
          ...(isSafeUrl(at('url')) ? { url: at('url') } : {}),
          fallback: at('fallback'),
        },
      ];
    default:
      return [unknown(type)];
  }
}

function unknown(type: string): Span {
  return { kind: 'text', text: `[This practice workspace cannot show rich text of type ${type}]` };
}

const marks: readonly (readonly [key: string, mark: Mark])[] = [
  ['bold', 'bold'],
  ['italic', 'italic'],
  ['strike', 'strike'],
  ['underline', 'underline'],
  ['highlight', 'highlight'],
  ['client_highlight', 'highlight'],
  ['code', 'code'],
];

function styled(spans: readonly Span[], style: JsonObject | undefined): Span[] {
  if (!isObject(style)) return [...spans];
  return marks
    .filter(([key]) => style[key] === true)
    .reduce<Span[]>((inner, [, mark]) => [{ kind: 'mark', mark, spans: inner }], [...spans]);
}

/** `1f44b-1f3fb` as the sign that it stands for. */
function fromCodes(codes: string): string | undefined {
  if (!/^[0-9a-f]{2,6}(-[0-9a-f]{2,6})*$/iu.test(codes)) return undefined;
  const points = codes.split('-').map((code) => Number.parseInt(code, 16));
  return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : undefined;
}
