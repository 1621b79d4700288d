import { elementLimits } from '../../facts/slack.ts';
import type { Outcome } from './delivery.ts';
import { viewSubmission } from './interactions.ts';
import { objectAt, objectsAt, stringAt, type JsonObject } from './json.ts';
import { NotPossible, Refusal } from './refusal.ts';
import { seenView, type SeenView } from './seen.ts';
import type { User, View } from './state.ts';
import { entryValue, placedElements, valueField, type Entry, type Placed } from './values.ts';
import { closeAll, closeTop, pushView, updateView } from './views.ts';
import type { Workplace } from './workplace.ts';

/** A field of a form that Slack's own client does not send as it is. `words` stand beside the field. */
export class FieldRefusal extends NotPossible {
  readonly blockId: string;
  readonly words: string;

  constructor(blockId: string, message: string, words: string) {
    super(message);
    this.name = 'FieldRefusal';
    this.blockId = blockId;
    this.words = words;
  }
}

/** What came of sending a form. */
export type SubmitResult = {
  outcome: Outcome['outcome'];
  /** What happened to the view; missing if the app did not answer or its answer was not taken. */
  action?: 'close' | 'errors' | 'update' | 'push' | 'clear';
  /** By block id. */
  errors?: Record<string, string>;
  /** The view that is shown now, after `update` and `push`. */
  view?: SeenView;
  /** Why Slack did not take the app's answer. */
  problems?: readonly string[];
};

/** Fills a view in, sends it and does what the acknowledgement says. */
export async function submitForm(
  workplace: Workplace,
  user: User,
  view: View,
  entries: Record<string, Entry>,
  deliver: (payload: JsonObject) => Promise<Outcome>,
): Promise<SubmitResult> {
  if (view.type !== 'modal' || view.body['submit'] === undefined)
    throw new NotPossible('this view cannot be submitted');
  const inputs = placedElements(objectsAt(view.body, 'blocks')).filter(
    ({ block }) => block['type'] === 'input',
  );
  for (const [key, entry] of Object.entries(entries)) {
    const found =
      inputs.find(({ blockId }) => blockId === key) ?? inputs.find(({ actionId }) => actionId === key);
    if (found === undefined) throw new NotPossible(`there is no input ${key}`);
    const value = entryValue(found.element, entry);
    if (value === undefined) throw new NotPossible(`${key} does not offer ${JSON.stringify(entry)}`);
    view.values[found.blockId] = { ...view.values[found.blockId], [found.actionId]: value };
  }
  for (const input of inputs) checkInput(view, input);
  const outcome = await deliver(
    viewSubmission(workplace, user, view, responseUrlsOf(workplace, user, view, inputs)),
  );
  if (outcome.outcome !== 'acked') return { outcome: outcome.outcome };
  try {
    return applyAnswer(workplace, view, inputs, outcome.payload ?? {});
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { outcome: 'acked', problems: error.messages.length > 0 ? error.messages : [error.error] };
  }
}

function applyAnswer(
  workplace: Workplace,
  view: View,
  inputs: readonly Placed[],
  answer: JsonObject,
): SubmitResult {
  const { state } = workplace;
  const action =
    answer['response_action'] === undefined ? 'close' : (stringAt(answer, 'response_action') ?? '');
  switch (action) {
    case 'close':
      closeTop(state, view.userId);
      return { outcome: 'acked', action };
    case 'clear':
      closeAll(state, view.userId);
      return { outcome: 'acked', action };
    case 'errors':
      return { outcome: 'acked', action, errors: errorsOf(answer, inputs) };
    case 'update': {
      const updated = updateView(state, view, answer['view'] ?? null, undefined);
      return { outcome: 'acked', action, view: seenView(state, updated) };
    }
    case 'push': {
      const pushed = pushView(state, view.userId, answer['view'] ?? null);
      return { outcome: 'acked', action, view: seenView(state, pushed) };
    }
    default:
      throw new Refusal('invalid_response_action', [
        `unknown response_action ${action ?? 'of another type'}`,
      ]);
  }
}

/** Slack shows errors at inputs only, so each key has to be the block id of one. */
function errorsOf(answer: JsonObject, inputs: readonly Placed[]): Record<string, string> {
  const errors = Object.entries(objectAt(answer, 'errors') ?? {});
  if (errors.length === 0) throw new Refusal('invalid_errors', ['errors is empty']);
  return Object.fromEntries(
    errors.map(([blockId, text]) => {
      const known = inputs.some((input) => input.blockId === blockId);
      if (!known || typeof text !== 'string')
        throw new Refusal('invalid_errors', [`no input block ${blockId}`]);
      return [blockId, text];
    }),
  );
}

/** What Slack's client checks before it sends a form. */
function checkInput(view: View, { block, element, blockId, actionId }: Placed): void {
  const type = stringAt(element, 'type') ?? '';
  const value = view.values[blockId]?.[actionId]?.[valueField(type) ?? 'value'] ?? null;
  const label = stringAt(objectAt(block, 'label'), 'text') ?? blockId;
  const refuse = (why: string, words: string): never => {
    throw new FieldRefusal(blockId, `${label}: ${why}`, words);
  };
  const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
  if (isEmpty) {
    if (block['optional'] === true) return;
    refuse('please complete this required field', 'Please complete this required field.');
  }
  if (typeof value !== 'string') return;
  const { min_length: shortest, max_length: longest, min_value: least, max_value: most } = element;
  if (type === 'plain_text_input') {
    if (typeof shortest === 'number' && value.length < shortest)
      refuse('too short', `Please enter at least ${shortest} characters.`);
    const bound = typeof longest === 'number' ? longest : elementLimits.inputText;
    if (value.length > bound) refuse('too long', `Please enter at most ${bound} characters.`);
  }
  if (type === 'number_input') {
    const isDecimal = element['is_decimal_allowed'] === true;
    const pattern = isDecimal ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
    if (!pattern.test(value))
      refuse('not a number', isDecimal ? 'Please enter a number.' : 'Please enter a whole number.');
    if (least !== undefined && Number(value) < Number(least))
      refuse(`below ${JSON.stringify(least)}`, `Please enter ${String(Number(least))} or more.`);
    if (most !== undefined && Number(value) > Number(most))
      refuse(`above ${JSON.stringify(most)}`, `Please enter ${String(Number(most))} or less.`);
  }
  if (type === 'url_text_input' && !URL.canParse(value))
    refuse('not a valid URL', 'Please enter a whole web address, such as https://example.com.');
  if (type === 'email_text_input' && !/^[^\s@]+@[^\s@]+$/.test(value))
    refuse('not a valid email', 'Please enter an e-mail address.');
}

/** Menus with `response_url_enabled` give the app a way to answer in the channel that was chosen. */
function responseUrlsOf(
  workplace: Workplace,
  user: User,
  view: View,
  inputs: readonly Placed[],
): JsonObject[] {
  return inputs.flatMap(({ element, blockId, actionId }) => {
    if (element['response_url_enabled'] !== true) return [];
    const field = valueField(stringAt(element, 'type') ?? '') ?? '';
    const channelId = stringAt(view.values[blockId]?.[actionId], field);
    if (channelId === undefined) return [];
    return [
      {
        block_id: blockId,
        action_id: actionId,
        channel_id: channelId,
        response_url: workplace.responseUrls.issue(user.id, channelId),
      },
    ];
  });
}
