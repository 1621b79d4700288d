import { expect, it } from 'vitest';
import { UserError } from '../../../../src/core/errors.ts';
import type { Form } from '../../../../src/core/view/view.ts';
import { FakeClock } from '../../../practice/slack/fake-clock.ts';
import { eventually, hasty, inBothModes, none, plain, view } from '../harness.ts';

const form: Form = {
  verb: 'change',
  ref: 'plan_1',
  title: 'Change the update',
  submit: 'Plan',
  intro: ['Service ', { code: 'redis' }],
  fields: [
    { name: 'image', label: 'Image', kind: 'text', value: 'redis:3.0.6' },
    { name: 'parallelism', label: 'At a time', kind: 'number', value: '2' },
    {
      name: 'order',
      label: 'Order',
      kind: 'select',
      value: 'stop-first',
      options: [
        { value: 'stop-first', label: 'stop first' },
        { value: 'start-first', label: 'start first' },
      ],
    },
    { name: 'delay', label: 'Delay', kind: 'text', optional: true },
  ],
};
const card = view('redis: update', {
  kind: 'actions',
  items: [
    { verb: 'confirm', ref: 'plan_1', label: 'Confirm' },
    { verb: 'cancel', ref: 'plan_1', label: 'Cancel' },
  ],
});

inBothModes('forms', (start) => {
  it('open a form at once, fill it when it is there, and hand over what was entered', async () => {
    const later = Promise.withResolvers<Form>();
    const { workspace, told, slack } = await start({ click: (click) => click.form.open(later.promise) });
    const ref = await slack.messenger.post({ channel: 'C1', kind: 'channel' }, card, none);

    await workspace.as('ana').click(ref, 'confirm');
    const loading = await workspace.untilView('U1');
    later.resolve(form);
    const filled = await workspace.untilView('U1', ({ privateMetadata }) => privateMetadata !== '');
    const result = await workspace.as('ana').submit(filled, { image: 'redis:3.0.7', order: 'start-first' });
    await workspace.until(() => told.submissions.length > 0);

    expect(JSON.stringify(loading.blocks)).toContain('Loading');
    expect(result).toMatchObject({ outcome: 'acked' });
    expect(told.submissions.map((one) => [plain(one), one.verb, one.ref, one.values])).toEqual([
      [
        { person: 'U1', place: { channel: 'C1', kind: 'channel' } },
        'change',
        'plan_1',
        { image: 'redis:3.0.7', parallelism: '2', order: 'start-first', delay: '' },
      ],
    ]);
    expect(workspace.views('U1')).toEqual([]);
  });

  it('show what is wrong with a form inside it, and hand nothing over', async () => {
    const { workspace, told, slack } = await start({
      click: (click) => click.form.open(Promise.resolve(form)),
      check: ({ values }) =>
        values['image'] === 'x y' ? { image: 'This is no image.', '': 'Look again.' } : {},
    });
    const ref = await slack.messenger.post({ channel: 'C1', kind: 'channel' }, card, none);
    await workspace.as('ana').click(ref, 'confirm');
    const filled = await workspace.untilView('U1', ({ privateMetadata }) => privateMetadata !== '');

    const result = await workspace.as('ana').submit(filled, { image: 'x y' });

    expect(result).toMatchObject({ errors: { image: 'This is no image. Look again.' } });
    expect(told.submissions).toEqual([]);
  });

  it('show inside the modal why there is no form', async () => {
    const { workspace, slack } = await start({
      click: (click) =>
        click.form.open(Promise.reject(new UserError('not-found', 'redis is gone.', 'Look at `services`.'))),
    });
    const ref = await slack.messenger.post({ channel: 'C1', kind: 'channel' }, card, none);

    await workspace.as('ana').click(ref, 'confirm');
    const modal = await workspace.untilView('U1', ({ blocks }) =>
      JSON.stringify(blocks).includes('redis is gone.'),
    );

    expect(modal.privateMetadata).toBe('');
  });

  it('fill the modal that they opened by its hash', async () => {
    const { workspace, slack } = await start({ click: (click) => click.form.open(Promise.resolve(form)) });
    const ref = await slack.messenger.post({ channel: 'C1', kind: 'channel' }, card, none);

    await workspace.as('ana').click(ref, 'confirm');
    const filled = await workspace.untilView('U1', ({ privateMetadata }) => privateMetadata !== '');

    const updates = workspace.calls.filter(({ method }) => method === 'views.update');
    expect(updates.map(({ args }) => args['view_id'])).toEqual([filled.id]);
    expect(updates[0]?.args['hash']).toMatch(/./);
    expect(updates[0]?.args['hash']).not.toBe(filled.hash);
  });

  it('are no error when they come after the modal was closed', async () => {
    const later = Promise.withResolvers<Form>();
    const { workspace, slack, log } = await start({ click: (click) => click.form.open(later.promise) });
    const ref = await slack.messenger.post({ channel: 'C1', kind: 'channel' }, card, none);
    await workspace.as('ana').click(ref, 'confirm');
    await workspace.untilView('U1');

    await workspace.as('ana').closeView();
    later.resolve(form);
    await eventually('the note', () => log.lines.some((line) => line.includes('closed before its form')));

    expect(workspace.views('U1')).toEqual([]);
    expect(workspace.ephemerals('U1')).toEqual([]);
  });

  it('can be corrected after a fault, and are handed over once', async () => {
    const { workspace, told, slack } = await start({
      click: (click) => click.form.open(Promise.resolve(form)),
      check: ({ values }) => (values['image'] === 'x y' ? { image: 'This is no image.' } : {}),
    });
    const ref = await slack.messenger.post({ channel: 'C1', kind: 'channel' }, card, none);
    await workspace.as('ana').click(ref, 'confirm');
    const filled = await workspace.untilView('U1', ({ privateMetadata }) => privateMetadata !== '');

    const refused = await workspace.as('ana').submit(filled, { image: 'x y' });
    const taken = await workspace.as('ana').submit(filled, { image: 'redis:3.0.7' });
    await workspace.until(() => told.submissions.length > 0);

    expect([refused.action, taken.action]).toEqual(['errors', 'close']);
    expect(told.submissions.map(({ values }) => values['image'])).toEqual(['redis:3.0.7']);
  });

  it('say a bug in their check inside the modal', async () => {
    const { workspace, slack, log } = await start({
      click: (click) => click.form.open(Promise.resolve(form)),
      check: () => {
        throw new Error('boom');
      },
    });
    const ref = await slack.messenger.post({ channel: 'C1', kind: 'channel' }, card, none);
    await workspace.as('ana').click(ref, 'confirm');
    const filled = await workspace.untilView('U1', ({ privateMetadata }) => privateMetadata !== '');

    const result = await workspace.as('ana').submit(filled);

    expect(result.errors).toEqual({ image: 'Something went wrong in Waggle, reference ref1.' });
    expect(log.lines.some((line) => line.includes('ref1') && line.includes('boom'))).toBe(true);
  });

  it('that Slack was too slow to open are said so to the one who clicked', async () => {
    const clock = new FakeClock();
    const { workspace, slack } = await start(
      {
        click: (click) => {
          clock.advance(3_001); // longer than a trigger lives
          return click.form.open(Promise.resolve(form));
        },
      },
      { server: { clock } },
    );
    const ref = await slack.messenger.post({ channel: 'C1', kind: 'channel' }, card, none);

    await workspace.as('ana').click(ref, 'confirm');
    const answer = await workspace.untilEphemeral('U1');

    expect(answer.text).toBe('Slack was too slow for the form to be opened.');
    expect(workspace.views('U1')).toEqual([]);
  });

  it('whose opening was answered by nobody are said so, since a trigger opens one', async () => {
    const { workspace, slack } = await start(
      { click: (click) => click.form.open(Promise.resolve(form)) },
      { clock: hasty },
    );
    const ref = await slack.messenger.post({ channel: 'C1', kind: 'channel' }, card, none);
    workspace.inject({ method: 'views.open', kind: 'lost_answer' });

    await workspace.as('ana').click(ref, 'confirm');

    expect((await workspace.untilEphemeral('U1')).text).toMatch(/^Slack was too slow for the form/);
  });

  it.each(['drop', 'lost_answer'] as const)('come although filling them meets: %s', async (kind) => {
    const { workspace, slack } = await start(
      { click: (click) => click.form.open(Promise.resolve(form)) },
      { clock: hasty },
    );
    const ref = await slack.messenger.post({ channel: 'C1', kind: 'channel' }, card, none);
    workspace.inject({ method: 'views.update', kind });

    await workspace.as('ana').click(ref, 'confirm');
    await workspace.untilView('U1', ({ privateMetadata }) => privateMetadata !== '');
    await slack.stop(); // what is under way ends first

    expect(workspace.ephemerals('U1')).toEqual([]);
    expect(workspace.views('U1')).toHaveLength(1);
  });
});
