import { z } from 'zod';
import { elementLimits as limits } from '../../../facts/slack.ts';

/** A text of one to `max` characters in plain text. */
export function plainText(max: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
}

function mrkdwnText(max: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });
}

/** A text of one to `max` characters in either form. */
export function anyText(max: number) {
  return z.discriminatedUnion('type', [plainText(max), mrkdwnText(max)]);
}

/** Text in Slack's markup only, as cards want it. */
export { mrkdwnText };

export const Confirm = z.strictObject({
  title: plainText(limits.confirmTitle).optional(),
  text: anyText(limits.confirmText),
  confirm: plainText(limits.confirmButton).optional(),
  deny: plainText(limits.confirmButton).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

const optionRest = {
  value: z.string().max(limits.optionValue),
  description: plainText(limits.optionText).optional(),
};

/** An option of a menu: plain text only. */
export const MenuOption = z.strictObject({ text: plainText(limits.optionText), ...optionRest });

/** An option of an overflow menu may also lead to an address. */
export const OverflowOption = z.strictObject({
  ...MenuOption.shape,
  url: z.string().max(limits.buttonUrl).optional(),
});

/** An option of radio buttons and checkboxes. */
export const ChoiceOption = z.strictObject({
  text: anyText(limits.optionText),
  value: optionRest.value,
  description: anyText(limits.optionDescription).optional(),
});

export const OptionGroup = z.strictObject({
  label: plainText(limits.optionGroupLabel),
  options: z.array(MenuOption).min(1).max(limits.selectOptions),
});

const slackFile = z.union([z.strictObject({ id: z.string().min(1) }), z.strictObject({ url: z.url() })]);

/** The fields of an image, in a block or an element: from an address or a file, one of them. */
export const imageSource = {
  image_url: z.url().max(3_000).optional(),
  slack_file: slackFile.optional(),
  alt_text: z.string().min(1).max(2_000),
};

/** Exactly one of the two sources of an image. */
export function hasOneSource(image: { image_url?: unknown; slack_file?: unknown }): boolean {
  return (image.image_url === undefined) !== (image.slack_file === undefined);
}

export const ImageElement = z
  .strictObject({ type: z.literal('image'), ...imageSource })
  .refine(hasOneSource, 'one of image_url and slack_file is required');
