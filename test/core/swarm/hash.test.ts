import { describe, expect, test } from 'vitest';
import { bareHash, bareSpec, specHash } from '../../../src/core/swarm/hash.ts';
import { PLAN_LABEL } from '../../../src/core/swarm/spec.ts';
import { aSpec } from '../../support/builders/index.ts';

describe('specHash', () => {
  test('is the same whatever the order of keys, and whether the engine leaves an empty field out or sends null', () => {
    const { Name, ...rest } = aSpec({ with: { EndpointSpec: { Mode: 'vip', Ports: null } } });
    const same = {
      ...rest,
      Name,
      RollbackConfig: rest.RollbackConfig,
      EndpointSpec: { Ports: [], Mode: 'vip' },
    };

    expect(specHash(same)).toBe(specHash(aSpec()));
  });

  test('tells replicated from global', () => {
    expect(specHash(aSpec({ with: { Mode: { Global: {} } } }))).not.toBe(
      specHash(aSpec({ with: { Mode: {} } })),
    );
  });
});

describe('without Waggle’s own label', () => {
  test('two specs that differ in who wrote them are the same', () => {
    const labelled = aSpec({ with: { Labels: { [PLAN_LABEL]: 'p1' } } });

    expect(bareHash(labelled)).toBe(bareHash(aSpec({ with: { Labels: { [PLAN_LABEL]: 'p2' } } })));
    expect(bareHash(labelled)).toBe(bareHash(aSpec({ with: { Labels: null } })));
    expect(bareHash(labelled)).toBe(bareHash(aSpec()));
  });

  test('other labels stay', () => {
    const spec = aSpec({ with: { Labels: { [PLAN_LABEL]: 'p1', team: 'a' } } });

    expect(bareSpec(spec)).toEqual(aSpec({ with: { Labels: { team: 'a' } } }));
  });
});
