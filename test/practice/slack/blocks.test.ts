import { describe, expect, test } from 'vitest';
import type { Surface } from '../../../src/facts/slack.ts';
import { checkBlocks } from '../../../src/practice/slack/blocks/validate.ts';
import { checkView } from '../../../src/practice/slack/blocks/view.ts';
import type { Json, JsonObject } from '../../../src/practice/slack/json.ts';
import { Refusal } from '../../../src/practice/slack/refusal.ts';

const plain = (text: string): JsonObject => ({ type: 'plain_text', text });
const mrkdwn = (text: string): JsonObject => ({ type: 'mrkdwn', text });
const section = (text = 'hello', more: JsonObject = {}): JsonObject => ({
  type: 'section',
  text: mrkdwn(text),
  ...more,
});
const button = (more: JsonObject = {}): JsonObject => ({
  type: 'button',
  text: plain('Go'),
  action_id: 'go',
  ...more,
});
const actions = (...elements: JsonObject[]): JsonObject => ({ type: 'actions', elements });
const option = (value: string): JsonObject => ({ text: plain(value), value });
const rich = (text: string): JsonObject => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text, style: { bold: true } }] }],
});
const raw = (text: string): JsonObject => ({ type: 'raw_text', text });
const table = (rows: Json[][], more: JsonObject = {}): JsonObject => ({ type: 'table', rows, ...more });
const input = (element: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'input',
  block_id: 'i',
  label: plain('Label'),
  element,
  ...more,
});
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

describe('accepted', () => {
  test.each<[string, Surface, JsonObject[]]>([
    [
      'a section with fields and a button',
      'message',
      [section('a', { fields: [mrkdwn('b')], accessory: button() })],
    ],
    ['a section at its limit', 'message', [section('x'.repeat(3_000))]],
    ['fifty blocks', 'message', times(50, () => ({ type: 'divider' }))],
    ['a hundred blocks in a modal', 'modal', times(100, () => ({ type: 'divider' }))],
    [
      'header, context, image',
      'home',
      [
        { type: 'header', text: plain('h') },
        {
          type: 'context',
          elements: [mrkdwn('c'), { type: 'image', image_url: 'https://x.test/a.png', alt_text: 'a' }],
        },
        { type: 'image', image_url: 'https://x.test/a.png', alt_text: 'a' },
      ],
    ],
    [
      'rich text of every kind',
      'message',
      [
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_list',
              style: 'ordered',
              indent: 1,
              elements: [{ type: 'rich_text_section', elements: [{ type: 'user', user_id: 'U1' }] }],
            },
            { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'code' }], border: 0 },
            {
              type: 'rich_text_quote',
              elements: [{ type: 'date', timestamp: 1_700_000_000, format: '{time}', fallback: 'then' }],
            },
          ],
        },
      ],
    ],
    [
      'a table with settings',
      'message',
      [
        table(
          [
            [raw('a'), rich('b')],
            [raw('c'), { type: 'raw_number', value: 1, text: '1' }],
          ],
          { column_settings: [{ align: 'right' }, null] },
        ),
      ],
    ],
    [
      'a data table',
      'message',
      [{ type: 'data_table', caption: 'c', page_size: 5, rows: [[raw('h')], [rich('v')]] }],
    ],
    [
      'a plan with tasks',
      'message',
      [
        {
          type: 'plan',
          title: 'p',
          tasks: [{ type: 'task_card', task_id: '1', title: 't', status: 'in_progress', details: rich('d') }],
        },
      ],
    ],
    ['markdown', 'message', [{ type: 'markdown', text: '# hi' }]],
    [
      'menus',
      'message',
      [
        actions(
          { type: 'static_select', action_id: 'a', options: [option('1')] },
          { type: 'external_select', action_id: 'b', min_query_length: 0 },
          { type: 'overflow', action_id: 'c', options: [option('1')] },
          { type: 'radio_buttons', action_id: 'd', options: [option('1')] },
        ),
      ],
    ],
    [
      'inputs',
      'modal',
      [input({ type: 'number_input', action_id: 'n', is_decimal_allowed: false, min_value: '0' })],
    ],
    ['the same action id in two blocks', 'message', [actions(button()), actions(button())]],
  ])('%s', (_name, surface, blocks) => {
    expect(checkBlocks(blocks, surface)).toBeUndefined();
  });
});

describe('refused', () => {
  test.each<[string, Surface, JsonObject[], string]>([
    [
      'an unknown type',
      'message',
      [{ type: 'shout', text: 'x' }],
      'unsupported type: shout [json-pointer:/blocks/0/type]',
    ],
    [
      'a menu that begins with what it does not offer',
      'modal',
      [input({ type: 'static_select', options: [option('a'), option('b')], initial_option: option('c') })],
      'what is chosen at first must exactly match one of the options [json-pointer:/blocks/0/element]',
    ],
    [
      'boxes that begin with an option in other words',
      'modal',
      [
        input({
          type: 'checkboxes',
          options: [option('a')],
          initial_options: [{ ...option('a'), text: plain('A') }],
        }),
      ],
      'what is chosen at first must exactly match one of the options [json-pointer:/blocks/0/element]',
    ],
    ['no type', 'message', [{ text: 'x' }], 'missing required field: type [json-pointer:/blocks/0]'],
    [
      'an unknown property',
      'message',
      [section('a', { color: 'red' })],
      'invalid additional property: color [json-pointer:/blocks/0]',
    ],
    [
      'a long section',
      'message',
      [section('x'.repeat(3_001))],
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'an empty text',
      'message',
      [section('')],
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'a section with nothing in it',
      'message',
      [{ type: 'section' }],
      'one of text and fields is required [json-pointer:/blocks/0]',
    ],
    [
      'a header in mrkdwn',
      'message',
      [{ type: 'header', text: mrkdwn('h') }],
      'must be one of: plain_text [json-pointer:/blocks/0/text/type]',
    ],
    [
      'a header that is too long',
      'message',
      [{ type: 'header', text: plain('x'.repeat(151)) }],
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'too many fields',
      'message',
      [{ type: 'section', fields: times(11, () => mrkdwn('f')) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
    [
      'too many buttons',
      'message',
      [actions(...times(26, (i) => button({ action_id: `b${i}` })))],
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'a long label',
      'message',
      [actions(button({ text: plain('x'.repeat(76)) }))],
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'a button without text',
      'message',
      [actions({ type: 'button', action_id: 'a' })],
      'missing required field: text [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'a bad style',
      'message',
      [actions(button({ style: 'loud' }))],
      'must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]',
    ],
    [
      'an input element among actions',
      'message',
      [actions({ type: 'plain_text_input', action_id: 'a' })],
      'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
    ],
    [
      'a text where a button belongs',
      'message',
      [actions(mrkdwn('x'))],
      'unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/type]',
    ],
    [
      'too many context elements',
      'message',
      [{ type: 'context', elements: times(11, () => mrkdwn('c')) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'too many options',
      'message',
      [actions({ type: 'static_select', options: times(101, (i) => option(`${i}`)) })],
      'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      '51 blocks in a message',
      'message',
      times(51, () => ({ type: 'divider' })),
      'no more than 50 items allowed [json-pointer:/blocks]',
    ],
    [
      'an empty cell',
      'message',
      [table([[raw('')]])],
      'must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]',
    ],
    [
      '21 cells in a row',
      'message',
      [table([times(21, () => raw('x'))])],
      'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]',
    ],
    [
      'two tables',
      'message',
      [table([[raw('a')]]), table([[raw('b')]])],
      'only_one_table_allowed [json-pointer:/blocks]',
    ],
    [
      'too much text in a table',
      'message',
      [table(times(100, () => [raw('x'.repeat(101))]))],
      'must be less than 10001 characters in all cells [json-pointer:/blocks]',
    ],
    [
      'a table in a modal',
      'modal',
      [table([[raw('a')]])],
      'unsupported type: table [json-pointer:/blocks/0/type]',
    ],
    [
      'a plan in App Home',
      'home',
      [{ type: 'plan', title: 'p' }],
      'unsupported type: plan [json-pointer:/blocks/0/type]',
    ],
    [
      'an alert in a message',
      'message',
      [{ type: 'alert', text: plain('x') }],
      'unsupported type: alert [json-pointer:/blocks/0/type]',
    ],
    [
      'a block id used twice',
      'message',
      [
        { type: 'divider', block_id: 'd' },
        { type: 'divider', block_id: 'd' },
      ],
      'block_id already exists: d [json-pointer:/blocks/1/block_id]',
    ],
    [
      'an action id used twice in a block',
      'message',
      [actions(button(), button())],
      'action_id already exists: go [json-pointer:/blocks/0]',
    ],
    [
      'a task with a status of its own',
      'message',
      [{ type: 'task_card', task_id: '1', title: 't', status: 'done' }],
      'must be one of: pending, in_progress, complete, error [json-pointer:/blocks/0/status]',
    ],
    [
      'rich text in a data table header',
      'message',
      [{ type: 'data_table', caption: 'c', rows: [[rich('h')], [raw('v')]] }],
      'rich_text cannot be used for header cells [json-pointer:/blocks/0]',
    ],
    [
      'a confirm dialog without text',
      'message',
      [actions(button({ confirm: { title: plain('t') } }))],
      'missing required field: text [json-pointer:/blocks/0/elements/0/confirm]',
    ],
  ])('%s', (_name, surface, blocks, message) => {
    expect(checkBlocks(blocks, surface)).toEqual({
      error: 'invalid_blocks',
      messages: [`[ERROR] ${message}`],
    });
  });

  test('blocks that are no list', () => {
    expect(checkBlocks('nonsense', 'message')).toEqual({ error: 'invalid_blocks_format', messages: [] });
  });

  test('more text than a message takes', () => {
    const tooLong = { error: 'msg_blocks_too_long', messages: [] };
    expect(
      checkBlocks(
        times(5, () => section('x'.repeat(2_700))),
        'message',
      ),
    ).toEqual(tooLong);
    expect(checkBlocks([{ type: 'markdown', text: 'x'.repeat(12_001) }], 'message')).toEqual(tooLong);
  });
});

describe('views', () => {
  const modal = (more: JsonObject = {}): JsonObject => ({
    type: 'modal',
    title: plain('T'),
    blocks: [],
    ...more,
  });
  const refusal = (view: JsonObject): JsonObject => {
    try {
      checkView(view, 'modal');
    } catch (error) {
      if (error instanceof Refusal) return { error: error.error, messages: [...error.messages] };
      throw error;
    }
    return {};
  };

  test.each<[string, JsonObject, JsonObject]>([
    ['a good one is taken', modal({ private_metadata: 'x'.repeat(3_000) }), {}],
    [
      'a long title',
      modal({ title: plain('x'.repeat(25)) }),
      {
        error: 'invalid_arguments',
        messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
      },
    ],
    [
      'no title',
      { type: 'modal', blocks: [] },
      {
        error: 'invalid_arguments',
        messages: ['[ERROR] missing required field: title [json-pointer:/view]'],
      },
    ],
    [
      'too much metadata',
      modal({ private_metadata: 'x'.repeat(3_001) }),
      {
        error: 'invalid_arguments',
        messages: ['[ERROR] must be less than 3001 characters [json-pointer:/view/private_metadata]'],
      },
    ],
    [
      'an input without submit',
      modal({ blocks: [input({ type: 'plain_text_input', action_id: 'a' })] }),
      {
        error: 'invalid_arguments',
        messages: ['[ERROR] missing required field: submit [json-pointer:/view]'],
      },
    ],
    [
      'a table',
      modal({ blocks: [table([[raw('a')]])] }),
      {
        error: 'invalid_arguments',
        messages: ['[ERROR] unsupported type: table [json-pointer:/view/blocks/0/type]'],
      },
    ],
    [
      'more than 250 KB',
      modal({ blocks: times(100, () => section('x'.repeat(2_900))) }),
      {
        error: 'view_too_large',
        messages: [],
      },
    ],
  ])('%s', (_name, view, expected) => {
    expect(refusal(view)).toEqual(expected);
  });
});
