import { messageLimits } from '../../facts/slack.ts';
import { checkBlocks, elementsOf } from './blocks/validate.ts';
import { forgetChoices } from './forget.ts';
import { isPlainObject, objectAt, stringAt, type Json, type JsonObject } from './json.ts';
import { addForm } from './keep.ts';
import { Refusal } from './refusal.ts';
import type { Message, State } from './state.ts';

/** What an app sends as a message, by whatever way. */
export type Content = { text?: string; blocks?: Json; attachments?: Json; metadata?: Json };

/** Content that Slack has taken. A part that was not sent is missing. */
export type Checked = {
  text?: string;
  blocks?: JsonObject[];
  attachments?: JsonObject[];
  metadata?: JsonObject;
};

/**
 * Checks content for a message. Slack cuts a text off above 40,000 characters without a word; here it is refused as
 * `msg_too_long`, so that a lost end is seen.
 */
export function checkContent(state: State, content: Content, maxText: number = messageLimits.text): Checked {
  const checked: Checked = {};
  if (content.text !== undefined) {
    if (content.text.length > maxText) throw new Refusal('msg_too_long');
    checked.text = content.text;
  }
  if (content.blocks !== undefined && content.blocks !== null) {
    const fault = checkBlocks(content.blocks, 'message');
    if (fault !== undefined) throw new Refusal(fault.error, fault.messages);
    checked.blocks = withIds(state, content.blocks);
  }
  if (content.attachments !== undefined && content.attachments !== null) {
    checked.attachments = checkAttachments(content.attachments);
  }
  if (content.metadata !== undefined && content.metadata !== null) {
    checked.metadata = checkMetadata(content.metadata);
  }
  return checked;
}

/** Whether there is anything to show. */
export function isEmpty(checked: Checked): boolean {
  return (
    (checked.text ?? '').trim() === '' &&
    (checked.blocks ?? []).length === 0 &&
    (checked.attachments ?? []).length === 0
  );
}

function checkAttachments(attachments: Json): JsonObject[] {
  if (!Array.isArray(attachments) || !attachments.every(isPlainObject))
    throw new Refusal('invalid_attachments');
  for (const attachment of attachments) {
    const blocks = attachment['blocks'];
    const fault = blocks === undefined ? undefined : checkBlocks(blocks, 'message');
    if (fault !== undefined) throw new Refusal('invalid_attachments', fault.messages);
  }
  return structuredClone(attachments);
}

function checkMetadata(metadata: Json): JsonObject {
  const valid =
    isPlainObject(metadata) &&
    typeof metadata['event_type'] === 'string' &&
    objectAt(metadata, 'event_payload') !== undefined;
  if (!valid) throw new Refusal('invalid_metadata_format');
  return structuredClone(metadata);
}

const hasAction = new Set([
  'button',
  'workflow_button',
  'overflow',
  'checkboxes',
  'radio_buttons',
  'datepicker',
  'timepicker',
  'datetimepicker',
  'plain_text_input',
  'number_input',
  'email_text_input',
  'url_text_input',
  'rich_text_input',
  'file_input',
  'icon_button',
  'feedback_buttons',
]);

/** A copy of checked blocks in which every missing `block_id` and `action_id` is filled in, as Slack does. */
export function withIds(state: State, blocks: Json): JsonObject[] {
  const copy = structuredClone(blocks);
  if (!Array.isArray(copy)) return [];
  const objects = copy.filter(isPlainObject);
  for (const block of objects) {
    block['block_id'] ??= state.ids.next('b');
    for (const element of elementsOf(block)) {
      const type = stringAt(element, 'type') ?? '';
      if (hasAction.has(type) || type.endsWith('_select')) element['action_id'] ??= state.ids.next('a');
    }
  }
  return objects;
}

/** Puts a message of the bot into a channel, or before one person's eyes only. */
export function postAsBot(
  state: State,
  channelId: string,
  checked: Checked,
  options: { threadTs?: string; ephemeralTo?: string; files?: string[]; broadcast?: boolean } = {},
): Message {
  const message: Message = {
    channel: channelId,
    ts: state.ids.ts(),
    user: state.app.botUserId,
    botId: state.app.botId,
    text: checked.text ?? '',
    blocks: checked.blocks ?? [],
    attachments: checked.attachments ?? [],
    files: options.files ?? [],
    deleted: false,
    history: [],
    ...(options.threadTs === undefined ? {} : { threadTs: options.threadTs }),
    ...(options.ephemeralTo === undefined ? {} : { ephemeralTo: options.ephemeralTo }),
    ...(checked.metadata === undefined ? {} : { metadata: checked.metadata }),
    ...(options.broadcast === true ? { subtype: 'thread_broadcast' as const } : {}),
  };
  revise(state, message);
  state.post(message);
  return message;
}

/**
 * Changes a message in place: text without blocks takes the blocks away; blocks without text leave an empty text
 * (Slack makes one up for notifications; undocumented); neither keeps both.
 */
export function editMessage(state: State, message: Message, checked: Checked): void {
  if (checked.text !== undefined || checked.blocks !== undefined) {
    message.text = checked.text ?? '';
    message.blocks = checked.blocks ?? [];
  }
  if (checked.attachments !== undefined) message.attachments = checked.attachments;
  if (checked.metadata !== undefined) message.metadata = checked.metadata;
  revise(state, message);
  state.changed();
}

/** Takes a message away; its history stays. */
export function deleteMessage(state: State, message: Message): void {
  message.deleted = true;
  forgetChoices(state, message);
  state.changed();
}

/** Adds what a message shows now to its history. */
export function revise(state: State, message: Message): void {
  // An edit puts other blocks in their place and never changes these, so that both may have the same ones.
  const form = { at: state.clock.now(), text: message.text, blocks: message.blocks };
  addForm(message.history, form, state.keep);
}
