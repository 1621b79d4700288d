import { describe, expect, test } from 'vitest';
import {
  chosenOptions,
  entryOf,
  faultOf,
  fieldKey,
  inputsOf,
  requiredWords,
  valueAt,
} from '../../../../../src/practice/web/page/blocks/entries.ts';
import { entryValue } from '../../../../../src/practice/slack/values.ts';
import type { JsonObject } from '../../../../../src/practice/web/page/blocks/json.ts';

const option = (value: string) => ({ text: { type: 'plain_text', text: value }, value });
const options = [option('a'), option('b')];

describe('what was chosen comes back as it was entered', () => {
  test.each<[JsonObject, string | number | readonly string[]]>([
    [{ type: 'plain_text_input' }, 'words'],
    [{ type: 'number_input' }, '5'],
    [{ type: 'email_text_input' }, 'a@b.example'],
    [{ type: 'url_text_input' }, 'https://a.example'],
    [{ type: 'static_select', options }, 'b'],
    [{ type: 'radio_buttons', options }, 'a'],
    [{ type: 'multi_static_select', options }, ['a', 'b']],
    [{ type: 'checkboxes', options }, ['b']],
    [{ type: 'users_select' }, 'U1'],
    [{ type: 'multi_users_select' }, ['U1', 'U2']],
    [{ type: 'channels_select' }, 'C1'],
    [{ type: 'multi_channels_select' }, ['C1']],
    [{ type: 'conversations_select' }, 'C1'],
    [{ type: 'multi_conversations_select' }, ['C1']],
    [{ type: 'datepicker' }, '2026-11-22'],
    [{ type: 'timepicker' }, '09:30'],
    [{ type: 'datetimepicker' }, 1_795_000_000],
  ])('%j', (element, entry) => {
    expect(entryOf(element, entryValue(element, entry))).toEqual(entry);
  });

  test('external menus, with the options that were offered', () => {
    const element = { type: 'external_select' };
    const value = entryValue(element, 'a', options);
    expect(entryOf(element, value)).toBe('a');
    expect(chosenOptions(value)).toEqual([options[0]]);
  });

  test('nothing chosen', () => {
    expect(entryOf({ type: 'static_select' }, { type: 'static_select', selected_option: null })).toBeNull();
    expect(entryOf({ type: 'checkboxes' }, undefined)).toEqual([]);
    expect(entryOf({ type: 'plain_text_input' }, undefined)).toBeNull();
  });

  test('files by id, whether Slack gives the ids or the files', () => {
    expect(entryOf({ type: 'file_input' }, { files: ['F1', { id: 'F2', name: 'a' }] })).toEqual(['F1', 'F2']);
  });
});

const input = (element: JsonObject, more: JsonObject = {}) => ({
  block: { type: 'input', block_id: 'b', ...more },
  element,
});

describe('what cannot be sent', () => {
  const text = { type: 'plain_text_input', action_id: 'a' };
  test.each([
    [text, null, requiredWords],
    [text, '', requiredWords],
    [{ type: 'checkboxes' }, [], requiredWords],
    [{ ...text, min_length: 3 }, 'ab', 'Please write at least 3 characters.'],
    [{ ...text, max_length: 3 }, 'abcd', 'Please write at most 3 characters; these are 4.'],
    [text, 'x'.repeat(3_001), 'Please write at most 3000 characters; these are 3001.'],
    [{ type: 'number_input', is_decimal_allowed: false }, '1.5', 'Please enter a whole number.'],
    [{ type: 'number_input', is_decimal_allowed: true }, 'five', 'Please enter a number.'],
    [{ type: 'number_input', is_decimal_allowed: true, min_value: '0' }, '-0.5', 'Please enter 0 or more.'],
    [{ type: 'number_input', is_decimal_allowed: false, max_value: '10' }, '11', 'Please enter 10 or less.'],
    [{ type: 'email_text_input' }, 'nobody', 'Please enter a valid email address.'],
    [{ type: 'email_text_input' }, 'a@b@c.example', 'Please enter a valid email address.'],
    [{ type: 'url_text_input' }, 'nowhere', 'Please enter a valid URL.'],
    [{ type: 'multi_users_select', max_selected_items: 1 }, ['U1', 'U2'], 'Please choose at most 1.'],
  ])('%j with %j', (element, entry, words) => {
    expect(faultOf(input(element), entry)).toBe(words);
  });

  test.each([
    [text, 'words'],
    [{ ...text, min_length: 3, max_length: 3 }, 'abc'],
    [{ type: 'number_input', is_decimal_allowed: true, min_value: '0', max_value: '1' }, '0.5'],
    [{ type: 'email_text_input' }, 'a@b.example'],
    [{ type: 'url_text_input' }, 'https://a.example'],
    [{ type: 'datetimepicker' }, 0],
  ])('%j with %j can be', (element, entry) => {
    expect(faultOf(input(element), entry)).toBeUndefined();
  });

  test('an optional one may be empty, but not wrong', () => {
    expect(faultOf(input(text, { optional: true }), null)).toBeUndefined();
    expect(faultOf(input({ ...text, min_length: 3 }, { optional: true }), 'a')).toBeDefined();
  });
});

test('inputs are found in reading order, in containers too', () => {
  const block = (id: string) => ({
    type: 'input',
    block_id: id,
    element: { type: 'plain_text_input', action_id: 'a' },
  });
  const found = inputsOf([
    { type: 'section', accessory: { type: 'button' } },
    block('one'),
    { type: 'container', child_blocks: [block('two')] },
    block('three'),
  ]);
  expect(found.map(({ block }) => block['block_id'])).toEqual(['one', 'two', 'three']);
});

test('a field is another one when its block, its action or its kind is', () => {
  const one = input({ type: 'plain_text_input', action_id: 'a' });
  const keys = [
    one,
    input({ type: 'number_input', action_id: 'a' }),
    input({ type: 'plain_text_input', action_id: 'b' }),
    input({ type: 'plain_text_input', action_id: 'a' }, { block_id: 'c' }),
  ].map(fieldKey);
  expect(new Set(keys).size).toBe(4);
  expect(fieldKey(input({ type: 'plain_text_input', action_id: 'a', initial_value: 'x' }))).toBe(
    fieldKey(one),
  );
});

test('values are found by block and action', () => {
  const values = { b: { a: { type: 'plain_text_input', value: 'x' } } };
  expect(valueAt(values, input({ type: 'plain_text_input', action_id: 'a' }))).toEqual(values.b.a);
  expect(valueAt(values, input({ type: 'plain_text_input', action_id: 'z' }))).toBeUndefined();
});
