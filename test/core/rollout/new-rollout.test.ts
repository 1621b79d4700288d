import { describe, expect, test } from 'vitest';
import { newRollout } from '../../../src/core/rollout/new-rollout.ts';
import type { ServiceSpec } from '../../../src/core/swarm/spec.ts';
import { anOperation, aPlan } from '../../integration/store/builders.ts';
import { aSpec, digestOf, NOON } from '../../support/builders/index.ts';

function titleOf(base: ServiceSpec, target: ServiceSpec): string {
  return newRollout(aPlan(), anOperation(), { base, target }, NOON).title;
}

describe('the kind of a rollout', () => {
  const kindOf = (target: ServiceSpec) =>
    newRollout(aPlan(), { ...anOperation(), kind: 'service.update' }, { base: aSpec(), target }, NOON).kind;

  test('is a scaling when nothing but the replicas changes, whatever command said so', () => {
    expect(kindOf(aSpec({ replicas: 5 }))).toBe('scale');
    expect(kindOf(aSpec({ replicas: 5, image: 'redis:3.0.6' }))).toBe('update');
    expect(kindOf(aSpec({ image: 'redis:3.0.6' }))).toBe('update');
  });
});

describe('the title of a rollout', () => {
  const pinned = (tag: string, digit: string) => aSpec({ image: `redis:${tag}@${digestOf(digit)}` });

  test('has the images without their digests, which are on the card', () => {
    expect(titleOf(pinned('3.0.5', '5'), pinned('3.0.6', '6'))).toBe('redis:3.0.5 -> redis:3.0.6');
  });

  test('has the short digests where nothing else differs', () => {
    expect(titleOf(pinned('latest', '5'), pinned('latest', '6'))).toBe(
      'redis:latest@sha256:555555555555 -> redis:latest@sha256:666666666666',
    );
  });

  test('is the number of replicas where no image changes', () => {
    expect(titleOf(aSpec({ replicas: 3 }), aSpec({ replicas: 5 }))).toBe('replicas 3 -> 5');
  });
});
