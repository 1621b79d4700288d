import type { Attempt, Operation, Plan } from '../../../src/core/plan/plan.ts';
import type { Release } from '../../../src/core/ports/store.ts';
import { newRollout } from '../../../src/core/rollout/new-rollout.ts';
import type { Rollout } from '../../../src/core/rollout/rollout.ts';
import { aSpec } from '../../support/builders/index.ts';

/** 32 bytes that are no secret. */
export const KEY = Buffer.alloc(32, 7);
export const NOW = Date.parse('2026-11-02T12:00:00.000Z');
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** A clock that stands still until it is set. */
export function standingClock(at = NOW): { now: () => number; set: (at: number) => void } {
  let now = at;
  return { now: () => now, set: (later) => void (now = later) };
}

export function anOperation(over: Partial<Operation> = {}): Operation {
  return {
    kind: 'service.update',
    objectId: 'redis-id',
    objectName: 'redis',
    baseVersion: 10,
    baseHash: 'base',
    basePreviousHash: null,
    baseStartedAt: '',
    targetHash: 'target',
    payload: 'payload-1',
    ...over,
  };
}

export function aPlan(over: Partial<Plan> = {}): Plan {
  return {
    schema: 1,
    id: 'plan-1',
    revision: 1,
    state: 'proposed',
    cluster: 'prod',
    command: 'service update',
    args: { service: 'redis', image: 'redis:3.0.6', 'label-add': ['a=b', 'c=d'], force: true },
    title: 'Update redis to redis:3.0.6',
    requester: 'U0ANA',
    origin: { channel: 'C0OPS', thread: '1.2', kind: 'channel' },
    createdAt: NOW,
    expiresAt: NOW + 15 * MINUTE,
    targets: [{ kind: 'service', id: 'redis-id', name: 'redis', version: 10, specHash: 'base' }],
    changes: [{ field: 'image', before: 'redis:3.0.5', after: 'redis:3.0.6' }],
    operations: [anOperation()],
    findings: [{ code: 'no-health-check', level: 'warning', text: 'There is no health check.' }],
    digests: [{ image: 'redis:3.0.6', digest: 'sha256:66' }],
    undo: { possible: true, why: 'The spec from before is kept.' },
    follow: true,
    changeable: true,
    ...over,
  };
}

export function anAttempt(over: Partial<Attempt> = {}): Attempt {
  return {
    id: 'attempt-1',
    planId: 'plan-1',
    seq: 0,
    operation: anOperation(),
    state: 'begun',
    begunAt: NOW,
    endedAt: null,
    words: '',
    ...over,
  };
}

export function aRollout(over: Partial<Rollout> = {}): Rollout {
  const specs = { base: aSpec(), target: aSpec({ image: 'redis:3.0.6' }) };
  return { ...newRollout(aPlan(), anOperation(), specs, NOW), ...over };
}

export function aRelease(over: Partial<Release> = {}): Release {
  return {
    planId: 'plan-1',
    cluster: 'prod',
    serviceId: 'redis-id',
    at: NOW,
    requester: 'U0ANA',
    command: 'service update',
    before: aSpec(),
    beforeHash: 'base',
    afterHash: 'target',
    ...over,
  };
}
