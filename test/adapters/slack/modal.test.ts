import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aboutOf, errorsFor, formModal, loadingModal, valuesOf } from '../../../src/adapters/slack/modal.ts';
import type { Form, FormField } from '../../../src/core/view/view.ts';
import { checkView } from '../../../src/practice/slack/blocks/view.ts';

const place = { channel: 'C1', thread: '1.2', kind: 'channel' } as const;
const form = (...fields: FormField[]): Form => ({
  verb: 'change',
  ref: 'plan_1',
  title: 'Change <this> & that, at length',
  submit: 'Show the plan',
  intro: ['Service ', { code: 'redis' }],
  fields,
});
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ value: `service-${index}`, label: `service ${index}` }));
const select = (count: number): FormField => ({
  name: 'service',
  label: 'Service',
  kind: 'select',
  value: `service-${count - 1}`,
  options: many(count),
});
const json = (value: unknown) => z.json().parse(JSON.parse(JSON.stringify(value)));

describe('a form as a modal', () => {
  it.each([
    [
      'every kind of field',
      form(
        {
          name: 'image',
          label: 'Image',
          kind: 'text',
          value: 'redis:3.0.6',
          hint: 'name:tag',
          placeholder: 'redis',
        },
        { name: 'parallelism', label: 'At a time', kind: 'number', value: '2', optional: true },
        select(3),
      ),
    ],
    ['more options than one list holds', form(select(950))],
    ['a menu without options', form(select(0))],
    [
      'a value that is too long to be filled in',
      form({ name: 'x', label: '', kind: 'text', value: 'x'.repeat(4_000) }),
    ],
    ['no fields', form()],
  ])('is taken by Slack with %s', (_name, given) => {
    expect(() => checkView(json(formModal(given, place)), 'modal')).not.toThrow();
  });

  it('begins with a view that Slack takes and that says that it loads', () => {
    expect(checkView(json(loadingModal()), 'modal')['blocks']).toEqual([
      { type: 'section', text: { type: 'mrkdwn', text: 'Loading…', verbatim: true } },
    ]);
  });

  it('carries what it is about', () => {
    const modal = formModal(form(), place);

    expect(aboutOf(modal.private_metadata ?? '')).toEqual({ verb: 'change', ref: 'plan_1', place });
  });
});

it('gives the values of a submission as texts', () => {
  const values = valuesOf({
    image: { value: { value: 'redis:3.0.6' } },
    service: { value: { selected_option: { value: 'web' } } },
    delay: { value: { value: null } },
    order: { value: { selected_option: null } },
  });

  expect(values).toEqual({ image: 'redis:3.0.6', service: 'web', delay: '', order: '' });
});

it('shows the faults of unknown fields at the first field', () => {
  const errors = errorsFor({ image: 'No image.', '': 'Look again.', delay: 'Too long.' }, ['image', 'delay']);

  expect(errors).toEqual({ image: 'No image. Look again.', delay: 'Too long.' });
});
