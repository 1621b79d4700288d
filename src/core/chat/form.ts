import { UserError } from '../errors.ts';
import type { Form, FormField } from '../view/view.ts';
import { asTyped } from './normalise.ts';
import type { Kind, ParamTable, RawArgs } from './param.ts';
import { quoteWord } from './quote-word.ts';
import { bad, good, type Reading } from './reading.ts';
import { sentence } from './sentence.ts';
import { flags, isList, isSwitch, places, type Row } from './table.ts';
import { tokenise } from './tokenise.ts';

/** Names from the live cluster, to choose from. */
export type LiveNames = Partial<Record<NonNullable<Kind<unknown>['live']>, readonly string[]>>;

/** A form for a table's parameters that are shown in one (`inForm`), filled with the arguments so far. */
export function formOf(
  about: Omit<Form, 'fields'>,
  params: ParamTable,
  raw: RawArgs,
  names: LiveNames = {},
): Form {
  return { ...about, fields: inForm(params).map((row) => fieldOf(row, raw[row.name], names)) };
}

/** The faults of a form's values by field. Empty when there are none. An empty field that is not required is no fault. */
export function checkForm(
  params: ParamTable,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const row of inForm(params)) {
    const reading = readField(row, values[row.name] ?? '');
    if (!reading.ok) faults[row.name] = sentence(reading.expected);
  }
  return faults;
}

/**
 * A form's values to arguments as text. A field that was emptied leaves its parameter out; parameters that the form does
 * not show keep what they had in `kept`. Fails with UserError `bad-value` on what `checkForm` finds.
 */
export function argsFromForm(
  params: ParamTable,
  values: Readonly<Record<string, string>>,
  kept: RawArgs = {},
): RawArgs {
  const shown = inForm(params);
  const names = new Set(shown.map(({ name }) => name));
  const raw: Record<string, string | string[] | boolean> = Object.fromEntries(
    Object.entries(kept).filter(([name]) => !names.has(name)),
  );
  for (const row of shown) {
    const reading = readField(row, values[row.name] ?? '');
    if (!reading.ok) throw new UserError('bad-value', `${row.name}: ${reading.expected}.`);
    if (reading.value !== undefined) raw[row.name] = reading.value;
  }
  return raw;
}

function inForm(params: ParamTable): readonly Row[] {
  return [...places(params), ...flags(params)].filter(({ param }) => param.inForm === true);
}

function fieldOf({ name, param }: Row, value: RawArgs[string] | undefined, names: LiveNames): FormField {
  const shown =
    value === undefined ? undefined : isList(param) ? [value].flat().map(wordOf).join(' ') : String(value);
  const options = optionsOf({ name, param }, shown, names);
  return {
    name,
    label: labelOf(name),
    kind: options === undefined ? 'text' : 'select',
    hint: sentence(param.meaning),
    ...(shown === undefined ? {} : { value: shown }),
    ...(options === undefined ? { placeholder: param.kind.hint } : { options }),
    ...(param.required === true ? {} : { optional: true }),
  };
}

function optionsOf({ param }: Row, shown: string | undefined, names: LiveNames): FormField['options'] {
  if (isList(param)) return undefined;
  if (isSwitch(param)) {
    return [
      { value: 'true', label: 'yes' },
      { value: 'false', label: 'no' },
    ];
  }
  const live = param.kind.live === undefined ? undefined : names[param.kind.live];
  const words = param.kind.choices ?? live;
  if (words === undefined || words.length === 0) return undefined;
  const all = shown === undefined || words.includes(shown) ? words : [shown, ...words];
  return all.map((word) => ({ value: word, label: word }));
}

function readField(row: Row, text: string): Reading<RawArgs[string] | undefined> {
  const trimmed = text.trim();
  if (trimmed === '') return row.param.required === true ? bad('expected a value') : good(undefined);
  if (isList(row.param)) return readList(row, trimmed);
  const value = readValue(row, trimmed);
  if (!value.ok || !isSwitch(row.param)) return value;
  return good(row.param.kind.schema.parse(value.value) === true);
}

function readList(row: Row, text: string): Reading<string[]> {
  const words = wordsOf(text);
  if (!words.ok) return words;
  const values: string[] = [];
  for (const word of words.value) {
    const value = readValue(row, word);
    if (!value.ok) return value;
    values.push(value.value);
  }
  return good(values);
}

function wordsOf(text: string): Reading<string[]> {
  try {
    return good(tokenise(asTyped(text)));
  } catch (error) {
    if (error instanceof UserError) return bad(error.message.replace(/\.$/, ''));
    throw error;
  }
}

/** A value as it stands; where that is not valid, what a phone did to it is undone first. */
function readValue({ param }: Row, text: string): Reading<string> {
  if (param.kind.schema.safeParse(text).success) return good(text);
  const undone = asTyped(text);
  const parsed = param.kind.schema.safeParse(undone);
  return parsed.success ? good(undone) : bad(parsed.error.issues[0]?.message ?? 'not understood');
}

function wordOf(value: string | boolean): string {
  return quoteWord(String(value));
}

function labelOf(name: string): string {
  return sentence(name.replaceAll('-', ' ')).replace(/\.$/, '');
}
