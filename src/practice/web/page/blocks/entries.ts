import type { Entry, Values } from '../../protocol.ts';
import {
  isObject,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
  stringsAt,
  typeOf,
  type JsonObject,
} from './json.ts';

/** An input as it stands in its block. */
export type Placed = { readonly block: JsonObject; readonly element: JsonObject };

/** Where an element is in `values`, and what it is: input is kept over an update only where all three stay. */
export function fieldKey({ block, element }: Placed): string {
  return JSON.stringify([stringAt(block, 'block_id'), stringAt(element, 'action_id'), typeOf(element)]);
}

/** What `values` has for an element, in Slack's form. */
export function valueAt(values: Values, { block, element }: Placed): JsonObject | undefined {
  return values[stringAt(block, 'block_id') ?? '']?.[stringAt(element, 'action_id') ?? ''];
}

/** What is chosen, of an element's value in Slack's form, as a person would enter it. */
export function entryOf(element: JsonObject, value: JsonObject | undefined): Entry {
  switch (typeOf(element)) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return stringAt(objectAt(value, 'selected_option'), 'value') ?? null;
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return objectsAt(value, 'selected_options').flatMap((option) => stringAt(option, 'value') ?? []);
    case 'users_select':
      return stringAt(value, 'selected_user') ?? null;
    case 'multi_users_select':
      return stringsAt(value, 'selected_users');
    case 'channels_select':
      return stringAt(value, 'selected_channel') ?? null;
    case 'multi_channels_select':
      return stringsAt(value, 'selected_channels');
    case 'conversations_select':
      return stringAt(value, 'selected_conversation') ?? null;
    case 'multi_conversations_select':
      return stringsAt(value, 'selected_conversations');
    case 'datepicker':
      return stringAt(value, 'selected_date') ?? null;
    case 'timepicker':
      return stringAt(value, 'selected_time') ?? null;
    case 'datetimepicker':
      return numberAt(value, 'selected_date_time') ?? null;
    case 'file_input':
      return fileIds(value);
    case 'rich_text_input': {
      const written = value?.['rich_text_value'];
      return typeof written === 'string' ? written : isObject(written) ? richWords(written) : null;
    }
    default:
      return stringAt(value, 'value') ?? null;
  }
}

function fileIds(value: JsonObject | undefined): readonly string[] {
  const files = value?.['files'];
  if (!Array.isArray(files)) return [];
  return files.flatMap((file) =>
    typeof file === 'string' ? [file] : isObject(file) ? (stringAt(file, 'id') ?? []) : [],
  );
}

/** Rich text in a plain field: its words. */
function richWords(block: JsonObject): string {
  const words = (part: JsonObject): string =>
    (stringAt(part, 'text') ?? '') + objectsAt(part, 'elements').map(words).join('');
  return objectsAt(block, 'elements').map(words).join('\n');
}

/** The option objects of an element, those of its groups included. */
export function optionsOf(element: JsonObject): readonly JsonObject[] {
  return [
    ...objectsAt(element, 'options'),
    ...objectsAt(element, 'option_groups').flatMap((group) => objectsAt(group, 'options')),
  ];
}

/** The option objects that are chosen, of an element's value in Slack's form. */
export function chosenOptions(value: JsonObject | undefined): readonly JsonObject[] {
  const one = objectAt(value, 'selected_option');
  return one === undefined ? objectsAt(value, 'selected_options') : [one];
}

/** All inputs of a view or a message, in reading order. */
export function inputsOf(blocks: readonly JsonObject[]): readonly Placed[] {
  return blocks.flatMap((block): readonly Placed[] => {
    const element = objectAt(block, 'element');
    if (typeOf(block) === 'input' && element !== undefined) return [{ block, element }];
    return inputsOf(objectsAt(block, 'child_blocks'));
  });
}

export function isEmpty(entry: Entry): boolean {
  return entry === null || entry === '' || (Array.isArray(entry) && entry.length === 0);
}

export const requiredWords = 'Please complete this required field.';
/** The longest text that Slack takes where the app sets no bound. */
const longestText = 3_000;

/** What is wrong with an input, in a sentence; the same checks as the workspace makes. `undefined` if it can be sent. */
export function faultOf({ block, element }: Placed, entry: Entry): string | undefined {
  if (isEmpty(entry)) return block['optional'] === true ? undefined : requiredWords;
  if (Array.isArray(entry)) return tooMany(element, entry.length);
  if (typeof entry !== 'string') return undefined;
  switch (typeOf(element)) {
    case 'plain_text_input':
      return lengthFault(element, entry.length);
    case 'number_input':
      return numberFault(element, entry);
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+$/u.test(entry) ? undefined : 'Please enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(entry) ? undefined : 'Please enter a valid URL.';
    default:
      return undefined;
  }
}

function tooMany(element: JsonObject, count: number): string | undefined {
  const most = numberAt(element, 'max_selected_items') ?? numberAt(element, 'max_files');
  return most !== undefined && count > most ? `Please choose at most ${most}.` : undefined;
}

function lengthFault(element: JsonObject, length: number): string | undefined {
  const least = numberAt(element, 'min_length') ?? 0;
  const most = numberAt(element, 'max_length') ?? longestText;
  if (length < least) return `Please write at least ${least} characters.`;
  return length > most ? `Please write at most ${most} characters; these are ${length}.` : undefined;
}

function numberFault(element: JsonObject, entry: string): string | undefined {
  const takesParts = element['is_decimal_allowed'] === true;
  if (!(takesParts ? /^-?\d+(\.\d+)?$/u : /^-?\d+$/u).test(entry)) {
    return takesParts ? 'Please enter a number.' : 'Please enter a whole number.';
  }
  const least = stringAt(element, 'min_value');
  const most = stringAt(element, 'max_value');
  if (least !== undefined && Number(entry) < Number(least)) return `Please enter ${least} or more.`;
  if (most !== undefined && Number(entry) > Number(most)) return `Please enter ${most} or less.`;
  return undefined;
}
