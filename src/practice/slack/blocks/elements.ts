import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { elementLimits as limits } from '../../../facts/slack.ts';
import {
  ChoiceOption,
  Confirm,
  ImageElement,
  MenuOption,
  OptionGroup,
  OverflowOption,
  plainText,
} from './objects.ts';
import { RichText } from './rich-text.ts';

const action = { action_id: z.string().min(1).max(limits.actionId).optional() };
const confirmable = { confirm: Confirm.optional() };
const focusable = { focus_on_load: z.boolean().optional() };
const placeholder = { placeholder: plainText(limits.placeholder).optional() };
const severalItems = { max_selected_items: z.int().min(1).optional() };
const style = z.enum(['primary', 'danger']).optional();

const dispatch = {
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z
        .array(z.enum(['on_enter_pressed', 'on_character_entered']))
        .min(1)
        .optional(),
    })
    .optional(),
};

export const Button = z.strictObject({
  type: z.literal('button'),
  ...action,
  ...confirmable,
  text: plainText(limits.buttonText),
  value: z.string().max(limits.buttonValue).optional(),
  url: z.string().max(limits.buttonUrl).optional(),
  style,
  accessibility_label: z.string().max(limits.accessibilityLabel).optional(),
});

const workflowButton = z.strictObject({
  type: z.literal('workflow_button'),
  ...action,
  text: plainText(limits.buttonText),
  workflow: z.looseObject({}),
  style,
  accessibility_label: z.string().max(limits.accessibilityLabel).optional(),
});

const menu = { ...action, ...confirmable, ...focusable, ...placeholder };
const options = {
  options: z.array(MenuOption).min(1).max(limits.selectOptions).optional(),
  option_groups: z.array(OptionGroup).min(1).max(limits.selectOptionGroups).optional(),
};
function oneList(value: { options?: unknown; option_groups?: unknown }): boolean {
  return (value.options === undefined) !== (value.option_groups === undefined);
}

type Choosing = {
  options?: unknown[] | undefined;
  option_groups?: { options: unknown[] }[] | undefined;
  initial_option?: unknown;
  initial_options?: unknown[] | undefined;
};

/** What is chosen at first has to be, exactly, among what can be chosen: "initial_option ... exactly matches one of the options". */
function startsWithOffered({ options = [], option_groups = [], ...initial }: Choosing): boolean {
  const offered = [...options, ...option_groups.flatMap((group) => group.options)];
  const chosen = [
    ...(initial.initial_options ?? []),
    ...(initial.initial_option === undefined ? [] : [initial.initial_option]),
  ];
  return chosen.every((one) => offered.some((other) => isDeepStrictEqual(one, other)));
}
const startsWithOfferedError = 'what is chosen at first must exactly match one of the options';
const oneListError = 'one of options and option_groups is required';
const conversationFilter = z
  .strictObject({
    include: z
      .array(z.enum(['im', 'mpim', 'private', 'public']))
      .min(1)
      .optional(),
    exclude_external_shared_channels: z.boolean().optional(),
    exclude_bot_users: z.boolean().optional(),
  })
  .optional();

const selects = [
  z
    .strictObject({
      type: z.literal('static_select'),
      ...menu,
      ...options,
      initial_option: MenuOption.optional(),
    })
    .refine(oneList, oneListError)
    .refine(startsWithOffered, startsWithOfferedError),
  z
    .strictObject({
      type: z.literal('multi_static_select'),
      ...menu,
      ...options,
      ...severalItems,
      initial_options: z.array(MenuOption).min(1).optional(),
    })
    .refine(oneList, oneListError)
    .refine(startsWithOffered, startsWithOfferedError),
  z.strictObject({
    type: z.literal('external_select'),
    ...menu,
    initial_option: MenuOption.optional(),
    min_query_length: z.int().min(0).optional(),
  }),
  z.strictObject({
    type: z.literal('multi_external_select'),
    ...menu,
    ...severalItems,
    initial_options: z.array(MenuOption).min(1).optional(),
    min_query_length: z.int().min(0).optional(),
  }),
  z.strictObject({ type: z.literal('users_select'), ...menu, initial_user: z.string().optional() }),
  z.strictObject({
    type: z.literal('multi_users_select'),
    ...menu,
    ...severalItems,
    initial_users: z.array(z.string()).optional(),
  }),
  z.strictObject({
    type: z.literal('channels_select'),
    ...menu,
    initial_channel: z.string().optional(),
    response_url_enabled: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('multi_channels_select'),
    ...menu,
    ...severalItems,
    initial_channels: z.array(z.string()).optional(),
  }),
  z.strictObject({
    type: z.literal('conversations_select'),
    ...menu,
    initial_conversation: z.string().optional(),
    default_to_current_conversation: z.boolean().optional(),
    response_url_enabled: z.boolean().optional(),
    filter: conversationFilter,
  }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    ...menu,
    ...severalItems,
    initial_conversations: z.array(z.string()).optional(),
    default_to_current_conversation: z.boolean().optional(),
    filter: conversationFilter,
  }),
] as const;

const choices = [
  z
    .strictObject({
      type: z.literal('radio_buttons'),
      ...action,
      ...confirmable,
      ...focusable,
      options: z.array(ChoiceOption).min(1).max(limits.radioOptions),
      initial_option: ChoiceOption.optional(),
    })
    .refine(startsWithOffered, startsWithOfferedError),
  z
    .strictObject({
      type: z.literal('checkboxes'),
      ...action,
      ...confirmable,
      ...focusable,
      options: z.array(ChoiceOption).min(1).max(limits.checkboxOptions),
      initial_options: z.array(ChoiceOption).min(1).optional(),
    })
    .refine(startsWithOffered, startsWithOfferedError),
] as const;

const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...action,
  ...confirmable,
  options: z.array(OverflowOption).min(1).max(limits.overflowOptions),
});

const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...menu,
  initial_date: z.iso.date().optional(),
});
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...menu,
  initial_time: z
    .string()
    .regex(/^\d\d:\d\d$/)
    .optional(),
  timezone: z.string().optional(),
});
const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...action,
  ...confirmable,
  ...focusable,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});

const typed = { ...action, ...dispatch, ...focusable, ...placeholder };
const inputLength = z.int().min(0).max(limits.inputText).optional();
const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  ...typed,
  initial_value: RichText.optional(),
  min_lines: z.int().min(1).max(100).optional(),
  max_lines: z.int().min(1).max(100).optional(),
});

/** What an `actions` block may hold. */
export const ActionsElement = z.discriminatedUnion('type', [
  Button,
  workflowButton,
  ...selects,
  ...choices,
  overflow,
  datepicker,
  timepicker,
  datetimepicker,
  richTextInput,
]);

/** What may stand beside a section. */
export const Accessory = z.discriminatedUnion('type', [
  Button,
  workflowButton,
  ...selects,
  ...choices,
  overflow,
  datepicker,
  timepicker,
  ImageElement,
]);

/** What an `input` block may hold. */
export const InputElement = z.discriminatedUnion('type', [
  ...selects,
  ...choices,
  datepicker,
  timepicker,
  datetimepicker,
  richTextInput,
  z.strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    initial_value: z.string().max(limits.inputText).optional(),
    multiline: z.boolean().optional(),
    min_length: inputLength,
    max_length: z.int().min(1).max(limits.inputText).optional(),
  }),
  z.strictObject({
    type: z.literal('number_input'),
    ...typed,
    is_decimal_allowed: z.boolean(),
    initial_value: z.string().optional(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('email_text_input'), ...typed, initial_value: z.string().optional() }),
  z.strictObject({ type: z.literal('url_text_input'), ...typed, initial_value: z.string().optional() }),
  z.strictObject({
    type: z.literal('file_input'),
    ...action,
    filetypes: z.array(z.string()).optional(),
    max_files: z.int().min(1).max(limits.inputFiles).optional(),
  }),
]);
