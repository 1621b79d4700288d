import { expect, test } from 'vitest';
import { argsFromForm, checkForm, formOf } from '../../../src/core/chat/form.ts';
import { choice, scalePair, serviceName } from '../../../src/core/chat/kinds.ts';
import type { ParamTable } from '../../../src/core/chat/param.ts';
import { refusal } from './refusal.ts';
import { update } from './catalog.ts';

const about = { verb: 'change', ref: 'p1', title: 'Change the plan', submit: 'Plan' };
const deploy = {
  service: { kind: serviceName(), at: 'place', required: true, inForm: true, meaning: 'the service' },
  order: { kind: choice(['stop-first', 'start-first']), inForm: true, meaning: 'which goes first' },
} satisfies ParamTable;

test('a form shows the parameters that belong in one, filled with the arguments so far', () => {
  const raw = { service: 'redis', image: 'redis:3.0.6', force: true, 'label-add': ['a=1', 'b=two words'] };

  const form = formOf(about, update.params, raw);

  expect(form).toEqual({
    ...about,
    fields: [
      {
        name: 'image',
        label: 'Image',
        kind: 'text',
        hint: 'The image.',
        value: 'redis:3.0.6',
        placeholder: 'IMAGE',
        optional: true,
      },
      {
        name: 'update-delay',
        label: 'Update delay',
        kind: 'text',
        hint: 'The time between batches.',
        placeholder: 'DURATION',
        optional: true,
      },
      {
        name: 'update-parallelism',
        label: 'Update parallelism',
        kind: 'text',
        hint: 'How many tasks at once.',
        placeholder: 'N',
        optional: true,
      },
      {
        name: 'update-order',
        label: 'Update order',
        kind: 'select',
        hint: 'Which goes first.',
        options: [
          { value: 'stop-first', label: 'stop-first' },
          { value: 'start-first', label: 'start-first' },
        ],
        optional: true,
      },
      {
        name: 'label-add',
        label: 'Label add',
        kind: 'text',
        hint: 'Labels to add.',
        value: "a=1 'b=two words'",
        placeholder: 'LABEL',
        optional: true,
      },
      {
        name: 'force',
        label: 'Force',
        kind: 'select',
        hint: 'Restart the tasks.',
        value: 'true',
        options: [
          { value: 'true', label: 'yes' },
          { value: 'false', label: 'no' },
        ],
        optional: true,
      },
    ],
  });
});

test('a service is chosen from the live names, the one so far among them', () => {
  const form = formOf(about, deploy, { service: 'gone' }, { service: ['redis', 'web'] });

  expect(form.fields[0]).toEqual({
    name: 'service',
    label: 'Service',
    kind: 'select',
    hint: 'The service.',
    value: 'gone',
    options: [
      { value: 'gone', label: 'gone' },
      { value: 'redis', label: 'redis' },
      { value: 'web', label: 'web' },
    ],
  });
});

test('without live names a service is typed', () => {
  expect(formOf(about, deploy, {}, { service: [] }).fields[0]).toEqual({
    name: 'service',
    label: 'Service',
    kind: 'text',
    hint: 'The service.',
    placeholder: 'SERVICE',
  });
});

test('each fault of a form is said at its field', () => {
  const values = {
    image: 'Redis',
    'update-delay': '10',
    'update-parallelism': '2',
    'label-add': '"a',
    service: '',
  };

  expect(checkForm({ ...update.params, ...deploy }, values)).toEqual({
    service: 'Expected a value.',
    image: 'Expected a repository name in lower case.',
    'update-delay': 'Expected a duration with its unit, such as 10s.',
    'label-add': 'The quote " at character 1, before "a", is never closed.',
  });
});

test('a form without faults has none', () => {
  expect(checkForm(update.params, { image: ' redis:3.0.6 ', 'update-parallelism': '２' })).toEqual({});
});

test('values become arguments, emptied fields leave theirs out, and what is not shown is kept', () => {
  const kept = { service: 'redis', image: 'redis:3.0.5', 'update-order': 'stop-first', detach: true };
  const values = {
    image: ' redis:3.0.6 ',
    'update-delay': '１０ｓ',
    'update-order': '',
    'label-add': 'a=1 “b=two words”',
    force: 'false',
  };

  expect(argsFromForm(update.params, values, kept)).toEqual({
    service: 'redis',
    detach: true,
    image: 'redis:3.0.6',
    'update-delay': '10s',
    'label-add': ['a=1', 'b=two words'],
    force: false,
  });
});

test('a form shown and submitted as it is gives the same arguments', () => {
  const raw = {
    service: 'redis',
    image: 'redis:3.0.6',
    force: true,
    'label-add': ["it's", ''],
    user: 'root',
  };
  const { fields } = formOf(about, update.params, raw);

  const values = Object.fromEntries(fields.map(({ name, value }) => [name, value ?? '']));

  expect(argsFromForm(update.params, values, raw)).toEqual(raw);
});

test('a bad value that was not checked before is refused', () => {
  expect(refusal(() => argsFromForm(update.params, { image: 'Redis' }))).toEqual({
    code: 'bad-value',
    message: 'image: expected a repository name in lower case.',
    next: undefined,
  });
});

test('a list of pairs is one field', () => {
  const params = {
    services: { kind: scalePair(), at: 'rest', required: true, inForm: true, meaning: 'services' },
  } satisfies ParamTable;

  expect(argsFromForm(params, { services: 'redis=5  web＝2' })).toEqual({ services: ['redis=5', 'web=2'] });
  expect(checkForm(params, { services: 'redis' })).toEqual({
    services: 'Expected a service and its number of replicas, such as redis=5.',
  });
});
