import type { UpdateConfig } from '../../../../../src/practice/swarm/state/spec.ts';
import { makeBench, replicated, template, update } from './bench.ts';

/** An image whose task fails, so long after it came to this state; ms. */
export const failedIn = (state: 'starting' | 'running', after = 100) => ({
  ends: { in: state, after, as: 'failed' as const },
});

/** A bench with a service of so many replicas of `one`, of which each task takes 1 s to start. */
export function serviceOf(
  replicas: number,
  config?: Partial<UpdateConfig>,
  rollback?: Partial<UpdateConfig>,
) {
  const bench = makeBench();
  const configs = {
    ...(config === undefined ? {} : { UpdateConfig: update(config) }),
    ...(rollback === undefined ? {} : { RollbackConfig: update(rollback) }),
  };
  const specOf = (image: string, count = replicas, labels = {}) =>
    replicated(count, template(image), { ...configs, Labels: labels });
  for (const image of ['one', 'two']) bench.conducts.set(image, { start: 1000 });
  bench.create(specOf('one'), 10_000);
  return { ...bench, specOf };
}

export const isTwo = (spec: { readonly ContainerSpec: { readonly Image: string } }): boolean =>
  spec.ContainerSpec.Image === 'two';
