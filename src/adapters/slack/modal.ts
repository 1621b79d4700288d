import type { types } from '@slack/bolt';
import { z } from 'zod';
import { Place } from '../../core/ports/messenger.ts';
import type { Form, FormField, View } from '../../core/view/view.ts';
import { blockLimits, elementLimits, viewLimits } from '../../facts/slack.ts';
import { render } from './blocks/render.ts';
import { clean, plainText } from './blocks/text.ts';

/** The one callback id of all our modals; what a modal is about stands in its metadata. */
export const FORM_CALLBACK = 'waggle_form';
/** The action id of every field; its block id is the field's name. */
const FIELD_ACTION = 'value';

const Metadata = z.object({ verb: z.string(), ref: z.string(), place: Place });
type Metadata = z.infer<typeof Metadata>;

/** What a submitted modal is about. Throws when the metadata is not ours. */
export function aboutOf(privateMetadata: string): Metadata {
  return Metadata.parse(JSON.parse(privateMetadata));
}

/** What is shown at once, while the form is being made: a trigger lives three seconds. */
export function loadingModal(): types.ModalView {
  return textModal({ summary: 'Loading', parts: [{ kind: 'text', text: 'Loading…' }] });
}

/** A modal that only says something. */
export function textModal(view: View): types.ModalView {
  return {
    type: 'modal',
    callback_id: FORM_CALLBACK,
    title: plainText('Waggle', viewLimits.title),
    close: plainText('Close', viewLimits.close),
    blocks: [...render(view, 'modal').blocks],
  };
}

/** A form as a modal. `place` is where it was opened from; answers to its submission go there. */
export function formModal(form: Form, place: Place): types.ModalView {
  const intro = form.intro === undefined ? [] : [{ kind: 'text' as const, text: form.intro }];
  return {
    type: 'modal',
    callback_id: FORM_CALLBACK,
    private_metadata: JSON.stringify({ verb: form.verb, ref: form.ref, place }),
    title: plainText(form.title, viewLimits.title),
    submit: plainText(form.submit, viewLimits.submit),
    close: plainText('Cancel', viewLimits.close),
    blocks: [
      ...(intro.length === 0 ? [] : render({ summary: form.title, parts: intro }, 'modal').blocks),
      ...form.fields.map(inputBlock),
    ],
  };
}

function inputBlock(field: FormField): types.InputBlock {
  return {
    type: 'input',
    block_id: field.name,
    label: plainText(field.label, blockLimits.inputLabel),
    optional: field.optional === true,
    element: element(field),
    ...(field.hint === undefined ? {} : { hint: plainText(field.hint, blockLimits.inputHint) }),
  };
}

function element(field: FormField): types.InputBlockElement {
  const placeholder =
    field.placeholder === undefined
      ? {}
      : { placeholder: plainText(field.placeholder, elementLimits.placeholder) };
  if (field.kind === 'select' && fitsMenu(field)) return { ...menu(field), ...placeholder };
  const value = clean(field.value ?? '');
  const filled = value === '' || value.length > elementLimits.inputText ? {} : { initial_value: value };
  if (field.kind === 'number') {
    return {
      type: 'number_input',
      action_id: FIELD_ACTION,
      is_decimal_allowed: true,
      ...filled,
      ...placeholder,
    };
  }
  return { type: 'plain_text_input', action_id: FIELD_ACTION, ...filled, ...placeholder };
}

/** A menu must hold something, and not more or longer things than Slack takes; a field for text takes any value. */
function fitsMenu(field: FormField): boolean {
  const options = field.options ?? [];
  const most = elementLimits.selectOptions * elementLimits.selectOptionGroups;
  return (
    options.length > 0 &&
    options.length <= most &&
    options.every(({ value }) => value !== '' && value.length <= elementLimits.optionValue)
  );
}

function menu(field: FormField): types.StaticSelect {
  const options = (field.options ?? []).map((option) => ({
    text: plainText(option.label, elementLimits.optionText),
    value: option.value,
  }));
  const chosen = options.find((option) => option.value === field.value);
  return {
    type: 'static_select',
    action_id: FIELD_ACTION,
    ...(chosen === undefined ? {} : { initial_option: chosen }),
    ...(options.length <= elementLimits.selectOptions ? { options } : { option_groups: groups(options) }),
  };
}

function groups(options: readonly types.PlainTextOption[]): NonNullable<types.StaticSelect['option_groups']> {
  const size = elementLimits.selectOptions;
  return Array.from({ length: Math.ceil(options.length / size) }, (_, index) => {
    const own = options.slice(index * size, (index + 1) * size);
    const label = `${index * size + 1} to ${index * size + own.length}`;
    return { label: plainText(label, elementLimits.optionGroupLabel), options: own };
  });
}

const Entered = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
});
/** `view.state.values` of a submission: by block id, then by action id. */
export const FormState = z.record(z.string(), z.record(z.string(), Entered));

/** A submission's values by field name; an empty field is an empty text. */
export function valuesOf(state: z.infer<typeof FormState>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(state).map(([name, actions]) => {
      const entered = actions[FIELD_ACTION];
      return [name, entered?.selected_option?.value ?? entered?.value ?? ''];
    }),
  );
}

/** Faults by field, as Slack shows them: those of fields that the modal does not have stand at its first one. */
export function errorsFor(
  faults: Readonly<Record<string, string>>,
  fields: readonly string[],
): Record<string, string> {
  const [first] = fields;
  const errors: Record<string, string> = {};
  for (const [name, fault] of Object.entries(faults)) {
    const at = fields.includes(name) ? name : first;
    if (at === undefined) continue;
    errors[at] = errors[at] === undefined ? fault : `${errors[at]} ${fault}`;
  }
  return errors;
}
