import { elementsOf } from './blocks/validate.ts';
import { objectAt, objectsAt, stringAt, type Json, type JsonObject } from './json.ts';
import type { Values } from './state.ts';

/** An element with the block that it stands in. */
export type Placed = { block: JsonObject; element: JsonObject; blockId: string; actionId: string };

/** All elements with an `action_id`, in reading order, those of containers included. */
export function placedElements(blocks: readonly JsonObject[]): Placed[] {
  return blocks.flatMap((block) => {
    const blockId = stringAt(block, 'block_id') ?? '';
    const own = elementsOf(block).flatMap((element) => {
      const actionId = stringAt(element, 'action_id');
      return actionId === undefined ? [] : [{ block, element, blockId, actionId }];
    });
    return [...own, ...placedElements(objectsAt(block, 'child_blocks'))];
  });
}

/** Where each kind of element keeps what was chosen, and where it says what it starts with. */
const valueFields: Record<string, readonly [field: string, initial: string]> = {
  plain_text_input: ['value', 'initial_value'],
  number_input: ['value', 'initial_value'],
  email_text_input: ['value', 'initial_value'],
  url_text_input: ['value', 'initial_value'],
  rich_text_input: ['rich_text_value', 'initial_value'],
  static_select: ['selected_option', 'initial_option'],
  external_select: ['selected_option', 'initial_option'],
  radio_buttons: ['selected_option', 'initial_option'],
  multi_static_select: ['selected_options', 'initial_options'],
  multi_external_select: ['selected_options', 'initial_options'],
  checkboxes: ['selected_options', 'initial_options'],
  users_select: ['selected_user', 'initial_user'],
  multi_users_select: ['selected_users', 'initial_users'],
  channels_select: ['selected_channel', 'initial_channel'],
  multi_channels_select: ['selected_channels', 'initial_channels'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  multi_conversations_select: ['selected_conversations', 'initial_conversations'],
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  datetimepicker: ['selected_date_time', 'initial_date_time'],
  file_input: ['files', 'initial_files'],
};

/** The field of `state.values` that an element of this type fills; buttons and overflow menus have none. */
export function valueField(type: string): string | undefined {
  return valueFields[type]?.[0];
}

/**
 * The values of a form as it stands: what was entered before where block id and action id are the same and the
 * element's type too (Slack keeps input over an update in that case), the initial value elsewhere.
 */
export function valuesOf(blocks: readonly JsonObject[], before: Values = {}): Values {
  const values: Values = {};
  for (const { element, blockId, actionId } of placedElements(blocks)) {
    const type = stringAt(element, 'type') ?? '';
    const fields = valueFields[type];
    if (fields === undefined) continue;
    const [field, initial] = fields;
    const kept = before[blockId]?.[actionId];
    const several = field.endsWith('s') && type !== 'file_input';
    const start: Json = element[initial] ?? (several || type === 'file_input' ? [] : null);
    values[blockId] ??= {};
    values[blockId][actionId] = kept?.['type'] === type ? kept : { type, [field]: start };
  }
  return values;
}

/** What a person may enter: text or an option's value or label, or several of them, or nothing. */
export type Entry = string | readonly string[] | number | null;

/** How the pickers write what was picked. */
const pickerForms: Readonly<Record<string, RegExp>> = {
  datepicker: /^\d{4}-\d{2}-\d{2}$/,
  timepicker: /^\d{2}:\d{2}$/,
  datetimepicker: /^\d{10}$/,
};

/** An entry in the form that `state.values` and actions carry; `undefined` if the element cannot take it. */
export function entryValue(
  element: JsonObject,
  entry: Entry,
  offered?: readonly JsonObject[],
): JsonObject | undefined {
  const type = stringAt(element, 'type') ?? '';
  const field = valueField(type);
  if (type === 'overflow') {
    const option = findOption(element, entry, offered);
    return option === undefined ? undefined : { type, selected_option: option };
  }
  if (field === undefined) return undefined;
  if (field === 'selected_option') {
    if (entry === null) return { type, [field]: null };
    const option = findOption(element, entry, offered);
    return option === undefined ? undefined : { type, [field]: option };
  }
  if (field === 'selected_options') {
    const wanted = Array.isArray(entry) ? entry : entry === null ? [] : [entry];
    const options = wanted.map((one: Entry) => findOption(element, one, offered));
    return options.includes(undefined)
      ? undefined
      : { type, [field]: options.filter((one) => one !== undefined) };
  }
  if (field.endsWith('s')) {
    const several: Json[] = Array.isArray(entry) ? entry.map(String) : entry === null ? [] : [String(entry)];
    return { type, [field]: several };
  }
  if (entry !== null && pickerForms[type]?.test(String(entry)) === false) return undefined;
  if (entry === null || field === 'selected_date_time')
    return { type, [field]: entry === null ? null : Number(entry) };
  return { type, [field]: String(entry) };
}

function findOption(
  element: JsonObject,
  entry: Entry,
  offered?: readonly JsonObject[],
): JsonObject | undefined {
  const options = offered ?? optionsOf(element);
  return (
    options.find((option) => option['value'] === entry) ??
    options.find((option) => stringAt(objectAt(option, 'text'), 'text') === entry)
  );
}

/** The options of an element, those of its groups included. */
function optionsOf(element: JsonObject): JsonObject[] {
  return [
    ...objectsAt(element, 'options'),
    ...objectsAt(element, 'option_groups').flatMap((group) => objectsAt(group, 'options')),
  ];
}
