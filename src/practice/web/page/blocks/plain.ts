import type { Message } from '../../protocol.ts';
import type { World } from '../world.ts';
import { objectAt, objectsAt, stringAt, typeOf, type JsonObject } from './json.ts';
import { parseMarkdown } from './markdown.ts';
import { parseMrkdwn, parsePlain } from './mrkdwn.ts';
import { namesOf } from './names.ts';
import { spanWords, wordsOf, type Names } from './prose.ts';
import { parseRichText } from './rich-text.ts';

/** A message in one line of plain words, for previews and for screen readers. */
export function plainText(message: Message, world: World): string {
  const names = namesOf(world);
  const said =
    wordsOf(parseMrkdwn(message.text), names).trim() ||
    message.blocks.map((block) => blockWords(block, names)).join(' ');
  const files = message.files.map((file) => (file.isDeleted ? 'A deleted file' : file.name));
  const attached = message.attachments.map((one) => stringAt(one, 'fallback') ?? stringAt(one, 'text') ?? '');
  return [said, ...attached, ...files].join(' ').replaceAll(/\s+/gu, ' ').trim();
}

/** What a block says first of all; controls and pictures are left out. */
function blockWords(block: JsonObject, names: Names): string {
  switch (typeOf(block)) {
    case 'rich_text':
      return wordsOf(parseRichText(block), names);
    case 'markdown':
      return wordsOf(parseMarkdown(stringAt(block, 'text') ?? ''), names);
    case 'context':
      return objectsAt(block, 'elements')
        .map((element) => textWords(element, names))
        .join(' ');
    case 'section':
      return [objectAt(block, 'text'), ...objectsAt(block, 'fields')]
        .map((text) => textWords(text, names))
        .join(' ');
    case 'image':
      return stringAt(block, 'alt_text') ?? '';
    default:
      return (
        stringAt(block, 'title') ?? textWords(objectAt(block, 'text') ?? objectAt(block, 'title'), names)
      );
  }
}

/** A text object in plain words. */
export function textWords(text: JsonObject | undefined, names: Names): string {
  const words = stringAt(text, 'text') ?? '';
  return text?.['type'] === 'mrkdwn'
    ? wordsOf(parseMrkdwn(words), names)
    : spanWords(parsePlain(words, text?.['emoji'] !== false), names);
}
