import type { EngineError, EngineErrorReason } from '../../core/errors.ts';

/** How long an endpoint that failed is asked last, in milliseconds. Undefined: the failure is not the endpoint's. */
export function avoidFor(reason: EngineErrorReason): number | undefined {
  switch (reason) {
    case 'unreachable':
      return 10_000;
    case 'not-manager':
    case 'not-in-swarm':
    case 'too-old':
      return 30_000;
    case 'no-leader':
      return 3_000;
    case 'lost-answer':
    case 'not-found':
    case 'out-of-sequence':
    case 'conflict':
    case 'refused':
    case 'bad-answer':
      return undefined;
  }
}

/** The failure to tell when no endpoint answered: what a manager said says most, silence least. */
export function mostTelling(failures: readonly EngineError[]): EngineError | undefined {
  const order: readonly EngineErrorReason[] = [
    'no-leader',
    'not-manager',
    'not-in-swarm',
    'too-old',
    'unreachable',
  ];
  return failures.toSorted((a, b) => order.indexOf(a.reason) - order.indexOf(b.reason))[0];
}

/** The endpoints in the order to be asked: as configured, those that failed lately last. */
export function ranking<T>(
  all: readonly T[],
  now: () => number,
): {
  readonly ordered: () => readonly T[];
  readonly failed: (one: T, forMs: number) => void;
  readonly answered: (one: T) => void;
} {
  const avoided = new Map<T, number>();
  const isAvoided = (one: T): boolean => (avoided.get(one) ?? 0) > now();
  return {
    ordered: () => [...all.filter((one) => !isAvoided(one)), ...all.filter(isAvoided)],
    failed: (one, forMs) => void avoided.set(one, now() + forMs),
    answered: (one) => void avoided.delete(one),
  };
}
