import { describe, expect, test } from 'vitest';
import { chooseRollback } from '../../../src/core/plan/choose-rollback.ts';
import { PLAN_LABEL } from '../../../src/core/swarm/spec.ts';
import { aRelease, aService, aSpec, digestOf, refusalOf } from '../../support/builders/index.ts';

const old = aSpec();
const bad = aSpec({ image: 'redis:bad', with: { Labels: { [PLAN_LABEL]: 'plan1' } } });
const oldLabelled = { ...old, Labels: { [PLAN_LABEL]: 'plan0' } };

function codes({ findings }: ReturnType<typeof chooseRollback>): string[] {
  return findings.map(({ code }) => code);
}

describe('when Waggle made the last change', () => {
  test('its own copy is written as an update in the middle of the rollout', () => {
    const service = aService({ Spec: bad, PreviousSpec: old, UpdateStatus: { State: 'updating' } });

    const choice = chooseRollback({ service, release: aRelease(old, bad), underWay: true });

    expect([choice.kind, choice.spec, codes(choice)]).toEqual(['service.update', old, ['in-the-middle']]);
  });

  test('what restarts tasks replaces again what the rollout has replaced', () => {
    const service = aService({ Spec: bad, UpdateStatus: { State: 'updating' } });

    const { findings } = chooseRollback({ service, release: aRelease(old, bad), underWay: true });

    expect(findings[0]?.text).toBe(
      "A rollout of redis has not come to its end: the spec from before is written as an ordinary update, at the update's pace, and tasks already replaced are replaced again.",
    );
  });

  test('what takes back only a later scale leaves the image of the rollout, as a danger', () => {
    const scaled = aSpec({ image: `redis:crash@${digestOf('c')}`, replicas: 5 });
    const before = { ...scaled, Mode: { Replicated: { Replicas: 3 } } };
    const service = aService({ Spec: scaled, PreviousSpec: before, UpdateStatus: { State: 'paused' } });

    const { findings } = chooseRollback({ service, release: aRelease(before, scaled), underWay: true });

    expect(findings).toEqual([
      {
        code: 'image-stays',
        level: 'danger',
        text: 'The image stays redis:crash: this takes back the last change only. To change the image say: update redis image=...',
      },
      {
        code: 'in-the-middle',
        level: 'info',
        text: "A rollout of redis has not come to its end: the spec from before is written as an ordinary update, at the update's pace.",
      },
    ]);
  });

  test('its own copy wins over a previous spec that a later write made the same as the bad one', () => {
    const service = aService({ Spec: bad, PreviousSpec: bad, UpdateStatus: { State: 'completed' } });

    const choice = chooseRollback({ service, release: aRelease(old, bad), underWay: false });

    expect([choice.kind, choice.spec]).toEqual(['service.update', old]);
  });

  test('the label of an older plan is not written again', () => {
    const service = aService({ Spec: bad, UpdateStatus: { State: 'paused' } });

    const choice = chooseRollback({ service, release: aRelease(oldLabelled, bad), underWay: true });

    expect(choice.spec).toEqual(old);
  });

  test('the engine rolls back itself when nothing is rolling and it kept the same spec, label and all', () => {
    const service = aService({ Spec: bad, PreviousSpec: oldLabelled, UpdateStatus: { State: 'completed' } });

    const choice = chooseRollback({ service, release: aRelease(old, bad), underWay: false });

    expect(choice).toEqual({ kind: 'service.rollback', spec: oldLabelled, findings: [] });
  });

  test('and it was a rollback, taking it back goes forward, and says so', () => {
    const service = aService({ Spec: old, PreviousSpec: bad, UpdateStatus: { State: 'rollback_completed' } });
    const release = aRelease(bad, old, { command: 'service rollback' });

    const choice = chooseRollback({ service, release, underWay: false });

    expect([choice.kind, choice.spec, codes(choice)]).toEqual(['service.rollback', bad, ['goes-forward']]);
  });

  test('and the engine rolled a later change of somebody back to it, this goes back one more, and says so', () => {
    const service = aService({
      Spec: bad,
      PreviousSpec: null,
      UpdateStatus: { State: 'rollback_completed' },
    });

    const choice = chooseRollback({ service, release: aRelease(old, bad), underWay: false });

    expect([choice.kind, choice.spec, codes(choice)]).toEqual(['service.update', old, ['goes-back-further']]);
  });
});

describe('when the engine rolled back by itself', () => {
  test.each([
    [
      'rollback_completed',
      {
        message:
          'The engine has rolled redis back by itself already. It says: update rolled back due to failure',
        next: 'See what runs with ps redis.',
      },
    ],
    [
      'rollback_started',
      {
        message:
          'The engine is rolling redis back by itself just now. It says: update rolled back due to failure',
        next: 'Watch it with ps redis.',
      },
    ],
    [
      'rollback_paused',
      {
        message:
          'The engine has put redis back to its spec from before by itself, but that rollback is paused because tasks fail. It says: update rolled back due to failure',
        next: 'See why with ps redis; update redis --force starts its tasks again.',
      },
    ],
  ])('there is nothing to do, and that is said (%s)', async (State, words) => {
    const service = aService({
      Spec: old,
      PreviousSpec: null,
      UpdateStatus: { State, Message: 'update rolled back due to failure' },
    });

    const refusal = await refusalOf(() =>
      chooseRollback({ service, release: aRelease(old, bad), underWay: State !== 'rollback_completed' }),
    );

    expect(refusal).toEqual({ code: 'nothing-to-do', ...words });
  });
});

describe('when somebody else made the last change', () => {
  const other = aSpec({ image: 'redis:other' });

  test('the engine’s one step is taken while nothing is rolling', () => {
    const service = aService({ Spec: other, PreviousSpec: bad, UpdateStatus: { State: 'completed' } });

    const choice = chooseRollback({ service, release: aRelease(old, bad), underWay: false });

    expect([choice.kind, choice.spec, codes(choice)]).toEqual(['service.rollback', bad, ['engine-one-step']]);
  });

  test('a copy of the engine’s previous spec is written in the middle of a rollout', () => {
    const service = aService({ Spec: other, PreviousSpec: old, UpdateStatus: { State: 'updating' } });

    const choice = chooseRollback({ service, release: null, underWay: true });

    expect([choice.kind, choice.spec, codes(choice)]).toEqual([
      'service.update',
      old,
      ['engine-one-step', 'in-the-middle'],
    ]);
  });

  test('and it was a rollback by hand, taking it back goes forward, and says so', () => {
    const service = aService({ Spec: old, PreviousSpec: bad, UpdateStatus: { State: 'rollback_completed' } });

    const choice = chooseRollback({ service, release: aRelease(old, bad), underWay: false });

    expect([choice.kind, choice.spec, codes(choice)]).toEqual([
      'service.rollback',
      bad,
      ['goes-forward', 'engine-one-step'],
    ]);
  });

  test('a service that was never changed cannot be rolled back', async () => {
    const refusal = await refusalOf(() =>
      chooseRollback({ service: aService(), release: null, underWay: false }),
    );

    expect(refusal).toEqual({
      code: 'not-possible',
      message:
        'redis does not have a previous spec: it was not changed since it was created, and Waggle has no older copy.',
      next: 'To change it all the same, say what to change, such as update redis image=redis:3.0.5.',
    });
  });

  test('a previous spec that differs in Waggle’s label only is nothing to go back to', async () => {
    const service = aService({ Spec: old, PreviousSpec: oldLabelled, UpdateStatus: { State: 'completed' } });

    const refusal = await refusalOf(() => chooseRollback({ service, release: null, underWay: false }));

    expect(refusal).toEqual({
      code: 'nothing-to-do',
      message: 'The spec of redis from before its last change is the same as now: nothing to roll back.',
      next: undefined,
    });
  });
});
