import { z } from 'zod';
import { blockLimits as limits, taskStatuses } from '../../../facts/slack.ts';
import { Accessory, ActionsElement, Button, InputElement } from './elements.ts';
import { anyText, hasOneSource, ImageElement, imageSource, mrkdwnText, plainText } from './objects.ts';
import { RichText } from './rich-text.ts';

const id = { block_id: z.string().min(1).max(limits.blockId).optional() };
const rawText = z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) });
const rawNumber = z.strictObject({
  type: z.literal('raw_number'),
  value: z.number(),
  text: z.string().min(1),
});
const cell = z.discriminatedUnion('type', [rawText, rawNumber, RichText]);

const actions = z.strictObject({
  type: z.literal('actions'),
  ...id,
  elements: z.array(ActionsElement).min(1).max(limits.actionsElements),
});

const section = z
  .strictObject({
    type: z.literal('section'),
    ...id,
    text: anyText(limits.sectionText).optional(),
    fields: z.array(anyText(limits.sectionFieldText)).min(1).max(limits.sectionFields).optional(),
    accessory: Accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine(
    (block) => block.text !== undefined || block.fields !== undefined,
    'one of text and fields is required',
  );

const context = z.strictObject({
  type: z.literal('context'),
  ...id,
  elements: z
    .array(z.discriminatedUnion('type', [ImageElement, anyText(limits.contextText)]))
    .min(1)
    .max(limits.contextElements),
});

const image = z
  .strictObject({
    type: z.literal('image'),
    ...id,
    ...imageSource,
    title: plainText(limits.imageTitle).optional(),
  })
  .refine(hasOneSource, 'one of image_url and slack_file is required');

const input = z.strictObject({
  type: z.literal('input'),
  ...id,
  label: plainText(limits.inputLabel),
  hint: plainText(limits.inputHint).optional(),
  optional: z.boolean().optional(),
  element: InputElement,
  dispatch_action: z.boolean().optional(),
});

const table = z.strictObject({
  type: z.literal('table'),
  ...id,
  rows: z.array(z.array(cell).min(1).max(limits.tableCells)).min(1).max(limits.tableRows),
  column_settings: z
    .array(
      z
        .strictObject({
          align: z.enum(['left', 'center', 'right']).optional(),
          is_wrapped: z.boolean().optional(),
        })
        .nullable(),
    )
    .max(limits.tableCells)
    .optional(),
});

const dataTable = z
  .strictObject({
    type: z.literal('data_table'),
    ...id,
    caption: z.string().min(1),
    rows: z
      .array(z.array(cell).min(1).max(limits.dataTableCells))
      .min(limits.dataTableMinRows)
      .max(limits.dataTableRows),
    page_size: z.int().min(1).max(limits.dataTablePageSize).optional(),
    row_header_column_index: z.int().min(0).optional(),
  })
  .refine((block) => block.rows.every((row) => row.length === block.rows[0]?.length), 'rows differ in length')
  .refine(
    (block) => block.rows[0]?.every((header) => header.type !== 'rich_text'),
    'rich_text cannot be used for header cells',
  );

const taskCard = z.strictObject({
  type: z.literal('task_card'),
  ...id,
  task_id: z.string().min(1),
  title: z.string().min(1),
  status: z.enum(taskStatuses).optional(),
  details: RichText.optional(),
  output: RichText.optional(),
  sources: z
    .array(z.strictObject({ type: z.literal('url'), url: z.string().min(1), text: z.string().min(1) }))
    .optional(),
});

const card = z.strictObject({
  type: z.literal('card'),
  ...id,
  hero_image: ImageElement.optional(),
  icon: ImageElement.optional(),
  title: mrkdwnText(limits.cardTitle).optional(),
  subtitle: mrkdwnText(limits.cardSubtitle).optional(),
  body: mrkdwnText(limits.cardBody).optional(),
  actions: z.array(Button).max(limits.cardActions).optional(),
});

const header = z.strictObject({ type: z.literal('header'), ...id, text: plainText(limits.headerText) });
const divider = z.strictObject({ type: z.literal('divider'), ...id });

const inContainer = z.discriminatedUnion('type', [
  actions,
  context,
  divider,
  header,
  image,
  input,
  RichText,
  section,
  table,
]);

/** Every block type. Those that a bot of our kind has no use for are checked in outline only. */
export const AnyBlock = z.discriminatedUnion('type', [
  actions,
  context,
  divider,
  header,
  image,
  input,
  RichText,
  section,
  table,
  dataTable,
  taskCard,
  card,
  z.strictObject({ type: z.literal('markdown'), ...id, text: z.string().min(1) }),
  z.strictObject({
    type: z.literal('plan'),
    ...id,
    title: z.string().min(1),
    tasks: z.array(taskCard).optional(),
  }),
  z.strictObject({
    type: z.literal('alert'),
    ...id,
    text: anyText(limits.sectionText),
    level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
  }),
  z.strictObject({
    type: z.literal('carousel'),
    ...id,
    elements: z.array(card).min(1).max(limits.carouselCards),
  }),
  z.strictObject({
    type: z.literal('container'),
    ...id,
    title: plainText(limits.containerTitle).optional(),
    rich_text_title: RichText.optional(),
    subtitle: anyText(limits.containerSubtitle).optional(),
    child_blocks: z.array(inContainer).min(1).max(limits.containerBlocks),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    icon: ImageElement.optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('context_actions'),
    ...id,
    elements: z
      .array(z.looseObject({ type: z.enum(['feedback_buttons', 'icon_button']) }))
      .min(1)
      .max(5),
  }),
  z.strictObject({ type: z.literal('file'), ...id, external_id: z.string(), source: z.literal('remote') }),
  z.looseObject({
    type: z.literal('video'),
    ...id,
    video_url: z.url(),
    thumbnail_url: z.url(),
    alt_text: z.string().min(1),
    title: plainText(limits.videoTitle),
  }),
]);
