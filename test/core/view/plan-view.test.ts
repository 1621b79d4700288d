import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { planView } from '../../../src/core/view/plan-view.ts';
import { digestOf, NOON } from '../../support/builders/index.ts';

const MINUTE = 60_000;

function aPlan(over: Partial<Plan> = {}): Plan {
  return {
    schema: 1,
    id: 'p1',
    revision: 1,
    state: 'proposed',
    cluster: 'lab',
    command: 'service update',
    args: { service: 'redis', image: 'redis:3.0.6' },
    title: 'Update redis to redis:3.0.6',
    requester: 'U1',
    origin: { channel: 'C1', kind: 'channel' },
    createdAt: NOON,
    expiresAt: NOON + 15 * MINUTE,
    targets: [],
    changes: [{ field: 'image', before: 'redis:3.0.5', after: 'redis:3.0.6' }],
    operations: [],
    findings: [{ code: 'restarts-tasks', level: 'info', text: '3 tasks of redis are replaced.' }],
    digests: [{ image: 'redis:3.0.6', digest: digestOf('6') }],
    undo: { possible: true, why: 'Roll back restores the spec from before.' },
    follow: true,
    changeable: true,
    ...over,
  };
}

function aTarget(name: string): Plan['targets'][number] {
  return { kind: 'service', id: `${name}-id`, name, version: 10, specHash: 'h' };
}

const diff = {
  kind: 'diff',
  rows: [{ field: 'image', before: 'redis:3.0.5', after: 'redis:3.0.6' }],
  priority: 8,
  overflow: 'file',
};
const heading = { kind: 'heading', text: 'Update redis to redis:3.0.6', priority: 10 };
const onLab = { kind: 'context', text: ['On ', { bold: 'lab' }], priority: 9 };

describe('a plan that waits for its decision', () => {
  test('shows what changes, what is risky, who may confirm until when, and three buttons with its id', () => {
    expect(planView(aPlan(), { production: false })).toEqual({
      summary: 'Plan: Update redis to redis:3.0.6 on cluster lab. Nothing changes until it is confirmed.',
      parts: [
        heading,
        onLab,
        diff,
        { kind: 'notice', level: 'info', text: '3 tasks of redis are replaced.', priority: 3 },
        {
          kind: 'context',
          text: [{ code: 'redis:3.0.6' }, ' is ', { code: digestOf('6') }, ' in its registry now.'],
          priority: 4,
        },
        { kind: 'context', text: 'Undo: Roll back restores the spec from before.', priority: 4 },
        {
          kind: 'context',
          text: [
            'Asked for by ',
            { person: 'U1' },
            ', who alone can confirm it, until ',
            { time: NOON + 15 * MINUTE, style: 'time' },
            '.',
          ],
          priority: 9,
        },
        {
          kind: 'actions',
          items: [
            { verb: 'confirm', ref: 'p1', label: 'Confirm', style: 'primary' },
            { verb: 'change', ref: 'p1', label: 'Change' },
            { verb: 'cancel', ref: 'p1', label: 'Cancel' },
          ],
          priority: 10,
        },
      ],
    });
  });

  test('names production loudly, in the notification too', () => {
    const view = planView(aPlan(), { production: true });

    expect(view.summary).toBe(
      'Plan: Update redis to redis:3.0.6 on PRODUCTION cluster lab. Nothing changes until it is confirmed.',
    );
    expect(view.parts[1]).toEqual({
      kind: 'text',
      text: [{ bold: 'PRODUCTION' }, ': this is the cluster ', { bold: 'lab' }, '.'],
      priority: 10,
    });
  });

  test('with a danger asks once more at the click', () => {
    const findings = [{ code: 'replicas-zero', level: 'danger' as const, text: 'No task runs.' }];

    const actions = planView(aPlan({ findings }), { production: false }).parts.at(-1);

    expect(actions?.kind === 'actions' && actions.items[0]).toEqual({
      verb: 'confirm',
      ref: 'p1',
      label: 'Confirm',
      style: 'danger',
      confirm: {
        title: 'Run this plan?',
        text: 'Update redis to redis:3.0.6 on lab. The card names a danger.',
        yes: 'Run it',
        no: 'Not yet',
      },
    });
  });

  test('that cannot be undone says why', () => {
    const view = planView(aPlan({ undo: { possible: false, why: 'it is gone.' } }), { production: false });

    expect(view.parts).toContainEqual({
      kind: 'context',
      text: 'This cannot be undone: it is gone.',
      priority: 4,
    });
  });
});

describe('a plan that is not followed', () => {
  const context = (text: string) => ({ kind: 'context', text, priority: 4 });
  const notFollowed = context('Not followed (--detach).');
  const detached = { follow: false, args: { service: 'redis', detach: true } };
  const confirmed = { state: 'done' as const, decidedBy: 'U1' };
  const said = (plan: Plan) =>
    planView(plan, { production: false }).parts.flatMap((part) =>
      part.kind === 'notice' ? [part.text] : [],
    );

  test('because it was asked not to be says so', () => {
    expect(planView(aPlan(detached), { production: false }).parts).toContainEqual(notFollowed);
    expect(
      planView(aPlan({ follow: false, args: { detach: 'T' } }), { production: false }).parts,
    ).toContainEqual(notFollowed);
  });

  test('because nothing restarts, or that is followed, says nothing', () => {
    for (const over of [{ follow: false }, { follow: false, args: { detach: 'false' } }, {}]) {
      expect(planView(aPlan(over), { production: false }).parts).not.toContainEqual(notFollowed);
    }
    expect(said(aPlan({ ...confirmed, follow: false }))).toEqual([
      ['Confirmed by ', { person: 'U1' }, '.', ' The engine has accepted it.'],
    ]);
  });

  test('once done says how to look and how to take it back', () => {
    expect(said(aPlan({ ...confirmed, ...detached, targets: [aTarget('redis')] }))).toEqual([
      [
        'Confirmed by ',
        { person: 'U1' },
        '.',
        ' The engine has accepted it.',
        ' Not followed. See it with ',
        { code: 'ps redis' },
        ', take it back with ',
        { code: 'rollback redis' },
        '.',
      ],
    ]);
    expect(
      said(aPlan({ ...confirmed, ...detached, targets: [aTarget('redis'), aTarget('web')] }))[0]?.slice(4),
    ).toEqual([
      ' Not followed. See it with ',
      { code: 'ps redis' },
      ', ',
      { code: 'ps web' },
      ', take it back with ',
      { code: 'rollback redis' },
      ', ',
      { code: 'rollback web' },
      '.',
    ]);
  });
});

describe('a plan that is decided has no buttons and says who decided, when, and what came of it', () => {
  const confirmed = { decidedBy: 'U1', decidedAt: NOON + MINUTE };
  const byU1 = [{ person: 'U1' }, ' at ', { time: NOON + MINUTE, style: 'time' }, '.'];

  test.each<[Partial<Plan>, string, string, unknown[]]>([
    [{ state: 'executing', ...confirmed }, 'running', 'info', ['Confirmed by ', ...byU1, ' Running.']],
    [
      { state: 'done', ...confirmed },
      'accepted by the engine',
      'success',
      ['Confirmed by ', ...byU1, ' The engine has accepted it.'],
    ],
    [
      { state: 'failed', ...confirmed, outcome: 'redis was not changed: no leader.' },
      'failed',
      'danger',
      ['Confirmed by ', ...byU1, ' It failed.', ' redis was not changed: no leader.'],
    ],
    [
      { state: 'unknown', ...confirmed, outcome: 'It is not known whether redis was changed.' },
      'outcome unknown',
      'warning',
      ['Confirmed by ', ...byU1, ' It is not known whether redis was changed.'],
    ],
    [
      { state: 'void', outcome: 'redis replicas 3 -> 4.' },
      'void, nothing was changed',
      'warning',
      ['Void: something changed after this plan was made, so nothing was run.', ' redis replicas 3 -> 4.'],
    ],
    [
      { state: 'cancelled', ...confirmed },
      'cancelled',
      'info',
      ['Cancelled by ', ...byU1, ' Nothing was changed.'],
    ],
    [
      { state: 'replaced', ...confirmed },
      'replaced by a changed plan',
      'info',
      ['Changed by ', ...byU1, ' Another plan took its place. Nothing was changed by this one.'],
    ],
    [
      { state: 'expired' },
      'expired',
      'info',
      ['Nobody confirmed it until ', { time: NOON + 15 * MINUTE, style: 'time' }, '. Nothing was changed.'],
    ],
  ])('%j', (over, words, level, text) => {
    expect(planView(aPlan(over), { production: false })).toEqual({
      summary: `Update redis to redis:3.0.6 on lab: ${words}`,
      parts: [
        heading,
        onLab,
        diff,
        { kind: 'notice', level, text, priority: 10 },
        { kind: 'context', text: ['Asked for by ', { person: 'U1' }, '.'], priority: 6 },
      ],
    });
  });
});
