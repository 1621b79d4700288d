import { expect, test } from 'vitest';
import { classify, hasRun } from '../../../src/core/plan/classify.ts';
import { makePlan } from '../../../src/core/plan/make-plan.ts';
import type { Operation } from '../../../src/core/plan/plan.ts';
import type { Service } from '../../../src/core/swarm/objects.ts';
import type { ServiceSpec } from '../../../src/core/swarm/spec.ts';
import { aService, aSpec, aTask } from '../../support/builders/index.ts';

const older = aSpec({ replicas: 2 });
const base = aSpec({ replicas: 3 });
const before = aService({ Spec: base, PreviousSpec: older, Version: { Index: 10 } });
const { operation, target } = planned('service.update', aSpec({ replicas: 5 }));

test('given the version planned against, the very same request may be repeated', () => {
  expect(classify(operation, before)).toBe('repeatable');
});

test('given the target spec, it landed', () => {
  expect(classify(operation, now({ Spec: target, PreviousSpec: base }))).toBe('landed');
});

test('given the target as the previous spec, it landed and was changed since', () => {
  expect(classify(operation, now({ Spec: aSpec({ replicas: 9 }), PreviousSpec: target }))).toBe('landed');
});

test('given the old spec after an automatic rollback since, the tasks have to tell whose it was', () => {
  const rolledBack = now({
    Spec: base,
    PreviousSpec: null,
    UpdateStatus: { State: 'rollback_completed', Message: 'rollback completed' },
  });
  expect(classify(operation, rolledBack)).toBe('rolled-back');
});

test('given a task of the target, and of no other spec, it has run', () => {
  const newer = aSpec({ image: 'redis:3.0.6' });
  const isNew = aTask({ Spec: newer.TaskTemplate });
  expect(hasRun(newer, base, [aTask(), isNew])).toBe(true);
  expect(hasRun(newer, base, [aTask()])).toBe(false);
  expect(hasRun(aSpec({ replicas: 5 }), base, [aTask()])).toBe(false);
});

test('given a version from before the write, it is a manager that lags: repeatable', () => {
  expect(classify(operation, now({ Spec: base, PreviousSpec: older, Version: { Index: 8 } }))).toBe(
    'repeatable',
  );
});

test('given the old spec with a rollback status from before the write, it did not land', () => {
  const status = { State: 'rollback_completed', StartedAt: '2026-11-02T11:00:00Z' };
  const rolledBackBefore = aService({ Spec: base, PreviousSpec: null, UpdateStatus: status });
  const { operation: later } = planned('service.update', aSpec({ replicas: 5 }), rolledBackBefore);
  expect(classify(later, { ...rolledBackBefore, Version: { Index: 12 } })).toBe('not-landed');
});

test('given only a status write in between, it did not land', () => {
  const status = { State: 'completed', Message: 'update completed' };
  expect(classify(operation, now({ Spec: base, PreviousSpec: older, UpdateStatus: status }))).toBe(
    'not-landed',
  );
});

test("given somebody else's spec, it cannot be told", () => {
  expect(classify(operation, now({ Spec: aSpec({ replicas: 9 }), PreviousSpec: base }))).toBe('unknown');
});

test('given the old spec with another history, it cannot be told', () => {
  expect(classify(operation, now({ Spec: base, PreviousSpec: aSpec({ replicas: 9 }) }))).toBe('unknown');
});

test('given no service any more, it cannot be told', () => {
  expect(classify(operation, null)).toBe('unknown');
});

test("given the two specs swapped, the engine's own rollback landed", () => {
  const { operation: rollback } = planned('service.rollback', older);
  expect(classify(rollback, now({ Spec: older, PreviousSpec: base }))).toBe('landed');
});

function now(over: Partial<Service>): Service {
  return aService({ Version: { Index: 14 }, ...over });
}

function planned(
  kind: Operation['kind'],
  spec: ServiceSpec,
  observed = before,
): { operation: Operation; target: ServiceSpec } {
  const draft = {
    title: 'Change redis',
    changes: [],
    writes: [{ kind, observed, spec }],
    findings: [],
    digests: [],
    undo: { possible: true, why: '' },
    follow: true,
  };
  const { plan, payloads } = makePlan(draft, {
    id: 'p1',
    cluster: 'prod',
    command: 'service update',
    args: {},
    changeable: true,
    requester: 'U1',
    origin: { channel: 'C1', kind: 'channel' },
    createdAt: 0,
    expiresAt: 1,
  });
  const [first] = plan.operations;
  const [payload] = payloads;
  if (first === undefined || payload === undefined)
    throw new Error('a draft with one write has one operation');
  return { operation: first, target: payload.specs.target };
}
