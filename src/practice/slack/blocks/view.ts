import { z } from 'zod';
import { viewLimits as limits } from '../../../facts/slack.ts';
import { isPlainObject, type Json, type JsonObject } from '../json.ts';
import { Refusal } from '../refusal.ts';
import { plainText } from './objects.ts';
import { checkBlocks, describeIssues } from './validate.ts';

const common = {
  blocks: z.array(z.json()).max(limits.blocks),
  private_metadata: z.string().max(limits.privateMetadata).optional(),
  callback_id: z.string().max(limits.callbackId).optional(),
  external_id: z.string().max(limits.externalId).optional(),
};

const ViewArgument = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('modal'),
    title: plainText(limits.title),
    submit: plainText(limits.submit).optional(),
    close: plainText(limits.close).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
    ...common,
  }),
  z.strictObject({ type: z.literal('home'), ...common }),
]);

/** Checks a view as it was sent. Throws the refusal that Slack answers with. */
export function checkView(view: Json, type: 'modal' | 'home'): JsonObject {
  if (!isPlainObject(view)) throw invalid(['must provide an object [json-pointer:/view]']);
  if (Buffer.byteLength(JSON.stringify(view)) > limits.bytes) throw new Refusal('view_too_large');
  const checked = ViewArgument.safeParse(view);
  if (!checked.success) throw invalid(describeIssues(checked.error, view, '/view'));
  if (checked.data.type !== type) throw invalid([`must be one of: ${type} [json-pointer:/view/type]`]);
  const blocks = view['blocks'] ?? [];
  const fault = checkBlocks(blocks, type, '/view/blocks');
  if (fault !== undefined) throw new Refusal('invalid_arguments', fault.messages);
  const asksSomething =
    Array.isArray(blocks) && blocks.some((block) => isPlainObject(block) && block['type'] === 'input');
  if (type === 'modal' && asksSomething && view['submit'] === undefined) {
    throw invalid(['missing required field: submit [json-pointer:/view]']);
  }
  return view;
}

function invalid(messages: readonly string[]): Refusal {
  return new Refusal(
    'invalid_arguments',
    messages.map((message) => `[ERROR] ${message}`),
  );
}
